import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import {
  bundleType,
  contextFor,
  createSigner,
  imageBytes,
  toBundle,
  toBundleItem,
  toEnvelope,
  toSignatureStatement,
} from '#lib/testing/signed-evidence.ts'
import { startThreadTime } from '#lib/testing/thread-time.ts'
import { examineBundle } from './examine-bundle.ts'

const signer = createSigner()
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

describe('the shape of a Sigstore bundle', () => {
  it('B-03 with two contents, or none, is invalid', () => {
    expect(stateOf({ ...good, ...message() })).toBe('invalid')
    expect(stateOf({ ...good, messageSignature: {} })).toBe('invalid')
    expect(stateOf({ ...good, messageSignature: null })).toBe('invalid')
    expect(stateOf({ ...good, dsseEnvelope: undefined })).toBe('invalid')
  })

  it.each([
    ['B-04 a key and a certificate', { publicKey, certificate: { rawBytes: 'AAAA' } }],
    ['B-04 a key and a chain', { publicKey, x509CertificateChain: { certificates: [{ rawBytes: 'AAAA' }] } }],
    ['B-10 no signer', {}],
    ['B-15 a chain in version 0.3', { x509CertificateChain: { certificates: [{ rawBytes: 'AAAA' }] } }],
    ['a key that is null', { publicKey: null }],
    ['B-12 K-12 a hint that is no text', { publicKey: { hint: { __proto__: null } } }],
    ['L-06 33 log entries', { publicKey, tlogEntries: Array.from({ length: 33 }, () => logEntry) }],
    ['log entries that are no list', { publicKey, tlogEntries: {} }],
    [
      'L-06 33 time stamps',
      {
        publicKey,
        timestampVerificationData: {
          rfc3161Timestamps: Array.from({ length: 33 }, () => ({ signedTimestamp: 'AAAA' })),
        },
      },
    ],
    ['an empty certificate', { certificate: { rawBytes: '' } }],
    ['a certificate that is null', { certificate: null }],
    ['time stamps that are text', { publicKey, timestampVerificationData: 'AAAA' }],
    ['a time stamp that is null', { publicKey, timestampVerificationData: { rfc3161Timestamps: [null] } }],
    ['a log entry that is null', { publicKey, tlogEntries: [null] }],
    ['a log entry of no kind', { publicKey, tlogEntries: [{ ...logEntry, kindVersion: { kind: 1, version: '1' } }] }],
    ['a log entry whose log is null', { publicKey, tlogEntries: [{ ...logEntry, logId: null }] }],
    [
      'a path that is no list',
      { publicKey, tlogEntries: [{ ...logEntry, inclusionProof: { ...logEntry.inclusionProof, hashes: {} } }] },
    ],
    [
      'L-06 a path of 65 hashes',
      {
        publicKey,
        tlogEntries: [{ ...logEntry, inclusionProof: { ...logEntry.inclusionProof, hashes: Array(65).fill('AAAA') } }],
      },
    ],
    [
      'a checkpoint that is empty',
      { publicKey, tlogEntries: [{ ...logEntry, inclusionProof: { ...logEntry.inclusionProof, checkpoint: {} } }] },
    ],
  ])('%s is invalid', (_, changes) => {
    expect(stateOf(material(changes))).toBe('invalid')
  })

  it.each([
    ['null', null],
    ['empty', { certificates: [] }],
    ['without list', {}],
    ['of something else', { certificates: ['AAAA'] }],
    ['of null', { certificates: [null] }],
    ['with an unknown member', { certificates: [{ rawBytes: 'AAAA', extra: 1 }] }],
    ['of eleven', { certificates: Array.from({ length: 11 }, () => ({ rawBytes: 'AAAA' })) }],
  ])('B-15 a chain that is %s is invalid in version 0.1 as well', (_, x509CertificateChain) => {
    const mediaType = 'application/vnd.dev.sigstore.bundle+json;version=0.1'
    const bundle = { ...material({ x509CertificateChain, tlogEntries: [logEntry] }), mediaType }
    expect(stateOf(bundle, mediaType)).toBe('invalid')
    const whole = { certificates: [{ rawBytes: 'AAAA' }] }
    const sound = { ...material({ x509CertificateChain: whole, tlogEntries: [logEntry] }), mediaType }
    expect(codeOf(sound, 'format', mediaType)).toBeNull()
  })

  it('without verification material is invalid', () => {
    expect(codeOf({ ...good, verificationMaterial: undefined }, 'format')).toBe('BUNDLE_MATERIAL')
    expect(codeOf({ ...good, verificationMaterial: null }, 'format')).toBe('BUNDLE_MATERIAL')
  })

  it.each([
    ['the bundle', { ...good, extra: 1 }],
    ['the material', material({ publicKey, extra: 1 })],
    ['the key', material({ publicKey: { hint, extra: 1 } })],
    ['a certificate', material({ certificate: { rawBytes: 'AAAA', extra: 1 } })],
    ['the message', message({ extra: 1 })],
    ['the message digest', message({ messageDigest: { algorithm: 'SHA2_256', digest: sha256, extra: 1 } })],
    ['the envelope', toBundle({ dsseEnvelope: { ...dsseEnvelope, extra: 1 } })],
    ['the time stamps', material({ publicKey, timestampVerificationData: { extra: 1 } })],
    [
      'a time stamp',
      material({ publicKey, timestampVerificationData: { rfc3161Timestamps: [{ signedTimestamp: 'AAAA', x: 1 }] } }),
    ],
    ['a log entry', withEntry({ extra: 1 })],
    ['its kind', withEntry({ kindVersion: { kind: 'dsse', version: '0.0.1', extra: 1 } })],
    ['its log', withEntry({ logId: { keyId: 'AAAA', extra: 1 } })],
    ['its promise', withEntry({ inclusionPromise: { signedEntryTimestamp: 'AAAA', extra: 1 } })],
    ['its proof', withEntry({ inclusionProof: { ...logEntry.inclusionProof, extra: 1 } })],
    ['B-18 __proto__', JSON.stringify(good).replace('{', '{"__proto__":{},')],
    ['B-18 constructor', { ...good, constructor: 1 }],
  ])('B-05 an unknown member in %s is refused', (_, bundle) => {
    expect(stateOf(bundle)).toBe('invalid')
    expect(codeOf(bundle, 'format')).toMatch(/MALFORMED/)
  })

  it('B-06 a member twice is refused', () => {
    const text = JSON.stringify(good)
    for (const member of ['mediaType', 'payload', 'hint', 'sig']) {
      expect(stateOf(text.replace(`"${member}":`, `"${member}":"","${member}":`))).toBe('invalid')
    }
  })

  it.each(['', 'null', '[]', '"x"', '7', '{', '{}', JSON.stringify(good).slice(0, -3), `${JSON.stringify(good)} {}`])(
    'B-07 %j is refused and listed as a signature that cannot be read',
    (text) => {
      const one = examine(text)
      expect(one.kind).toBe('signature')
      expect(one.evidence.state).toBe('invalid')
    },
  )

  it.each(['QUJD RA==', 'QUJDRA', '-_-_', 'QUJD*A==', 'QUJDRB=='])('B-08 the base64 %j is refused', (text) => {
    expect(stateOf(message({ signature: text }))).toBe('invalid')
    expect(stateOf(withEntry({ canonicalizedBody: text }))).toBe('invalid')
    expect(stateOf(material({ certificate: { rawBytes: text } }))).toBe('invalid')
  })

  it.each([-1, 1.5, 2 ** 53, '-1', '0x10', '1e3', '01', ' 1', '9223372036854775808', '99999999999999999999', null, []])(
    'B-09 the whole number %j is refused',
    (value) => {
      expect(stateOf(withEntry({ logIndex: value }))).toBe('invalid')
      expect(stateOf(withEntry({ integratedTime: value }))).toBe('invalid')
      expect(stateOf(withEntry({ inclusionProof: { ...logEntry.inclusionProof, treeSize: value } }))).toBe('invalid')
    },
  )

  it('B-09 an enumeration written as a number is refused', () => {
    expect(stateOf(message({ messageDigest: { algorithm: 1, digest: sha256 } }))).toBe('invalid')
  })

  it('B-19 of hostile size is refused at once', () => {
    const timeTaken = startThreadTime()
    const deep = `{"mediaType":${'['.repeat(100_000)}`
    const wide = `{"mediaType":[${'0,'.repeat(1_000_000)}0]}`
    const long = `{"mediaType":"${'x'.repeat(50_000_000)}"}`
    for (const text of [deep, wide, long]) expect(stateOf(text)).toBe('invalid')
    expect(timeTaken()).toBeLessThan(3_000)
  })

  it('B-20 with a member removed, null or of another kind is never verified, and throws nothing', () => {
    const paths = listPaths(withEntry({}))
    expect(paths.length).toBeGreaterThan(20)
    // The hint, key ids and log entries are outside what is signed, and no rule here asks for an entry.
    const unsigned = /^verificationMaterial\.(?:publicKey|tlogEntries)|keyid$/
    for (const path of paths) {
      for (const value of [undefined, null, 7, 'x', [], {}, true]) {
        const { state } = examine(replaceAt(withEntry({}), path, value)).evidence
        if (!unsigned.test(path.join('.'))) expect(`${path.join('.')} ${state}`).not.toMatch(/ verified$/)
      }
    }
  })

  it('B-23 in snake case is refused', () => {
    const bundle = {
      media_type: bundleType,
      verification_material: good.verificationMaterial,
      dsse_envelope: dsseEnvelope,
    }
    expect(stateOf(bundle)).toBe('invalid')
  })
})

type Path = readonly (string | number)[]

function listPaths(value: unknown, path: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [path]
  const inner = Object.entries(value).flatMap(([name, member]) => listPaths(member, [...path, name]))
  return path.length === 0 ? inner : [path, ...inner]
}

function replaceAt(value: unknown, [first, ...rest]: Path, by: unknown): unknown {
  if (first === undefined) return by
  if (Array.isArray(value)) return value.map((one, at) => (String(at) === first ? replaceAt(one, rest, by) : one))
  const object = value as Record<string, unknown>
  return { ...object, [first]: replaceAt(object[first], rest, by) }
}
