import { afterAll, describe, expect, it } from 'vitest'
import { isAppError } from '#lib/errors/app-error.ts'
import { mediaTypes } from '#lib/oci/media-types.ts'
import type { RepositoryName } from '#lib/oci/reference.ts'
import { root, toAnchor, toRule } from '#lib/testing/judge-notation.ts'
import { putImage, putReferrer } from '#lib/testing/memory-evidence.ts'
import { createMemorySource } from '#lib/testing/memory-source.ts'
import { toNotaryJws } from '#lib/testing/notary-evidence.ts'
import { makeSigner, signingExtensions } from '#lib/testing/test-authority.ts'
import { makeCrl, placesExtensions } from '#lib/testing/test-revocation.ts'
import type { TrustInput } from '#lib/trust/trust-rule.ts'
import { createDocumentPool } from '../documents/document-pool.ts'
import { inspectImage } from '../inspect-image.ts'
import type { InspectionContext } from '../inspection-context.ts'
import { createAskRevocation } from '../revocation/ask-revocation.ts'
import { createVerdictMemo } from '../verdict-memo.ts'
import type { BundleFiles } from './bundle-files.ts'
import { toChecksums, writeZip } from './bundle-zip.ts'
import { exportBundle } from './export-bundle.ts'
import { recheckBundle } from './recheck-bundle.ts'

const documents = createDocumentPool()
afterAll(() => documents.close())

const repository = 'workshop/app'
const anchors = [toAnchor(root, 'ca')]
const places = placesExtensions({ crl: ['http://crl.example/a.crl'] })
const signer = makeSigner(root, { extensions: [...signingExtensions, ...places] })
const trust: TrustInput = {
  keys: [],
  rules: anchors.map((anchor) => toRule(anchor)),
  roots: [],
  anchors,
  now: '2026-06-01T12:00:00.000Z',
  version: '1',
}
const request = { reference: 'registry.test/workshop/app:v1', platform: null, trust }

async function signedImage() {
  const source = createMemorySource()
  const digest = putImage(source, repository, { tag: 'v1' })
  const { bytes, mediaType } = await source.fetchManifest(repository as RepositoryName, digest)
  const target = { mediaType, digest, size: bytes.length }
  const content = JSON.stringify(toNotaryJws({ signer, chain: [root], target }))
  const layers = [{ mediaType: mediaTypes.jose, content }]
  putReferrer(source, repository, digest, { artifactType: mediaTypes.notationArtifact, layers })
  return source
}

const revoked = [{ certificate: signer, revokedAt: '2026-05-20T00:00:00Z', reason: 1 }]

/** A context over the image whose authority sends what the test says, and how often it was asked. */
async function createContext(answer: () => Uint8Array | null) {
  const source = await signedImage()
  const seen = { asked: 0, now: Date.parse(trust.now) }
  const now = () => new Date(seen.now)
  const fetch: Parameters<typeof createAskRevocation>[0]['fetch'] = async () => {
    seen.asked += 1
    const bytes = answer()
    return bytes === null
      ? { bytes, problem: 'did not answer in time', isDead: false }
      : { bytes, problem: null, isDead: false }
  }
  const context: InspectionContext = {
    sources: { open: async () => source } as Partial<InspectionContext['sources']> as InspectionContext['sources'],
    documents,
    memo: createVerdictMemo(),
    askRevocation: createAskRevocation({ fetch, now }),
    now,
    countVerdict: () => undefined,
  }
  return { context, seen }
}

const checkOf = ({ signatures }: { signatures: readonly { checks: readonly { id: string; status: string }[] }[] }) =>
  signatures[0]?.checks.find(({ id }) => id === 'revocation')?.status

async function toBytes(files: BundleFiles): Promise<Uint8Array> {
  const sums = new Map([...files].filter(([name]) => name !== 'SHA256SUMS'))
  const { pieces } = await writeZip(new Map([...files, ['SHA256SUMS', toChecksums(sums)]]))
  const all: Uint8Array[] = []
  for await (const piece of pieces) all.push(piece)
  return Buffer.concat(all)
}

async function outcome(files: BundleFiles): Promise<string> {
  try {
    const { differences } = await recheckBundle(await toBytes(files), documents)
    return differences.length === 0 ? 'same' : 'different'
  } catch (error) {
    return isAppError(error) ? error.code : String(error)
  }
}

describe('what was said about revocation', () => {
  it.each<[string, () => Uint8Array | null, string, string]>([
    ['good', () => makeCrl(root), 'verified', 'passed'],
    ['revoked', () => makeCrl(root, { revoked }), 'invalid', 'failed'],
    ['nothing', () => null, 'verified', 'skipped'],
  ])('is in the bundle, and gives the same verdict offline: %s', async (_, answer, state, status) => {
    const { context } = await createContext(answer)
    const { files } = await exportBundle(context, request)
    expect(files.has('revocation.json')).toBe(true)
    const { verdict, differences } = await recheckBundle(await toBytes(files), documents)
    expect(differences).toEqual([])
    expect([verdict.state, checkOf(verdict)]).toEqual([state, status])
  })

  it('is in the bundle of an image that was looked at before', async () => {
    const { context, seen } = await createContext(() => makeCrl(root))
    await inspectImage(context, request)
    const { files } = await exportBundle(context, request)
    expect(seen.asked).toBe(1)
    expect([...files.keys()].filter((name) => name.startsWith('revocation'))).toHaveLength(2)
    expect(await outcome(files)).toBe('same')
  })

  it('does not hold when an answer is another one, is gone, or was never there', async () => {
    const { context } = await createContext(() => makeCrl(root))
    const { files } = await exportBundle(context, request)
    const [name = ''] = [...files.keys()].filter((one) => one.startsWith('revocation/'))
    const other = makeCrl(root, { revoked })
    expect(await outcome(new Map([...files, [name, other]]))).toBe('EVIDENCE_BUNDLE_INVALID')
    const without = (gone: string) => new Map([...files].filter(([one]) => one !== gone))
    expect(await outcome(without(name))).toBe('EVIDENCE_BUNDLE_INVALID')
    expect(await outcome(without('revocation.json'))).toBe('different')
    const index = Buffer.from(files.get('revocation.json') ?? []).toString()
    const changed = new Map([...files, ['revocation.json', Buffer.from(index.replace('http:', 'file:'))] as const])
    expect(await outcome(changed)).toBe('EVIDENCE_BUNDLE_INVALID')
  })

  it('is asked once for many looks, and again when it has ended', async () => {
    let crl: Uint8Array = makeCrl(root, { nextUpdate: '2026-06-01T14:00:00Z' })
    const { context, seen } = await createContext(() => crl)
    const stateAt = async (at: string): Promise<string> => {
      seen.now = Date.parse(at)
      const { verdict } = await inspectImage(context, { ...request, trust: { ...trust, now: at } })
      return verdict.state
    }
    expect(await stateAt('2026-06-01T12:00:00Z')).toBe('verified')
    crl = makeCrl(root, { revoked })
    expect(await stateAt('2026-06-01T14:00:00Z')).toBe('verified')
    expect(seen.asked).toBe(1)
    expect(await stateAt('2026-06-01T14:00:01Z')).toBe('invalid')
    expect(seen.asked).toBe(2)
  })
})
