import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, describe, expect, it } from 'vitest'
import { type RevocationStatuses, toQuestionKey } from '#lib/notation/revocation/revocation.ts'
import { usualRule } from '#lib/testing/judge-bundle.ts'
import { root as authority, toAnchor, toRule } from '#lib/testing/judge-notation.ts'
import { imageMediaType, toNotaryItem, toNotaryJws } from '#lib/testing/notary-evidence.ts'
import { contextFor, createSigner, toBundleItem, toSignatureItem } from '#lib/testing/signed-evidence.ts'
import { makeSigner, signingExtensions } from '#lib/testing/test-authority.ts'
import { createTestInstance } from '#lib/testing/test-instance.ts'
import { placesExtensions } from '#lib/testing/test-revocation.ts'
import type { ExamineContext } from '#lib/trust/examine-context.ts'
import { type Examined, examineDiscovery } from '#lib/trust/examine-discovery.ts'
import type { NamedRoot, TrustRule } from '#lib/trust/trust-rule.ts'
import { createExaminePool, type ExaminePool } from './examine-pool.ts'

const instance = createTestInstance()
const root: NamedRoot = { id: 'root', name: 'root', text: JSON.stringify(instance.toRoot()) }
const contextWith = (version: string, rules: readonly TrustRule[] = [usualRule]): ExamineContext =>
  contextFor([], {
    trust: { keys: [], rules, roots: [root], anchors: [], now: '2026-06-01T12:00:00Z', version },
  })

let pool: ExaminePool | null = null
afterEach(async () => {
  await pool?.close()
  pool = null
})

/** A pool, and how often it handed the work back. */
function open(options: Parameters<typeof createExaminePool>[1] = {}) {
  const own = { count: 0 }
  const examine = async (
    { items }: { items: Parameters<typeof examineDiscovery>[0]['items'] },
    context: ExamineContext,
  ) => {
    own.count += 1
    return examineDiscovery({ items }, context)
  }
  pool = createExaminePool({ examine }, { threads: 2, ...options })
  return { examine: pool.examine, own }
}

const states = ({ signatures }: Examined) => signatures.map(({ state }) => state)

/** Asks until a thread has started and did the work. */
async function started({ examine, own }: ReturnType<typeof open>, context: ExamineContext): Promise<Examined> {
  const items = [toBundleItem(instance.sign())]
  for (let attempt = 0; attempt < 1000; attempt += 1) {
    const before = own.count
    const examined = await examine({ items }, context)
    if (own.count === before) return examined
    await sleep(25)
  }
  throw new Error('no thread has started')
}

describe('threads that examine', () => {
  it('come to what is found without them', async () => {
    const opened = open()
    const items = [toBundleItem(instance.sign()), toBundleItem(instance.sign({ notAfter: '2026-06-01T11:51:00Z' }))]
    const context = contextWith('1')
    await started(opened, context)
    const before = opened.own.count
    const examined = await opened.examine({ items }, context)
    expect(opened.own.count).toBe(before)
    expect(examined).toEqual(examineDiscovery({ items }, context))
    expect(states(examined)).toEqual(['verified', 'invalid'])
  })

  it('say about which certificates to ask, and take what was said', async () => {
    const opened = open()
    const places = placesExtensions({ ocsp: ['http://ocsp.example'] })
    const signer = makeSigner(authority, { extensions: [...signingExtensions, ...places] })
    const items = [toNotaryItem(toNotaryJws({ signer, chain: [authority] }))]
    const base = contextFor([], { subjectMediaType: imageMediaType })
    const anchors = [toAnchor(authority, 'ca')]
    const trust = { ...base.trust, anchors, rules: anchors.map((anchor) => toRule(anchor)) }
    const context = { ...base, trust }
    await started(opened, contextWith('1'))
    const before = opened.own.count
    const { questions = [] } = await opened.examine({ items }, context)
    const revocation: RevocationStatuses = new Map(
      questions.map((question) => [toQuestionKey(question), { kind: 'unknown', reason: 'nobody answered' }]),
    )
    const { signatures } = await opened.examine({ items }, { ...context, revocation })
    expect(opened.own.count).toBe(before)
    expect(questions).toHaveLength(1)
    const check = signatures[0]?.checks.find(({ id }) => id === 'revocation')
    expect(check).toMatchObject({ status: 'skipped', reason: expect.stringContaining('nobody answered') })
  })

  it('judge each batch by its own rules, however many there were', async () => {
    const opened = open({ threads: 1 })
    const trusting = contextWith('trusting')
    await started(opened, trusting)
    for (let round = 0; round < 6; round += 1) {
      const items = [toBundleItem(instance.sign())]
      expect(states(await opened.examine({ items }, contextWith(`nobody ${round}`, [])))).toEqual(['untrusted'])
      expect(states(await opened.examine({ items }, trusting))).toEqual(['verified'])
    }
  })

  it('leave signatures of keys to the thread that answers', async () => {
    const opened = open()
    await started(opened, contextWith('1'))
    const before = opened.own.count
    const signer = createSigner()
    await opened.examine({ items: [toSignatureItem(signer)] }, contextFor([signer.key]))
    expect(opened.own.count).toBe(before + 1)
  })

  it('L-15 are ended when they take too long, and the evidence is left open', async () => {
    const opened = open({ threads: 1 })
    await started(opened, contextWith('1'))
    await pool?.close()
    const slow = open({ threads: 1, timeoutMs: 0 })
    const context = contextWith('1')
    let examined: Examined | null = null
    for (
      let attempt = 0;
      attempt < 200 && states(examined ?? { signatures: [], attestations: [] })[0] !== 'undetermined';
      attempt += 1
    ) {
      examined = await slow.examine({ items: [toBundleItem(instance.sign())] }, context)
      await sleep(25)
    }
    expect(states(examined ?? { signatures: [], attestations: [] })).toEqual(['undetermined'])
    expect(states(await slow.examine({ items: [toBundleItem(instance.sign())] }, context))).toEqual(['verified'])
  })

  it('end when nobody asks any more, and start again', async () => {
    const opened = open({ threads: 1, idleMs: 100 })
    const context = contextWith('1')
    await started(opened, context)
    await sleep(300)
    const before = opened.own.count
    await opened.examine({ items: [toBundleItem(instance.sign())] }, context)
    expect(opened.own.count).toBe(before + 1)
    expect(states(await started(opened, context))).toEqual(['verified'])
  })
})
