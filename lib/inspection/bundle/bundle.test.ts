import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { AppError, isAppError } from '#lib/errors/app-error.ts'
import { toRequestTrust } from '#lib/inspection/shelf/request-trust.ts'
import type { Digest } from '#lib/oci/digest.ts'
import type { RegistryHost } from '#lib/oci/reference.ts'
import { cosignTag } from '#lib/oci/tag-names.ts'
import type { ImageSource } from '#lib/registry/image-source.ts'
import { createLayoutSource } from '#lib/registry/layout/layout-source.ts'
import { putImage, putIndex, putTagged, signatureLayer } from '#lib/testing/memory-evidence.ts'
import { createMemorySource, type MemorySource } from '#lib/testing/memory-source.ts'
import { createSigner, ruleFor, toPayload } from '#lib/testing/signed-evidence.ts'
import type { TrustInput } from '#lib/trust/trust-rule.ts'
import { createDocumentPool } from '../documents/document-pool.ts'
import type { InspectionContext } from '../inspection-context.ts'
import { askNobody } from '../revocation/ask-revocation.ts'
import { createVerdictMemo } from '../verdict-memo.ts'
import type { BundleFiles } from './bundle-files.ts'
import { toChecksums, writeZip } from './bundle-zip.ts'
import { exportBundle } from './export-bundle.ts'
import { recheckBundle } from './recheck-bundle.ts'

const documents = createDocumentPool()
afterAll(() => documents.close())

const repository = 'workshop/app'
const reference = 'registry.test/workshop/app:v1'
const signer = createSigner()
const stranger = createSigner('somebody else')
const trust: TrustInput = {
  keys: [signer.key, stranger.key],
  rules: [
    ruleFor(signer.key),
    ruleFor(stranger.key, { id: 'secret', name: 'a rule of another team', repositories: ['secret/*'] }),
  ],
  roots: [],
  anchors: [],
  now: '2026-06-01T12:00:00.000Z',
  version: '1',
}

function sign(source: MemorySource, digest: Digest): void {
  const payload = JSON.stringify(toPayload(digest))
  const signature = Buffer.from(signer.sign(Buffer.from(payload))).toString('base64')
  putTagged(source, repository, cosignTag(digest, 'sig'), [signatureLayer(payload, signature)])
}

function signedImage(): MemorySource {
  const source = createMemorySource()
  sign(source, putImage(source, repository, { tag: 'v1' }))
  return source
}

const contextOf = (source: ImageSource): InspectionContext => ({
  sources: { open: async () => source } as Partial<InspectionContext['sources']> as InspectionContext['sources'],
  documents,
  memo: createVerdictMemo(),
  askRevocation: askNobody,
  now: () => new Date(trust.now),
  countVerdict: () => undefined,
})

async function toBytes(files: BundleFiles): Promise<Uint8Array> {
  const { pieces } = await writeZip(files)
  const all: Uint8Array[] = []
  for await (const piece of pieces) all.push(piece)
  return Buffer.concat(all)
}

const exported = (source: ImageSource, platform: string | null = null, asked = reference, by = trust) =>
  exportBundle(contextOf(source), { reference: asked, platform, trust: by })

/** The bundle with some files changed, and its checksums made anew: a forger can do that. */
function forged(files: BundleFiles, change: (name: string, text: string) => string | null): Promise<Uint8Array> {
  const changed = Array.from(files).flatMap(([name, bytes]): [string, Uint8Array][] => {
    if (name === 'SHA256SUMS') return []
    const text = change(name, Buffer.from(bytes).toString('latin1'))
    return text === null ? [] : [[name, Buffer.from(text, 'latin1')]]
  })
  const sums = toChecksums(new Map(changed))
  return toBytes(new Map(changed.toSpliced(1, 0, ['SHA256SUMS', sums])))
}

const outcome = async (bytes: Uint8Array): Promise<string> => {
  try {
    const { differences } = await recheckBundle(bytes, documents)
    return differences.length === 0 ? 'same' : 'different'
  } catch (error) {
    return isAppError(error) ? error.code : String(error)
  }
}

describe('an evidence bundle', () => {
  it('gives the same verdict without the registry', async () => {
    const { name, files } = await exported(signedImage())
    const { verdict, differences } = await recheckBundle(await toBytes(files), documents)
    expect(differences).toEqual([])
    expect(verdict.sentence).toBe('Signed by release.pub, whom you trust for workshop/*.')
    expect(name).toMatch(/^app-[0-9a-f]{12}-evidence\.zip$/)
    expect([...files.keys()].slice(0, 5)).toEqual(['README.md', 'SHA256SUMS', 'verdict.json', 'rules.json', 'keys.pem'])
  })

  it('is the same bytes each time, in whatever zone', async () => {
    const source = signedImage()
    const first = await toBytes((await exported(source)).files)
    expect(Buffer.from(await toBytes((await exported(source)).files)).equals(first)).toBe(true)
    // MS-DOS time of 1 January 1980, as the local file header has it.
    expect(Buffer.from(first).readUInt32LE(10)).toBe(0x00210000)
  })

  it('fails when any one of its bytes is changed', async () => {
    const bytes = await toBytes((await exported(signedImage())).files)
    const held: number[] = []
    for (let at = 0; at < bytes.length; at++) {
      const changed = Uint8Array.from(bytes)
      changed[at] = (changed[at] ?? 0) ^ 0x01
      if ((await outcome(changed)) === 'same') held.push(at)
    }
    expect(held).toEqual([])
  }, 120_000)

  it('fails when a byte is missing, or one too many', async () => {
    const bytes = await toBytes((await exported(signedImage())).files)
    expect(await outcome(bytes.subarray(0, -1))).toBe('EVIDENCE_BUNDLE_INVALID')
    expect(await outcome(Buffer.concat([bytes, Buffer.from([0])]))).toBe('EVIDENCE_BUNDLE_INVALID')
    expect(await outcome(Buffer.concat([Buffer.from([0]), bytes]))).toBe('EVIDENCE_BUNDLE_INVALID')
  })

  it.each([
    ['another sentence', 'verdict.json', 'release.pub, whom', 'somebody, whom'],
    ['another state', 'verdict.json', '"state": "verified"', '"state": "untrusted"'],
    ['another reason for a check', 'verdict.json', '"algorithm": "ecdsa-p256"', '"algorithm": "rsa-2048"'],
    ['a rule for other repositories', 'rules.json', '"workshop/*"', '"elsewhere/*"'],
    ['a rule that has ended', 'rules.json', '"validUntil": null', '"validUntil": "2026-01-01T00:00:00Z"'],
    ['another time', 'rules.json', '2026-06-01T12', '2026-06-01T13'],
    ['a key that was marked', 'rules.json', '"state": "active"', '"state": "compromised"'],
    ['another name of a key', 'rules.json', '"name": "release.pub"', '"name": "root.pub"'],
    ['a format of later', 'rules.json', 'bundle/1', 'bundle/2'],
    ['other answers', 'answers.json', '"referrers"', '"referers"'],
    ['no version of the layout', 'image/oci-layout', '1.0.0', '9.0.0'],
  ])('does not hold with %s, whatever its checksums say', async (_, file, before, after) => {
    const { files } = await exported(signedImage())
    const bytes = await forged(files, (name, text) => (name === file ? text.replaceAll(before, after) : text))
    expect(await outcome(bytes)).not.toBe('same')
  })

  it('does not hold with a file less, whichever it is', async () => {
    const { files } = await exported(signedImage())
    const needed = [...files.keys()].filter((name) => name !== 'README.md' && name !== 'SHA256SUMS')
    for (const one of needed) {
      // The layer list of an image names its configuration, which decides nothing: it is there to be read.
      const isConfig = Buffer.from(files.get(one) ?? []).includes('rootfs')
      const bytes = await forged(files, (name, text) => (name === one ? null : text))
      expect([one, await outcome(bytes)]).toEqual([one, isConfig ? 'same' : expect.not.stringContaining('same')])
    }
  })

  it('keeps to itself what other teams trust', async () => {
    const all = Buffer.concat([...(await exported(signedImage())).files.values()]).toString('latin1')
    expect(all).not.toContain('another team')
    expect(all).not.toContain(stranger.key.fingerprint)
  })

  it('holds what the index says of a platform', async () => {
    const source = createMemorySource()
    const index = putIndex(source, repository, { amd64: putImage(source, repository) }, { tag: 'v1' })
    sign(source, index)
    const { files } = await exported(source, 'linux/amd64')
    const { verdict, differences } = await recheckBundle(await toBytes(files), documents)
    expect(differences).toEqual([])
    expect(verdict).toMatchObject({ state: 'unsigned', indexState: 'verified', platform: 'linux/amd64' })
  })

  it('H-01 stays open where a store did not answer then, and never becomes unsigned', async () => {
    const source = createMemorySource()
    const digest = putImage(source, repository, { tag: 'v1' })
    const error = new AppError('REGISTRY_RATE_LIMITED', 'Slow down for 40 s.', { context: { status: 429 } })
    source.faults.push({ method: 'fetchManifest', argument: cosignTag(digest, 'sig'), error })
    const { verdict, differences } = await recheckBundle(await toBytes((await exported(source)).files), documents)
    expect(differences).toEqual([])
    expect(verdict.state).toBe('undetermined')
    expect(verdict.discovery.find(({ answer }) => answer === 'failed')).toMatchObject({ status: 429 })
  })

  it('holds the roots that were asked, whatever they are called, each by its digest', async () => {
    const text = JSON.stringify({ mediaType: 'application/vnd.dev.sigstore.trustedroot+json;version=0.1' })
    const by = { ...trust, roots: [{ id: '../sigstore-public-good', name: 'Public good', text }] }
    const { files } = await exported(signedImage(), null, reference, by)
    expect([...files.keys()].filter((name) => name.startsWith('roots/'))).toEqual([
      expect.stringMatching(/^roots\/[0-9a-f]{64}\.json$/),
    ])
    expect(await outcome(await toBytes(files))).toBe('same')
    const bytes = await forged(files, (name, held) => (name.startsWith('roots/') ? `${held} ` : held))
    expect(await outcome(bytes)).toBe('EVIDENCE_BUNDLE_INVALID')
  })

  it('remembers that a registry has no referrers API', async () => {
    const source = createMemorySource({ referrersApi: false })
    sign(source, putImage(source, repository, { tag: 'v1' }))
    expect(await outcome(await toBytes((await exported(source)).files))).toBe('same')
  })
})

const shared = resolve(import.meta.dirname, '../../../../shared/fixtures/keyless-private')
type Case = {
  id: string
  repository: string
  reference: string
  rules: { keys: string[]; identities: { issuer: string; subject: string }[] }
  trustedRoot: string
  requireTransparencyLog: boolean
  expect: { state: string; acceptStates?: string[] }
}
const cases: Case[] = existsSync(shared) ? JSON.parse(readFileSync(resolve(shared, 'cases.json'), 'utf8')) : []
const read = (file: string) => readFileSync(resolve(shared, file), 'utf8')

describe.skipIf(cases.length === 0)('a bundle of evidence by identity', () => {
  const host = 'harbour.layout' as RegistryHost
  const source = createLayoutSource({ host, path: resolve(shared, 'layouts') })

  it.each(cases.map((one) => [one.id, one] as const))('%s is judged the same offline', async (_, one) => {
    const { repository: path, reference: tag, rules, trustedRoot, requireTransparencyLog } = one
    const by = toRequestTrust(
      {
        keys: rules.keys.map((file) => ({ pem: read(file) })),
        identities: rules.identities,
        trustedRoot: JSON.parse(read(trustedRoot)),
        requireTransparencyLog,
      },
      new Date(),
    )
    const asked = `${host}/${path}${tag.startsWith('sha256:') ? '@' : ':'}${tag}`
    const { files } = await exported(source, null, asked, by)
    const { verdict, differences } = await recheckBundle(await toBytes(files), documents)
    expect(differences).toEqual([])
    expect(one.expect.acceptStates ?? [one.expect.state]).toContain(verdict.state)
  })
})
