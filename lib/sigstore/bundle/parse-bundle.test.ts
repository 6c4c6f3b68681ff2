import { describe, expect, it } from 'vitest'
import { EvidenceError } from '#lib/evidence/evidence-error.ts'
import { parseBundle, parseBundleVersion } from './parse-bundle.ts'

type Json = Record<string, unknown>
const bytes = 'AAAA'
const checkpoint = { envelope: 'a note' }
const proof: Json = { logIndex: '1', rootHash: bytes, treeSize: '2', hashes: [bytes], checkpoint }
const entry: Json = {
  logIndex: '1',
  logId: { keyId: bytes },
  kindVersion: { kind: 'hashedrekord', version: '0.0.2' },
  integratedTime: '5',
  inclusionPromise: { signedEntryTimestamp: bytes },
  inclusionProof: proof,
  canonicalizedBody: bytes,
}
const envelope: Json = { payload: bytes, payloadType: 'text/plain', signatures: [{ sig: bytes }] }
const message: Json = { messageDigest: { algorithm: 'SHA2_256', digest: bytes }, signature: bytes }
const types = {
  '0.1': 'application/vnd.dev.sigstore.bundle+json;version=0.1',
  '0.2': 'application/vnd.dev.sigstore.bundle+json;version=0.2',
  '0.3': 'application/vnd.dev.sigstore.bundle.v0.3+json',
} as const
const material = (changes: Json = {}): Json => ({
  certificate: { rawBytes: bytes },
  tlogEntries: [entry],
  timestampVerificationData: { rfc3161Timestamps: [{ signedTimestamp: bytes }] },
  ...changes,
})
const bundle = (changes: Json = {}, inMaterial: Json = {}, version: keyof typeof types = '0.3') => ({
  mediaType: types[version],
  verificationMaterial: material(inMaterial),
  dsseEnvelope: envelope,
  ...changes,
})
const parse = (value: unknown) => parseBundle(Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)))
const codeOf = (value: unknown): string | null => {
  try {
    parse(value)
    return null
  } catch (error) {
    return error instanceof EvidenceError ? error.code : String(error)
  }
}
const withEntry = (changes: Json, version: keyof typeof types = '0.3') =>
  bundle({}, { tlogEntries: [{ ...entry, ...changes }] }, version)
const withProof = (changes: Json) => withEntry({ inclusionProof: { ...proof, ...changes } })
/** Entries of so many logs. */
const entries = (count: number) =>
  Array.from({ length: count }, (_, at) => ({ ...entry, logId: { keyId: Buffer.from([1, at]).toString('base64') } }))

describe('parseBundle', () => {
  it('reads every member', () => {
    const { content, material: read, version } = parse(bundle())
    expect(version).toBe('0.3')
    expect(content).toMatchObject({ kind: 'envelope', envelope: { payloadType: 'text/plain' } })
    expect(read.signer).toMatchObject({ kind: 'certificates' })
    expect(read.timestamps).toHaveLength(1)
    const [one] = read.logEntries
    expect(one).toMatchObject({ logIndex: 1n, kind: 'hashedrekord', version: '0.0.2', integratedTime: 5n })
    expect(one?.proof).toMatchObject({ logIndex: 1n, treeSize: 2n, checkpoint: 'a note' })
    expect([one?.promise, one?.body, one?.logId].map((part) => part?.byteLength)).toEqual([3, 3, 3])
    expect(parse({ ...bundle(), dsseEnvelope: undefined, messageSignature: message }).content).toMatchObject({
      kind: 'message',
      messageDigest: { algorithm: 'SHA2_256' },
    })
    const { messageDigest: _, ...bare } = message
    expect(parse({ ...bundle(), dsseEnvelope: undefined, messageSignature: bare }).content).toMatchObject({
      messageDigest: null,
    })
  })

  it('takes null and nothing for absent, as protobuf writes both', () => {
    for (const nothing of [null, undefined]) {
      const absent = { tlogEntries: nothing, timestampVerificationData: nothing }
      expect(parse(bundle({}, absent)).material).toMatchObject({ logEntries: [], timestamps: [] })
      expect(parse(withEntry({ inclusionPromise: nothing })).material.logEntries[0]?.promise).toBeNull()
      const unproven = withEntry({ inclusionProof: nothing }, '0.1')
      expect(parse({ ...unproven }).material.logEntries[0]?.proof).toBeNull()
    }
    expect(parse(withEntry({ integratedTime: undefined })).material.logEntries[0]?.integratedTime).toBeNull()
    expect(parse(withEntry({ logIndex: undefined })).material.logEntries[0]?.logIndex).toBe(0n)
    expect(parse(withProof({ hashes: undefined })).material.logEntries[0]?.proof?.hashes).toEqual([])
    const stamps = { timestampVerificationData: { rfc3161Timestamps: null } }
    expect(parse(bundle({}, stamps)).material.timestamps).toEqual([])
  })

  it('reads a key by its hint, which may be empty', () => {
    const keyed = (publicKey: unknown) => bundle({}, { certificate: undefined, publicKey })
    expect(parse(keyed({ hint: 'abc' })).material.signer).toEqual({ kind: 'public-key', hint: 'abc' })
    for (const empty of [{}, { hint: '' }]) {
      expect(parse(keyed(empty)).material.signer).toEqual({ kind: 'public-key', hint: null })
    }
    for (const wrong of [null, 'abc', []]) expect(codeOf(keyed(wrong))).toBe('BUNDLE_MATERIAL')
    expect(codeOf(keyed({ hint: 7 }))).toBe('BUNDLE_MATERIAL')
    expect(codeOf(keyed({ hint: 'abc', rawBytes: bytes }))).toBe('BUNDLE_MALFORMED')
  })

  it.each([
    ['1', 1n],
    ['0', 0n],
    [7, 7n],
    ['9223372036854775807', 2n ** 63n - 1n],
    [Number.MAX_SAFE_INTEGER, BigInt(Number.MAX_SAFE_INTEGER)],
  ])('reads the number %s', (logIndex, expected) => {
    expect(parse(withEntry({ logIndex })).material.logEntries[0]?.logIndex).toBe(expected)
  })

  it.each(['', '-1', '01', '+1', '1.0', '1e3', '0x10', ' 1', '9223372036854775808', '99999999999999999999'])(
    'refuses %j for a number',
    (logIndex) => {
      expect(codeOf(withEntry({ logIndex }))).toBe('BUNDLE_MALFORMED')
      expect(codeOf(withProof({ treeSize: logIndex }))).toBe('BUNDLE_MALFORMED')
    },
  )
  it.each([-1, 1.5, 2 ** 53, null, true, [1], {}])('refuses %j for a number', (logIndex) => {
    expect(codeOf(withEntry({ logIndex }))).toBe('BUNDLE_MALFORMED')
  })

  it('counts what costs time before it verifies any of it', () => {
    expect(codeOf(bundle({}, { tlogEntries: entries(32) }))).toBeNull()
    expect(codeOf(bundle({}, { tlogEntries: entries(33) }))).toBe('BUNDLE_MATERIAL')
    const stamps = (count: number) => ({
      timestampVerificationData: {
        rfc3161Timestamps: Array.from({ length: count }, () => ({ signedTimestamp: bytes })),
      },
    })
    expect(codeOf(bundle({}, stamps(32)))).toBeNull()
    expect(codeOf(bundle({}, stamps(33)))).toBe('BUNDLE_MATERIAL')
    const chain = (count: number) => ({
      certificate: undefined,
      x509CertificateChain: { certificates: Array.from({ length: count }, () => ({ rawBytes: bytes })) },
    })
    expect(codeOf(bundle({}, chain(10), '0.2'))).toBeNull()
    expect(codeOf(bundle({}, chain(11), '0.2'))).toBe('BUNDLE_MATERIAL')
    expect(codeOf(bundle({}, chain(0), '0.2'))).toBe('BUNDLE_MATERIAL')
    expect(codeOf(bundle({}, chain(1), '0.3'))).toBe('BUNDLE_MATERIAL')
    expect(codeOf(withProof({ hashes: Array.from({ length: 64 }, () => bytes) }))).toBeNull()
    expect(codeOf(withProof({ hashes: Array.from({ length: 65 }, () => bytes) }))).toBe('BUNDLE_MALFORMED')
    const note = (length: number) => withProof({ checkpoint: { envelope: 'x'.repeat(length) } })
    expect(codeOf(note(64 * 1024))).toBeNull()
    expect(codeOf(note(64 * 1024 + 1))).toBe('BUNDLE_MALFORMED')
  })

  it('holds each version to its own demands', () => {
    const bare = { inclusionPromise: undefined }
    const unproven = { inclusionProof: undefined }
    const unsigned = { inclusionProof: { ...proof, checkpoint: undefined } }
    const missing = 'BUNDLE_LOG_ENTRY_MISSING'
    expect(codeOf(withEntry(unproven, '0.1'))).toBeNull()
    expect(codeOf(withEntry(bare, '0.1'))).toBe(missing)
    expect(codeOf(bundle({}, { tlogEntries: [] }, '0.1'))).toBe(missing)
    expect(codeOf(bundle({}, { tlogEntries: [] }, '0.2'))).toBe(missing)
    expect(codeOf(bundle({}, { tlogEntries: [] }, '0.3'))).toBeNull()
    for (const version of ['0.2', '0.3'] as const) {
      expect(codeOf(withEntry(bare, version))).toBeNull()
      expect(codeOf(withEntry(unproven, version))).toBe(missing)
      expect(codeOf(withEntry(unsigned, version))).toBe(missing)
    }
    const [first, second] = entries(2)
    const mixed = { tlogEntries: [first, { ...second, ...bare }] }
    expect(codeOf(bundle({}, mixed, '0.1'))).toBe(missing)
    const halfProven = { tlogEntries: [first, { ...second, ...unproven }] }
    expect(codeOf(bundle({}, halfProven, '0.2'))).toBe(missing)
  })

  it('reads a chain as it comes, the signer’s certificate first', () => {
    const certificates = ['AAAA', 'AQEB'].map((rawBytes) => ({ rawBytes }))
    const { signer } = parse(
      bundle({}, { certificate: undefined, x509CertificateChain: { certificates } }, '0.2'),
    ).material
    if (signer.kind !== 'certificates') throw new TypeError('It has some.')
    expect(signer.certificates.map((der) => der[0])).toEqual([0, 1])
  })

  it.each<[string, unknown, string]>([
    ['no signer', bundle({}, { certificate: undefined }), 'BUNDLE_MATERIAL'],
    ['two signers', bundle({}, { publicKey: {} }), 'BUNDLE_MATERIAL'],
    ['a certificate that is null', bundle({}, { certificate: null }), 'BUNDLE_MATERIAL'],
    ['a certificate that is empty', bundle({}, { certificate: { rawBytes: '' } }), 'BUNDLE_MALFORMED'],
    ['a certificate that is no base64', bundle({}, { certificate: { rawBytes: '%' } }), 'BUNDLE_MALFORMED'],
    [
      'a chain that is null',
      bundle({}, { certificate: undefined, x509CertificateChain: null }, '0.2'),
      'BUNDLE_MATERIAL',
    ],
    ['entries that are no list', bundle({}, { tlogEntries: {} }), 'BUNDLE_MATERIAL'],
    ['an entry that is null', bundle({}, { tlogEntries: [null] }), 'BUNDLE_MALFORMED'],
    [
      'stamps that are no list',
      bundle({}, { timestampVerificationData: { rfc3161Timestamps: {} } }),
      'BUNDLE_MATERIAL',
    ],
    [
      'a stamp that is null',
      bundle({}, { timestampVerificationData: { rfc3161Timestamps: [null] } }),
      'BUNDLE_MATERIAL',
    ],
    ['stamps that are text', bundle({}, { timestampVerificationData: 'now' }), 'BUNDLE_MATERIAL'],
    ['no material', { ...bundle(), verificationMaterial: undefined }, 'BUNDLE_MATERIAL'],
    ['a kind that is no text', withEntry({ kindVersion: { kind: 1, version: '1' } }), 'BUNDLE_MALFORMED'],
    ['a version that is no text', withEntry({ kindVersion: { kind: '1', version: 1 } }), 'BUNDLE_MALFORMED'],
    ['no kind', withEntry({ kindVersion: undefined }), 'BUNDLE_MALFORMED'],
    ['no log', withEntry({ logId: undefined }), 'BUNDLE_MALFORMED'],
    ['no body', withEntry({ canonicalizedBody: undefined }), 'BUNDLE_MALFORMED'],
    ['a promise that is text', withEntry({ inclusionPromise: 'x' }), 'BUNDLE_MALFORMED'],
    ['a promise that is empty', withEntry({ inclusionPromise: {} }), 'BUNDLE_MALFORMED'],
    ['hashes that are no list', withProof({ hashes: 'x' }), 'BUNDLE_MALFORMED'],
    ['a root that is missing', withProof({ rootHash: undefined }), 'BUNDLE_MALFORMED'],
    ['a checkpoint that is null', withProof({ checkpoint: null }), 'BUNDLE_MALFORMED'],
    ['a checkpoint that is empty', withProof({ checkpoint: { envelope: '' } }), 'BUNDLE_MALFORMED'],
    ['a checkpoint of a number', withProof({ checkpoint: { envelope: 7 } }), 'BUNDLE_MALFORMED'],
    ['no content', { ...bundle(), dsseEnvelope: undefined }, 'BUNDLE_MALFORMED'],
    ['two contents', { ...bundle(), messageSignature: message }, 'BUNDLE_MALFORMED'],
    ['a message that is null', { ...bundle(), dsseEnvelope: undefined, messageSignature: null }, 'BUNDLE_MALFORMED'],
    ['no signature', { ...bundle(), dsseEnvelope: { ...envelope, signatures: [] } }, 'SIGNATURE_MISSING'],
    [
      'two signatures',
      { ...bundle(), dsseEnvelope: { ...envelope, signatures: [{ sig: bytes }, { sig: bytes }] } },
      'SIGNATURE_COUNT',
    ],
    ['no media type', { ...bundle(), mediaType: undefined }, 'BUNDLE_MALFORMED'],
    ['a media type of a number', { ...bundle(), mediaType: 7 }, 'BUNDLE_MALFORMED'],
    ['text', '"bundle"', 'BUNDLE_MALFORMED'],
    ['null', 'null', 'BUNDLE_MALFORMED'],
    ['nothing', '', 'BUNDLE_MALFORMED'],
    ['an unknown member', { ...bundle(), verified: true }, 'BUNDLE_MALFORMED'],
    ['an unknown member of the material', bundle({}, { verified: true }), 'BUNDLE_MALFORMED'],
    ['an unknown member of an entry', withEntry({ verified: true }), 'BUNDLE_MALFORMED'],
    ['an unknown member of a proof', withProof({ verified: true }), 'BUNDLE_MALFORMED'],
    ['an unknown member of a log’s id', withEntry({ logId: { keyId: bytes, x: 1 } }), 'BUNDLE_MALFORMED'],
    ['an unknown member of a checkpoint', withProof({ checkpoint: { ...checkpoint, x: 1 } }), 'BUNDLE_MALFORMED'],
    [
      'an unknown member of a promise',
      withEntry({ inclusionPromise: { signedEntryTimestamp: bytes, x: 1 } }),
      'BUNDLE_MALFORMED',
    ],
  ])('B refuses a bundle with %s', (_, value, code) => {
    expect(codeOf(value)).toBe(code)
  })

  it.each([
    ['a digest that is text', { messageDigest: 'x' }],
    ['a digest that is null', { messageDigest: null }],
    ['an algorithm that is none', { messageDigest: { algorithm: 1, digest: bytes } }],
    ['an unknown member', { messageDigest: { algorithm: 'SHA2_256', digest: bytes, x: 1 } }],
    ['no digest', { messageDigest: { algorithm: 'SHA2_256' } }],
    ['no signature', { signature: undefined }],
    ['an unknown member beside it', { x: 1 }],
  ])('B refuses a message signature with %s', (_, changes) => {
    const value = { ...bundle(), dsseEnvelope: undefined, messageSignature: { ...message, ...changes } }
    expect(codeOf(value)).toBe('BUNDLE_MALFORMED')
  })

  it('B-01 knows a version by the whole of its media type', () => {
    expect(Object.values(types).map(parseBundleVersion)).toEqual(['0.1', '0.2', '0.3'])
    expect(parseBundleVersion('application/vnd.dev.sigstore.bundle+json;version=0.3')).toBe('0.3')
    for (const other of ['constructor', `${types['0.3']} `, types['0.3'].toUpperCase(), 'application/json', '']) {
      expect(codeOf({ ...bundle(), mediaType: other })).toBe('BUNDLE_VERSION')
    }
  })
})
