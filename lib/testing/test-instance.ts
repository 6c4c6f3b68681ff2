import { generateKeyPairSync, hash, type KeyObject, sign } from 'node:crypto'
import { toPreAuthEncoding } from '#lib/attestation/envelope.ts'
import { parseCertificate } from '#lib/sigstore/certificates/certificate.ts'
import { bundleType, toSignatureStatement } from './signed-evidence.ts'
import {
  encodeDer,
  extensions,
  makeAuthority,
  makeSigner,
  makeStamper,
  makeTimestampToken,
  purposeIds,
  sequence,
  type TestCertificate,
  type TestExtension,
  toPem,
  toTimestampResponse,
} from './test-authority.ts'
import { prove } from './test-log-proof.ts'

/** A Sigstore instance in memory, each of whose answers a test can bend. Times lie within ten minutes before noon. */

export const identity = {
  issuer: 'https://token.example.com',
  subject: 'https://git.example.com/workshop/demo/.github/workflows/release.yml@refs/tags/v1',
} as const
export const leafFrom = '2026-06-01T11:50:00Z'
export const leafUntil = '2026-06-01T12:00:00Z'
export const signedAt = '2026-06-01T11:55:00Z'
const signedAtSeconds = Date.parse(signedAt) / 1000

export type KeyPair = { readonly publicKey: KeyObject; readonly privateKey: KeyObject }
const ecKeys = (): KeyPair => generateKeyPairSync('ec', { namedCurve: 'P-256' })
const spkiOf = ({ publicKey }: KeyPair): Buffer => publicKey.export({ type: 'spki', format: 'der' })
const sha256 = (...parts: readonly Uint8Array[]): Buffer => hash('sha256', Buffer.concat(parts), 'buffer')
const base64 = (bytes: Uint8Array | string): string => Buffer.from(bytes).toString('base64')

// Names and extensions of certificates (fulcio docs/oid-info.md)

export const names = (...all: readonly Buffer[]): TestExtension => ({
  id: '2.5.29.17',
  isCritical: true,
  value: sequence(...all),
})
export const uriName = (text: string | Uint8Array): Buffer => encodeDer(0x86, Buffer.from(text))
export const emailName = (text: string): Buffer => encodeDer(0x81, Buffer.from(text))
export const utf8 = (text: string): Buffer => encodeDer(0x0c, Buffer.from(text))
export const claim = (number: number, value: Uint8Array): TestExtension => ({
  id: `1.3.6.1.4.1.57264.1.${number}`,
  value,
})

export const leafExtensions: readonly TestExtension[] = [
  extensions.keyUsage(0x80),
  extensions.purposes([purposeIds.codeSigning]),
  names(uriName(identity.subject)),
  claim(8, utf8(identity.issuer)),
]

/** How a certificate differs from the usual one. */
export type LeafChanges = {
  readonly issuer?: TestCertificate
  readonly extensions?: readonly TestExtension[]
  readonly notBefore?: string
  readonly notAfter?: string
  readonly keys?: KeyPair
  /** The promises of certificate logs in it; none when it is empty. */
  readonly promises?: readonly PromiseChanges[]
}
export type PromiseChanges = {
  readonly by?: KeyPair
  readonly at?: string
  readonly extensions?: Uint8Array
  /** Over another certificate's bytes. */
  readonly other?: boolean
  readonly version?: number
  readonly algorithm?: number
}

export type EntryJson = Record<string, unknown>
/** How a log entry differs from the usual one. */
export type EntryChanges = {
  readonly signature?: Uint8Array
  readonly verifier?: Uint8Array
  readonly digest?: string
  readonly body?: unknown
  readonly leaves?: number
  readonly at?: number
}

export function createTestInstance() {
  const root = makeAuthority('root')
  const intermediate = makeAuthority(
    'intermediate',
    { extensions: [extensions.authority(0), extensions.keyUsage(0x06)] },
    root,
  )
  const timeRoot = makeAuthority('time root')
  const stamper = makeStamper(timeRoot)
  const certificateLog = ecKeys()
  const log1 = ecKeys()
  const log2 = generateKeyPairSync('ed25519')
  const origin2 = 'log2.example.com'
  const log2Id = sha256(Buffer.from(`${origin2}\n`), Uint8Array.of(1), spkiOf(log2).subarray(-32))

  /** `trusted_root.json`, to be changed at will. */
  function toRoot() {
    const since = { start: '2026-01-01T00:00:00Z' } as { start?: string; end?: string }
    const toLog = (baseUrl: string, keys: KeyPair, id: Uint8Array, keyDetails: string) => ({
      baseUrl,
      hashAlgorithm: 'SHA2_256',
      publicKey: { rawBytes: base64(spkiOf(keys)), keyDetails, validFor: { ...since } },
      logId: { keyId: base64(id) },
    })
    const toAuthority = (...certificates: readonly TestCertificate[]) => ({
      certChain: { certificates: certificates.map(({ der }) => ({ rawBytes: base64(der) })) },
      validFor: { ...since },
    })
    const ec = 'PKIX_ECDSA_P256_SHA_256'
    return {
      mediaType: 'application/vnd.dev.sigstore.trustedroot+json;version=0.1',
      tlogs: [
        toLog('https://log1.example.com', log1, sha256(spkiOf(log1)), ec),
        toLog(`https://${origin2}`, log2, log2Id, 'PKIX_ED25519'),
      ],
      ctlogs: [toLog('https://ct.example.com', certificateLog, sha256(spkiOf(certificateLog)), ec)],
      certificateAuthorities: [toAuthority(intermediate, root)],
      timestampAuthorities: [toAuthority(stamper, timeRoot)],
    }
  }

  let serial = 5000
  function issue(changes: LeafChanges = {}): TestCertificate {
    const { issuer = intermediate, notBefore = leafFrom, notAfter = leafUntil, promises = [{}] } = changes
    serial += 1
    const keys = changes.keys ?? ecKeys()
    const shape = { name: [], extensions: changes.extensions ?? leafExtensions, notBefore, notAfter, serial, keys }
    if (promises.length === 0) return makeSigner(issuer, shape)
    const { tbs } = parseCertificate(makeSigner(issuer, shape).der)
    const made = promises.map((one) => toPromise(one, tbs.encoded, parseCertificate(issuer.der).spki))
    const list = Buffer.concat(made.map((one) => withLength(one, 2)))
    const value = encodeDer(0x04, withLength(list, 2))
    return makeSigner(issuer, { ...shape, extensions: [...shape.extensions, { id: '1.3.6.1.4.1.11129.2.4.2', value }] })
  }

  /** SignedCertificateTimestamp (RFC 6962 §3.2). */
  function toPromise(changes: PromiseChanges, tbs: Uint8Array, issuerSpki: Uint8Array): Buffer {
    const { by = certificateLog, at = signedAt, extensions: own = Buffer.alloc(0), version = 0 } = changes
    const timestamp = Buffer.alloc(8)
    timestamp.writeBigUInt64BE(BigInt(Date.parse(at)))
    const certificate = changes.other === true ? Buffer.concat([tbs, Buffer.from([0])]) : tbs
    const data = [withLength(certificate, 3), withLength(own, 2)]
    const signed = Buffer.concat([Buffer.from([0, 0]), timestamp, Buffer.from([0, 1]), sha256(issuerSpki), ...data])
    const algorithm = Buffer.alloc(2)
    algorithm.writeUInt16BE(changes.algorithm ?? 0x0403)
    return Buffer.concat([
      Buffer.from([version]),
      sha256(spkiOf(by)),
      timestamp,
      withLength(own, 2),
      algorithm,
      withLength(sign('sha256', signed, by.privateKey), 2),
    ])
  }

  /** An entry of the second log version: a proof under a signed checkpoint, and no time. */
  function log(signed: SignedEnvelope, changes: EntryChanges = {}): EntryJson {
    const { signature = signed.signature, verifier = signed.certificate.der } = changes
    const usual = {
      apiVersion: '0.0.2',
      kind: 'hashedrekord',
      spec: {
        hashedRekordV002: {
          data: { algorithm: 'SHA2_256', digest: changes.digest ?? base64(sha256(signed.preAuthEncoding)) },
          signature: {
            content: base64(signature),
            verifier: { x509Certificate: { rawBytes: base64(verifier) }, keyDetails: 'PKIX_ECDSA_P256_SHA_256' },
          },
        },
      },
    }
    const canonical = Buffer.from(JSON.stringify('body' in changes ? changes.body : usual))
    const proof = prove(canonical, changes.leaves ?? 5, { origin: origin2, keys: log2, hint: log2Id.subarray(0, 4) })
    return {
      logIndex: proof.logIndex,
      logId: { keyId: base64(log2Id) },
      kindVersion: { kind: 'hashedrekord', version: '0.0.2' },
      inclusionProof: proof,
      canonicalizedBody: base64(canonical),
    }
  }

  /** An entry of the first log version: a promise with its time, and a proof. */
  function log1Entry(signed: SignedEnvelope, changes: EntryChanges = {}): EntryJson {
    const { signature = signed.signature, verifier = Buffer.from(toPem(signed.certificate.der)) } = changes
    const usual = {
      apiVersion: '0.0.1',
      kind: 'dsse',
      spec: {
        envelopeHash: { algorithm: 'sha256', value: '00'.repeat(32) },
        payloadHash: { algorithm: 'sha256', value: changes.digest ?? sha256(signed.payload).toString('hex') },
        signatures: [{ signature: base64(signature), verifier: base64(verifier) }],
      },
    }
    const canonical = Buffer.from(JSON.stringify('body' in changes ? changes.body : usual))
    const logId = sha256(spkiOf(log1))
    const integratedTime = changes.at ?? signedAtSeconds
    const logIndex = 1234
    const promised = { body: base64(canonical), integratedTime, logID: logId.toString('hex'), logIndex }
    const by = { origin: 'log1.example.com', keys: log1, hint: logId.subarray(0, 4) }
    return {
      logIndex: String(logIndex),
      logId: { keyId: base64(logId) },
      kindVersion: { kind: 'dsse', version: '0.0.1' },
      integratedTime: String(integratedTime),
      inclusionPromise: {
        signedEntryTimestamp: base64(sign('sha256', Buffer.from(JSON.stringify(promised)), log1.privateKey)),
      },
      inclusionProof: prove(canonical, changes.leaves ?? 5, by),
      canonicalizedBody: base64(canonical),
    }
  }

  const stamp = (data: Uint8Array, at: string = signedAt, by: TestCertificate = stamper): string =>
    base64(toTimestampResponse(makeTimestampToken(by, { data, at })))

  /** Signs a statement as the usual identity. */
  function signStatement(certificate: TestCertificate, statement = toSignatureStatement()): SignedEnvelope {
    const payload = Buffer.from(JSON.stringify(statement))
    const preAuthEncoding = Buffer.from(toPreAuthEncoding({ payloadType, payload, signatures: [] }))
    const { asymmetricKeyType } = certificate.privateKey
    const signature = sign(asymmetricKeyType === 'ed25519' ? null : 'sha256', preAuthEncoding, certificate.privateKey)
    return { certificate, payload, preAuthEncoding, signature }
  }

  return {
    root,
    intermediate,
    timeRoot,
    stamper,
    log1,
    log2,
    certificateLog,
    toRoot,
    issue,
    log,
    log1Entry,
    stamp,
    signStatement,
    toBundle: toBundleJson,
    /** What cosign makes: a certificate, an entry of the second log version and a time stamp. */
    sign: (leaf: LeafChanges = {}) => {
      const signed = signStatement(issue(leaf))
      return toBundleJson(signed, [log(signed)], [stamp(signed.signature)])
    },
  }
}
export type TestInstance = ReturnType<typeof createTestInstance>

/** An envelope, by whom, and the bytes that were signed. */
export type SignedEnvelope = {
  readonly certificate: TestCertificate
  readonly payload: Buffer
  readonly preAuthEncoding: Buffer
  readonly signature: Buffer
}

const payloadType = 'application/vnd.in-toto+json'

function toBundleJson(signed: SignedEnvelope, entries: readonly EntryJson[], timestamps: readonly string[]) {
  return {
    mediaType: bundleType,
    verificationMaterial: {
      certificate: { rawBytes: base64(signed.certificate.der) },
      tlogEntries: [...entries],
      timestampVerificationData: { rfc3161Timestamps: timestamps.map((signedTimestamp) => ({ signedTimestamp })) },
    },
    dsseEnvelope: {
      payload: base64(signed.payload),
      payloadType,
      signatures: [{ sig: base64(signed.signature) }],
    },
  }
}

function withLength(bytes: Uint8Array, lengthBytes: number): Buffer {
  const length = Buffer.alloc(lengthBytes)
  length.writeUIntBE(bytes.byteLength, 0, lengthBytes)
  return Buffer.concat([length, bytes])
}
