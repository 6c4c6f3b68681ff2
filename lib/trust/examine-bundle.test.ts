import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import {
  bundleType,
  contextFor,
  createSigner,
  image,
  imageBytes,
  otherImage,
  spdxType,
  toBundle,
  toBundleItem,
  toEnvelope,
  toSignatureStatement,
  toStatement,
} from '#lib/testing/signed-evidence.ts'
import { examineBundle } from './examine-bundle.ts'

const signer = createSigner()
const stranger = createSigner('stranger.pub')
const context = contextFor([signer.key])

const dsseEnvelope = toEnvelope([signer], toSignatureStatement())
const hint = Buffer.from(signer.key.fingerprint, 'hex').toString('base64')
const good = toBundle({ dsseEnvelope }, { verificationMaterial: { publicKey: { hint } } })
const examine = (bundle: unknown, mediaType?: string, about = context) =>
  examineBundle(toBundleItem(bundle, {}, mediaType), about)
const stateOf = (bundle: unknown, mediaType?: string) => examine(bundle, mediaType).evidence.state
const codeOf = (bundle: unknown, id: string, mediaType?: string) => {
  const check = examine(bundle, mediaType).evidence.checks.find((one) => one.id === id && one.status !== 'passed')
  return check === undefined || check.status === 'passed' ? null : check.code
}
const material = (changes: Record<string, unknown>) => ({ ...good, verificationMaterial: changes })
const publicKey = { hint }

const sha256 = createHash('sha256').update(imageBytes).digest('base64')
const message = (changes: Record<string, unknown> = {}, over: Uint8Array = imageBytes, by = signer) =>
  toBundle({
    messageSignature: {
      messageDigest: { algorithm: 'SHA2_256', digest: sha256 },
      signature: Buffer.from(by.sign(over)).toString('base64'),
      ...changes,
    },
  })

const logEntry = {
  logIndex: '7',
  logId: { keyId: 'AAAA' },
  kindVersion: { kind: 'dsse', version: '0.0.1' },
  integratedTime: '1700000000',
  inclusionPromise: { signedEntryTimestamp: 'AAAA' },
  inclusionProof: {
    logIndex: '7',
    rootHash: 'AAAA',
    treeSize: '8',
    hashes: ['AAAA'],
    checkpoint: { envelope: 'log\n8\nAAAA\n' },
  },
  canonicalizedBody: 'AAAA',
}
const withEntry = (changes: Record<string, unknown>) =>
  material({ publicKey, tlogEntries: [{ ...logEntry, ...changes }] })

describe('a Sigstore bundle with a public key', () => {
  it('is an image signature when its statement is exactly cosign’s', () => {
    const one = examine(good)
    expect(one.kind).toBe('signature')
    expect(one.evidence.state).toBe('verified')
    expect(one.evidence.checks.map(({ id, status }) => `${id} ${status}`)).toEqual([
      'content passed',
      'format passed',
      'referrer passed',
      'payload-type passed',
      'subject passed',
      'signature passed',
      'transparency-log skipped',
      'rule passed',
    ])
    const [format] = one.evidence.checks.filter(({ id }) => id === 'format')
    expect(format?.detail).toEqual({ mediaType: bundleType, content: 'envelope' })
  })

  it('A-17 may have an empty predicate or none', () => {
    const without = toEnvelope([signer], toSignatureStatement({ predicate: undefined }))
    expect(stateOf(toBundle({ dsseEnvelope: without }))).toBe('verified')
  })

  it.each([
    spdxType,
    'https://sigstore.dev/cosign/sign/v1/',
    'http://sigstore.dev/cosign/sign/v1',
    'https://sigstore.dev/cosign/sign/v2',
    'https://Sigstore.dev/cosign/sign/v1',
  ])('P-04 A-15 with the predicate type %s is an attestation, no signature', (predicateType) => {
    const one = examine(toBundle({ dsseEnvelope: toEnvelope([signer], toSignatureStatement({ predicateType })) }))
    expect(one.kind).toBe('attestation')
    expect(one.evidence.state).toBe('verified')
  })

  it('A-09 with a statement that cannot be read is listed as a signature, and is none', () => {
    const one = examine(toBundle({ dsseEnvelope: toEnvelope([signer], 'hello') }))
    expect(one.kind).toBe('signature')
    expect(one.evidence.state).toBe('invalid')
    expect(one.evidence.annotations).toEqual({})
  })

  it('A-01 about another image, or copied to it, is invalid', () => {
    const copied = toEnvelope([signer], { ...toStatement({}, otherImage), ...{ predicateType: spdxType } })
    expect(stateOf(toBundle({ dsseEnvelope: copied }))).toBe('invalid')
    const item = { ...toBundleItem(good), claimedSubject: otherImage }
    expect(examineBundle(item, context).evidence.state).toBe('invalid')
  })

  it.each([
    'application/vnd.dev.sigstore.bundle.v9+json',
    'application/vnd.dev.sigstore.bundle+json;version=0.9',
    'application/vnd.dev.sigstore.bundle.v0.3+jsonX',
    'application/vnd.dev.sigstore.bundle.v0.3.1+json',
    'application/vnd.dev.sigstore.bundle.v0.3+json ',
    'Application/vnd.dev.sigstore.bundle.v0.3+json',
    'application/vnd.dev.sigstore.bundle+json; version=0.3',
    'toString',
    '',
  ])('B-01 of the version %j is refused and shown', (mediaType) => {
    expect(stateOf({ ...good, mediaType }, mediaType)).toBe('invalid')
    expect(stateOf({ ...good, mediaType })).toBe('invalid')
    expect(codeOf({ ...good, mediaType }, 'format', mediaType)).toBe('BUNDLE_VERSION')
    expect(codeOf({ ...good, mediaType }, 'signature', mediaType)).toBe('CHECK_SKIPPED')
  })

  it('B-02 that says another version than its layer is invalid', () => {
    expect(stateOf({ ...good, mediaType: 'application/vnd.dev.sigstore.bundle+json;version=0.1' })).toBe('invalid')
    expect(stateOf(good, 'application/vnd.dev.sigstore.bundle+json;version=0.2')).toBe('invalid')
    expect(codeOf(good, 'format', 'application/vnd.dev.sigstore.bundle+json;version=0.2')).toBe('BUNDLE_VERSION')
  })

  it('accepts the older name of 0.3', () => {
    const mediaType = 'application/vnd.dev.sigstore.bundle+json;version=0.3'
    expect(stateOf({ ...good, mediaType }, mediaType)).toBe('verified')
  })

  it.each(['0.1', '0.2'])('B-24 of version %s without the log entry that it needs is invalid', (version) => {
    const mediaType = `application/vnd.dev.sigstore.bundle+json;version=${version}`
    expect(codeOf({ ...good, mediaType }, 'format', mediaType)).toBe('BUNDLE_LOG_ENTRY_MISSING')
    const lacking = version === '0.1' ? { inclusionPromise: undefined } : { inclusionProof: undefined }
    const bundle = { ...withEntry(lacking), mediaType }
    expect(codeOf(bundle, 'format', mediaType)).toBe('BUNDLE_LOG_ENTRY_MISSING')
    expect(stateOf({ ...withEntry({}), mediaType }, mediaType)).toBe('verified')
  })

  it('B-24 of version 0.3 needs no entry, and a proof with its checkpoint for each that it has', () => {
    expect(stateOf(withEntry({}))).toBe('verified')
    expect(codeOf(withEntry({ inclusionProof: undefined }), 'format')).toBe('BUNDLE_LOG_ENTRY_MISSING')
    expect(codeOf(withEntry({ inclusionProof: null }), 'format')).toBe('BUNDLE_LOG_ENTRY_MISSING')
    expect(stateOf(withEntry({ inclusionPromise: null }))).toBe('verified')
    const { checkpoint, ...proof } = logEntry.inclusionProof
    expect(checkpoint).toBeDefined()
    expect(codeOf(withEntry({ inclusionProof: proof }), 'format')).toBe('BUNDLE_LOG_ENTRY_MISSING')
  })

  it('H-03 with an entry of an unknown log says that it proves nothing', () => {
    const { state, checks } = examine(material({ publicKey, tlogEntries: [logEntry] })).evidence
    expect(state).toBe('verified')
    expect(checks.find(({ id }) => id === 'transparency-log')).toMatchObject({ status: 'skipped', code: 'LOG_UNKNOWN' })
  })

  it('T with a time stamp that is none is invalid, whoever is known', () => {
    const stamps = { rfc3161Timestamps: [{ signedTimestamp: 'AAAA' }] }
    const bundle = material({ publicKey, timestampVerificationData: stamps })
    expect(stateOf(bundle)).toBe('invalid')
    expect(codeOf(bundle, 'timestamp')).toBe('TIMESTAMP_INVALID')
  })

  it('B-10 C with a certificate that is none is invalid, whatever keys are known', () => {
    const foreign = toBundle(
      { dsseEnvelope: toEnvelope([stranger], toSignatureStatement()) },
      { verificationMaterial: { certificate: { rawBytes: 'AAAA' } } },
    )
    expect(stateOf(foreign)).toBe('invalid')
    expect(codeOf(foreign, 'certificate')).toBe('CERTIFICATE_MALFORMED')
    const own = material({ certificate: { rawBytes: 'AAAA' } })
    expect(stateOf(own)).toBe('invalid')
    expect(codeOf(own, 'certificate')).toBe('CERTIFICATE_MALFORMED')
  })

  it('B-11 over the bytes of the manifest is an image signature', () => {
    const one = examine(message())
    expect(one.kind).toBe('signature')
    expect(one.evidence.state).toBe('verified')
    const subjectOf = (bundle: unknown) => examine(bundle).evidence.checks.filter(({ id }) => id === 'subject')
    const passed = { id: 'subject', status: 'passed', detail: { asked: image, signed: image } }
    expect(subjectOf(message())).toEqual([passed])
    expect(stateOf(message({ messageDigest: undefined }))).toBe('verified')
    expect(subjectOf(message({ messageDigest: undefined }))).toEqual([passed])
    for (const foreign of [message({}, Buffer.from('other bytes')), message({}, imageBytes, stranger)]) {
      expect(stateOf(foreign)).toBe('untrusted')
      expect(subjectOf(foreign)).toMatchObject([{ status: 'skipped' }])
    }
    const [format] = one.evidence.checks.filter(({ id }) => id === 'format')
    expect(format?.detail).toEqual({ mediaType: bundleType, content: 'message' })
  })

  it('B-11 whose manifest is not at hand is undetermined, never verified', () => {
    const unread = contextFor([signer.key], { subjectBytes: null })
    const { state, checks } = examine(message(), undefined, unread).evidence
    expect(state).toBe('undetermined')
    expect(checks.find(({ id }) => id === 'signature')).toMatchObject({ code: 'EVIDENCE_UNREADABLE' })
  })

  it('B-12 K-10 whose message digest lies, or is of a hash that nobody knows, is invalid', () => {
    const zero = Buffer.alloc(32).toString('base64')
    const digestOf = (hash: string) => createHash(hash).update(imageBytes).digest('base64')
    const stated = (algorithm: string, digest: string) => stateOf(message({ messageDigest: { algorithm, digest } }))
    const subjectOf = (algorithm: string, digest: string) =>
      examine(message({ messageDigest: { algorithm, digest } })).evidence.checks.filter(({ id }) => id === 'subject')
    for (const [algorithm, digest] of [
      ['SHA2_256', zero],
      ['SHA2_512', zero],
      ['SHA2_512', sha256],
    ] as const) {
      expect(stated(algorithm, digest)).toBe('invalid')
      expect(subjectOf(algorithm, digest)).toMatchObject([{ status: 'failed', code: 'SUBJECT_MISMATCH' }])
    }
    for (const [algorithm, digest] of [
      ['HASH_ALGORITHM_UNSPECIFIED', sha256],
      ['MD5', digestOf('md5')],
      ['constructor', sha256],
    ] as const) {
      expect(stated(algorithm, digest)).toBe('invalid')
      expect(subjectOf(algorithm, digest)).toMatchObject([{ status: 'failed', code: 'BUNDLE_MALFORMED' }])
    }
    expect(stated('SHA2_384', digestOf('sha384'))).toBe('verified')
    expect(stated('SHA2_512', digestOf('sha512'))).toBe('verified')
  })

  it('B-12 whose message digest is no object is invalid', () => {
    for (const messageDigest of [null, 'x', []]) expect(stateOf(message({ messageDigest }))).toBe('invalid')
  })

  it('B-13 with no, an empty or two signatures is invalid', () => {
    const [signature] = dsseEnvelope.signatures
    const signed = (signatures: unknown[]) => toBundle({ dsseEnvelope: { ...dsseEnvelope, signatures } })
    expect(codeOf(signed([]), 'format')).toBe('SIGNATURE_MISSING')
    expect(codeOf(signed([{ sig: '' }]), 'format')).toBe('SIGNATURE_MISSING')
    expect(codeOf(signed([signature, signature]), 'format')).toBe('SIGNATURE_COUNT')
  })

  it('B-14 put together from parts of others is not verified', () => {
    const other = toEnvelope([signer], toStatement({}, otherImage))
    expect(stateOf(toBundle({ dsseEnvelope: { ...dsseEnvelope, signatures: other.signatures } }))).toBe('untrusted')
  })

  it('B-16 in a manifest of the wrong shape is invalid', () => {
    const shapeProblem = 'A bundle’s manifest has exactly one layer; this one has 2.'
    const { evidence } = examineBundle(toBundleItem(good, { shapeProblem }), context)
    expect(evidence.state).toBe('invalid')
    expect(evidence.checks).toContainEqual(
      expect.objectContaining({ code: 'EVIDENCE_MEDIA_TYPE', reason: shapeProblem }),
    )
  })

  it('M-02 whose bytes could not be had is undetermined, and listed as a signature', () => {
    const problem = { code: 'REGISTRY_TIMEOUT', message: 'no' } as const
    const item = toBundleItem(good, { bytes: null, problem })
    const one = examineBundle(item, context)
    expect(one).toMatchObject({ kind: 'signature', identity: item.layer.digest })
    expect(one.evidence).toMatchObject({ state: 'undetermined', signer: null })
    expect(one.evidence.checks.map(({ id }) => id)).toEqual(['content', 'referrer', 'signature'])
  })

  it('B-17 that is compressed is not inflated', async () => {
    const { gzipSync } = await import('node:zlib')
    const item = toBundleItem(good)
    const bytes = gzipSync(item.bytes ?? '')
    expect(examineBundle({ ...item, bytes }, context).evidence.state).toBe('invalid')
  })

  it('K-12 goes by the signature, whatever the hint says', () => {
    for (const text of ['__proto__', 'constructor', stranger.key.fingerprint, 'x'.repeat(100_000)]) {
      expect(stateOf(material({ publicKey: { hint: text } }))).toBe('verified')
    }
    const foreign = toBundle({ dsseEnvelope: toEnvelope([stranger], toSignatureStatement()) })
    const claimed = { ...foreign, verificationMaterial: { publicKey: { hint } } }
    expect(stateOf(claimed)).toBe('untrusted')
  })

  it('A-14 says when the manifest’s label is another', () => {
    const label = { 'dev.sigstore.bundle.predicateType': spdxType }
    const one = examineBundle(toBundleItem(good, { manifestAnnotations: label }), context)
    expect(one.kind).toBe('signature')
    expect(one.evidence.checks.find(({ id }) => id === 'predicate-type')).toMatchObject({ status: 'inconclusive' })
  })

  it('shows the signed annotations of its subject', () => {
    const subject = [{ digest: { sha256: image.slice(7) }, annotations: { env: 'prod' } }]
    const bundle = toBundle({ dsseEnvelope: toEnvelope([signer], toSignatureStatement({ subject })) })
    expect(examine(bundle).evidence.annotations).toEqual({ env: 'prod' })
  })
})
