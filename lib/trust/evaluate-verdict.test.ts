import { describe, expect, it } from 'vitest'
import type { StoreAnswer } from '#lib/evidence/discovery.ts'
import type { Evidence } from '#lib/evidence/evidence.ts'
import type { State } from '#lib/evidence/state.ts'
import {
  contextFor,
  createSigner,
  image,
  now,
  otherImage,
  repository,
  toEnvelope,
  toEnvelopeItem,
  toPayload,
  toSignatureItem,
  toStatement,
} from '#lib/testing/signed-evidence.ts'
import { evaluateState, evaluateVerdict, type Findings } from './evaluate-verdict.ts'
import { examineDiscovery } from './examine-discovery.ts'

const signer = createSigner()
const stranger = createSigner('stranger.pub')
const nothing = { signatures: [], attestations: [] }

const answered = (answer: StoreAnswer['answer'], changes: Partial<StoreAnswer> = {}): StoreAnswer => ({
  store: 'tag',
  asked: 'sha256-0.sig',
  answer,
  status: null,
  code: null,
  count: 0,
  ...changes,
})
const everyStore: readonly StoreAnswer[] = [
  answered('absent'),
  answered('unsupported', { store: 'referrers', status: 404 }),
  answered('absent', { store: 'referrers-tag' }),
]

const signedBy = (by: typeof signer, payload = toPayload()) => {
  const items = [toSignatureItem(by, { payload })]
  return examineDiscovery({ items }, contextFor([signer.key]))
}
const withStates = (...states: State[]): Findings['examined'] => {
  const [template] = signedBy(signer).signatures
  if (template === undefined) throw new TypeError('There is one.')
  return { signatures: states.map((state): Evidence => ({ ...template, state })), attestations: [] }
}
const find = (examined: Findings['examined'], answers = everyStore): Findings => ({ examined, answers })
const judge = (own: Findings, index: Findings | null = null) =>
  evaluateVerdict({
    reference: `${repository}:v1`,
    repository,
    digest: image,
    mediaType: 'application/vnd.oci.image.manifest.v1+json',
    platform: index === null ? null : 'linux/amd64',
    own,
    index: index === null ? null : { ...index, digest: otherImage },
    sbom: null,
    checkedAt: now,
  })

describe('the state of an image', () => {
  it.each([
    [['verified', 'invalid', 'undetermined', 'untrusted'], 'verified'],
    [['invalid', 'undetermined', 'untrusted'], 'undetermined'],
    [['untrusted', 'invalid'], 'invalid'],
    [['untrusted'], 'untrusted'],
    [[], 'unsigned'],
  ] as const)('of %j is %s', (states, expected) => {
    expect(evaluateState(find(withStates(...states)))).toBe(expected)
  })

  it.each(['tag', 'referrers', 'referrers-tag', 'index'] as const)(
    'H-01 is never unsigned when the store %s failed',
    (store) => {
      const answers = [...everyStore, answered('failed', { store, status: 503 })]
      expect(evaluateState(find(nothing, answers))).toBe('undetermined')
      expect(evaluateState(find(withStates('untrusted'), answers))).toBe('undetermined')
      expect(evaluateState(find(withStates('verified'), answers))).toBe('verified')
    },
  )

  it('H-01 is unsigned when every store answered, a missing API included', () => {
    expect(evaluateState(find(nothing))).toBe('unsigned')
  })

  it('P-04 is not that of its attestations', () => {
    const examined = examineDiscovery({ items: [toEnvelopeItem(toEnvelope([signer]))] }, contextFor([signer.key]))
    expect(examined.attestations[0]?.state).toBe('verified')
    expect(evaluateState(find(examined))).toBe('unsigned')
  })
})

describe('the verdict', () => {
  it('says by whom it is signed and for what that is trusted', () => {
    const verdict = judge(find(signedBy(signer)))
    expect(verdict).toMatchObject({ state: 'verified', indexState: null, checkedAt: now })
    expect(verdict.sentence).toBe('Signed by release.pub, whom you trust for workshop/*.')
  })

  it('lists inherited signatures without counting them', () => {
    const inherited = examineDiscovery(
      { items: [toSignatureItem(signer, { payload: toPayload(otherImage) })] },
      contextFor([signer.key], { subject: otherImage, inherited: true }),
    )
    const verdict = judge(find(signedBy(stranger)), find(inherited))
    expect([verdict.state, verdict.indexState]).toEqual(['untrusted', 'verified'])
    expect(verdict.signatures.map(({ inherited, state }) => `${inherited} ${state}`)).toEqual([
      'false untrusted',
      'true verified',
    ])
    const alone = judge(find(nothing), find(inherited))
    expect([alone.state, alone.indexState]).toEqual(['unsigned', 'verified'])
    expect(alone.sentence).toBe('Not signed itself; its index is signed by release.pub, whom you trust for workshop/*.')
  })

  it('H-01 keeps what failed about the index apart from the platform', () => {
    const failed = [...everyStore, answered('failed', { status: 503 })]
    const verdict = judge(find(nothing), find(nothing, failed))
    expect([verdict.state, verdict.indexState]).toEqual(['unsigned', 'undetermined'])
    expect(verdict.discovery).toHaveLength(everyStore.length + failed.length)
  })

  it('lists attestations of the image before those of its index, each with its command, and none where there are none', () => {
    const attest = (...signers: (typeof signer)[]) =>
      signers.map((by) =>
        toEnvelopeItem(toEnvelope([by], toStatement({ predicate: { packages: [by.key.fingerprint] } }))),
      )
    const own = examineDiscovery({ items: attest(stranger, signer) }, contextFor([signer.key]))
    const ofIndex = examineDiscovery(
      { items: attest(createSigner(null), signer) },
      contextFor([signer.key], { inherited: true }),
    )
    const { attestations, signatures } = judge(find(own), find(ofIndex))
    expect(attestations.map(({ inherited, state }) => `${inherited} ${state}`)).toEqual([
      'false verified',
      'false untrusted',
      'true verified',
      'true untrusted',
    ])
    expect(attestations[0]?.command).toContain(`${repository}@${image}`)
    expect(signatures).toEqual([])
    expect(judge(find(signedBy(signer))).attestations).toEqual([])
    expect(judge(find(own)).signatures).toEqual([])
  })

  it('shows the best first', () => {
    const { signatures } = judge(find(withStates('invalid', 'untrusted', 'verified', 'undetermined')))
    expect(signatures.map(({ state }) => state)).toEqual(['verified', 'untrusted', 'invalid', 'undetermined'])
  })

  it('gives each item the command for the digest that it is about', () => {
    const inherited = examineDiscovery(
      { items: [toSignatureItem(signer, { payload: toPayload(otherImage) })] },
      contextFor([signer.key], { subject: otherImage, inherited: true }),
    )
    const [own, ofIndex] = judge(find(signedBy(signer)), find(inherited)).signatures
    expect(own?.command).toContain(`${repository}@${image}`)
    expect(ofIndex?.command).toContain(`${repository}@${otherImage}`)
  })
})
