import { describe, expect, it } from 'vitest'
import { AppError } from '#lib/errors/app-error.ts'
import type { Digest } from '#lib/oci/digest.ts'
import { cosignTag } from '#lib/oci/tag-names.ts'
import { putImage, putIndex, putTagged, signatureLayer } from '#lib/testing/memory-evidence.ts'
import { createMemorySource, type MemorySource } from '#lib/testing/memory-source.ts'
import { createSigner, ruleFor, type TestSigner, toPayload } from '#lib/testing/signed-evidence.ts'
import { examineDiscovery } from '#lib/trust/examine-discovery.ts'
import type { TrustInput, TrustRule } from '#lib/trust/trust-rule.ts'
import type { DocumentPool } from './documents/document-pool.ts'
import { inspectImage } from './inspect-image.ts'
import type { InspectionContext } from './inspection-context.ts'
import { askNobody } from './revocation/ask-revocation.ts'
import { createVerdictMemo } from './verdict-memo.ts'

const repository = 'workshop/app'
const reference = 'registry.test/workshop/app:v1'
const signer = createSigner()

function sign(source: MemorySource, digest: Digest, by: TestSigner = signer): void {
  const payload = JSON.stringify(toPayload(digest))
  const signature = Buffer.from(by.sign(Buffer.from(payload))).toString('base64')
  putTagged(source, repository, cosignTag(digest, 'sig'), [signatureLayer(payload, signature)])
}

/** A context that counts how often evidence is examined, and what it was told of verdicts. */
function createContext(source: MemorySource, now = () => new Date('2026-06-01T12:00:00Z')) {
  const counted: string[] = []
  const seen = { examined: 0 }
  const documents = {
    async examine(found, about) {
      seen.examined += 1
      return examineDiscovery(found, about)
    },
  } as Partial<DocumentPool> as DocumentPool
  const sources = { open: async () => source } as Partial<InspectionContext['sources']> as InspectionContext['sources']
  const countVerdict = (state: string) => void counted.push(state)
  const memo = createVerdictMemo()
  const context: InspectionContext = { sources, documents, memo, askRevocation: askNobody, now, countVerdict }
  return { context, seen, counted }
}

const trustOf = (
  rules: readonly TrustRule[] = [ruleFor(signer.key)],
  version = '1',
  now = '2026-06-01T12:00:00Z',
): TrustInput => ({
  keys: [signer.key],
  rules,
  roots: [],
  anchors: [],
  now,
  version,
})
const ask = (platform: string | null = null, trust = trustOf()) => ({ reference, platform, trust })

function signedImage(): MemorySource {
  const source = createMemorySource()
  sign(source, putImage(source, repository, { tag: 'v1' }))
  return source
}

describe('inspectImage', () => {
  it('says who signed and by which rule they are trusted', async () => {
    const { context, counted } = createContext(signedImage())
    const { verdict } = await inspectImage(context, ask())
    expect(verdict).toMatchObject({
      state: 'verified',
      reference,
      sentence: 'Signed by release.pub, whom you trust for workshop/*.',
    })
    expect(counted).toEqual(['verified'])
  })

  it('examines the same evidence under the same rules once, and asks every store every time', async () => {
    const source = signedImage()
    const { context, seen } = createContext(source)
    await inspectImage(context, ask())
    const asked = source.requests.length
    await inspectImage(context, ask())
    expect(seen.examined).toBe(1)
    expect(source.requests.length).toBeGreaterThan(asked)
  })

  it('P-14 judges anew when the rules have another version', async () => {
    const { context } = createContext(signedImage())
    expect((await inspectImage(context, ask())).verdict.state).toBe('verified')
    expect((await inspectImage(context, ask(null, trustOf([], '2')))).verdict.state).toBe('untrusted')
  })

  it('judges anew when a rule ends, though nothing was changed', async () => {
    let now = '2026-06-01T12:00:00Z'
    const { context } = createContext(signedImage(), () => new Date(now))
    const rules = [ruleFor(signer.key, { validUntil: '2026-06-01T13:00:00Z' })]
    expect((await inspectImage(context, ask(null, trustOf(rules, '1', now)))).verdict.state).toBe('verified')
    now = '2026-06-01T13:00:00Z'
    expect((await inspectImage(context, ask(null, trustOf(rules, '1', now)))).verdict.state).toBe('untrusted')
  })

  it('sees a signature that was pushed a moment ago', async () => {
    const source = createMemorySource()
    const digest = putImage(source, repository, { tag: 'v1' })
    const { context } = createContext(source)
    expect((await inspectImage(context, ask())).verdict.state).toBe('unsigned')
    sign(source, digest)
    expect((await inspectImage(context, ask())).verdict.state).toBe('verified')
  })

  it('does not remember what this server could not do just now', async () => {
    const { context } = createContext(signedImage())
    const { examine } = context.documents
    const problem = { code: 'LIMIT_EXCEEDED', message: 'Too much at once.' } as const
    const overloaded: DocumentPool = {
      ...context.documents,
      examine: ({ items }, about) =>
        examine({ items: items.map((item) => ({ ...item, bytes: null, problem })) }, about),
    }
    const busy = await inspectImage({ ...context, documents: overloaded }, ask())
    expect(busy.verdict.state).toBe('undetermined')
    expect((await inspectImage(context, ask())).verdict.state).toBe('verified')
  })

  it('H-01 never calls an image unsigned when a store failed', async () => {
    for (const method of ['listReferrers', 'fetchManifest'] as const) {
      const source = createMemorySource()
      const digest = putImage(source, repository, { tag: 'v1' })
      const argument = method === 'fetchManifest' ? cosignTag(digest, 'sbom') : digest
      source.faults.push({
        method,
        argument,
        error: new AppError('REGISTRY_UNAUTHORIZED', 'No.', { context: { status: 401 } }),
      })
      const { verdict } = await inspectImage(createContext(source).context, ask())
      expect(verdict.state).toBe('undetermined')
      expect(verdict.sentence).toMatch(/^Could not be checked: /)
    }
  })

  it('D-21 lists what speaks of the index as inherited, and does not count it', async () => {
    const source = createMemorySource()
    const amd64 = putImage(source, repository, {})
    const index = putIndex(source, repository, { amd64 }, { tag: 'v1' })
    sign(source, index)
    const { context } = createContext(source)
    const { verdict } = await inspectImage(context, ask('linux/amd64'))
    expect(verdict).toMatchObject({
      state: 'unsigned',
      indexState: 'verified',
      digest: amd64,
      platform: 'linux/amd64',
      sentence: 'Not signed itself; its index is signed by release.pub, whom you trust for workshop/*.',
      signatures: [{ inherited: true, state: 'verified', subject: index }],
    })
    expect((await inspectImage(context, ask())).verdict).toMatchObject({ state: 'verified', indexState: null })
  })

  it('D-22 takes the signature of a platform for none of the index, nor of another platform', async () => {
    const source = createMemorySource()
    const amd64 = putImage(source, repository, {})
    const arm64 = putImage(source, repository, { content: 'other', architecture: 'arm64' })
    putIndex(source, repository, { amd64, arm64 }, { tag: 'v1' })
    sign(source, amd64)
    const { context } = createContext(source)
    const stateOf = async (platform: string | null) => (await inspectImage(context, ask(platform))).verdict.state
    expect(await stateOf(null)).toBe('unsigned')
    expect(await stateOf('linux/amd64')).toBe('verified')
    expect(await stateOf('linux/arm64')).toBe('unsigned')
  })

  it('P-11 trusts a key for the repositories that its rule names and nowhere else', async () => {
    const { context } = createContext(signedImage())
    const elsewhere = trustOf([ruleFor(signer.key, { repositories: ['other/*'] })])
    const { verdict } = await inspectImage(context, ask(null, elsewhere))
    expect(verdict).toMatchObject({ state: 'untrusted', signatures: [{ signer: { name: 'release.pub' } }] })
  })

  it('throws for an image that cannot be resolved, and counts that', async () => {
    const { context, counted } = createContext(createMemorySource())
    await expect(inspectImage(context, ask())).rejects.toMatchObject({ code: 'IMAGE_NOT_FOUND' })
    expect(counted).toEqual(['error'])
  })
})
