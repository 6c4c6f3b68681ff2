import { generateKeyPairSync, sign } from 'node:crypto'
import { afterEach, describe, expect, it } from 'vitest'
import { toPreAuthEncoding } from '#lib/attestation/envelope.ts'
import type { FoundItem } from '#lib/evidence/discovery.ts'
import { toRequestTrust } from '#lib/inspection/shelf/request-trust.ts'
import { digestOf } from '#lib/oci/digest.ts'
import { mediaTypes } from '#lib/oci/media-types.ts'
import { createLargeSpdx } from '#lib/testing/large-spdx.ts'
import { createDocumentPool, type DocumentPool, type DocumentPoolOptions } from './document-pool.ts'

const pools: DocumentPool[] = []
afterEach(async () => {
  await Promise.all(pools.splice(0).map((pool) => pool.close()))
})
function createPool(options: DocumentPoolOptions = {}): DocumentPool {
  const pool = createDocumentPool({ inProcessBytes: 0, ...options })
  pools.push(pool)
  return pool
}

const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString()
const subject = digestOf(new TextEncoder().encode('image'))
const payloadType = 'application/vnd.in-toto+json'

function toStatement(predicate: string): Uint8Array {
  const digest = { sha256: subject.slice('sha256:'.length) }
  const head = {
    _type: 'https://in-toto.io/Statement/v0.1',
    predicateType: 'https://spdx.dev/Document',
    subject: [{ name: 'x', digest }],
  }
  return new TextEncoder().encode(`${JSON.stringify(head).slice(0, -1)},"predicate":${predicate}}`)
}

function toItem(payload: Uint8Array, options: { signed?: Uint8Array; store?: FoundItem['store'] } = {}): FoundItem {
  const data = toPreAuthEncoding({ payloadType, payload: options.signed ?? payload, signatures: [] })
  const sig = sign('sha256', data, privateKey).toString('base64')
  const envelope = { payloadType, payload: Buffer.from(payload).toString('base64'), signatures: [{ sig }] }
  const bytes = new TextEncoder().encode(JSON.stringify(envelope))
  const digest = digestOf(bytes)
  return {
    format: 'cosign-dsse',
    store: options.store ?? 'tag',
    subject,
    manifestDigest: digest,
    claimedSubject: null,
    artifactType: null,
    manifestAnnotations: {},
    layer: {
      mediaType: mediaTypes.dsseEnvelope,
      digest,
      size: bytes.byteLength,
      artifactType: null,
      annotations: {},
      platform: null,
    },
    bytes,
    problem: null,
    shapeProblem: null,
  }
}

const contextOf = (keys: readonly { pem: string }[]) => ({
  subject,
  subjectBytes: null,
  inherited: false,
  repository: 'registry.test/app',
  trust: toRequestTrust({ keys: [...keys] }, new Date('2026-02-03T04:05:06Z')),
})
const spdx = new TextDecoder().decode(createLargeSpdx({ packages: 300, imageDigest: subject }))

describe('examining large evidence', { timeout: 60_000 }, () => {
  it('judges in the worker exactly as in the process', async () => {
    const good = toItem(toStatement(spdx))
    const tampered = toItem(toStatement('{"spdxVersion":"SPDX-2.3"}'), { signed: toStatement(spdx) })
    const items = [tampered, good, { ...good, store: 'referrers-tag' as const, claimedSubject: subject }]
    const context = contextOf([{ pem }])
    const here = await createPool({ inProcessBytes: 10_000_000 }).examine({ items }, context)
    expect(await createPool().examine({ items }, context)).toEqual(here)
    expect(here.attestations.map(({ state, store }) => [state, store])).toEqual([
      ['verified', 'referrers-tag'],
      ['untrusted', 'tag'],
    ])
  })

  it('keeps the SBOM open that the statement holds, whoever signed it', async () => {
    const item = toItem(toStatement(spdx))
    const pool = createPool()
    const { attestations } = await pool.examine({ items: [item] }, contextOf([]))
    expect(attestations[0]?.state).toBe('untrusted')
    const load = () => Promise.reject(new Error('the document is open already'))
    const source = { digest: item.layer.digest, wrapping: 'dsse', size: item.layer.size, load } as const
    expect((await pool.openSbom(source)).document.packageCount).toBe(300)
  })

  it('B-19 L-15 H-02 leaves open what would not fit into memory, and examines the others', async () => {
    const hostile = toItem(toStatement('['.repeat(30_000_000)))
    const good = toItem(toStatement(spdx))
    const { attestations } = await createPool().examine({ items: [hostile, good] }, contextOf([{ pem }]))
    expect(attestations.map(({ state }) => state)).toEqual(['verified', 'undetermined'])
    expect(attestations[1]?.checks).toContainEqual(
      expect.objectContaining({ id: 'content', code: 'EVIDENCE_TOO_LARGE' }),
    )
  })

  it('H-05 leaves open what the worker died over, and the next answer is right again', async () => {
    const pool = createPool({ maxOldGenerationSizeMb: 48, maxYoungGenerationSizeMb: 8 })
    const names = Array.from({ length: 1_200_000 }, (_, at) => `"name-${at}":""`).join()
    const heavy = toItem(new TextEncoder().encode(`{"subject":[{"annotations":{${names}}}]}`))
    const good = toItem(toStatement(spdx))
    const states = async (item: FoundItem) =>
      (await pool.examine({ items: [item] }, contextOf([{ pem }]))).attestations.map(({ state }) => state)
    expect(await states(good)).toEqual(['verified'])
    expect(await states(heavy)).toEqual(['undetermined'])
    expect(await states(good)).toEqual(['verified'])
  })
})
