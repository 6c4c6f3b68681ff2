import { EvidenceError } from '#lib/evidence/evidence-error.ts'
import {
  type DerValue,
  derTags,
  expectTag,
  parseChildren,
  parseDer,
  readOid,
  readSequence,
  readTime,
  readUnsigned,
} from '#lib/sigstore/certificates/der.ts'

/** A time-stamp token (RFC 3161 §2.4.2, RFC 5652 §5), taken apart. Claimed until verified. */
export type Timestamp = {
  /** Milliseconds since the epoch. */
  readonly genTime: number
  /** How far the true time may lie from it, in milliseconds; 0 where nothing is stated. */
  readonly accuracyMs: number
  readonly imprint: { readonly algorithm: HashName; readonly hashed: Uint8Array }
  /** The TSTInfo that the signed attributes speak of. */
  readonly content: Uint8Array
  /** DER of certificates that the token brings; they may help, never anchor. */
  readonly certificates: readonly Uint8Array[]
  readonly signer: TimestampSigner
}
export type TimestampSigner = {
  readonly digestAlgorithm: HashName
  /** As they are hashed: with the tag of a SET. */
  readonly signedAttributes: Uint8Array
  readonly contentType: string
  readonly messageDigest: Uint8Array
  /** Hash of the signer's certificate (RFC 5035 ESSCertIDv2, RFC 2634 ESSCertID). */
  readonly certificateHash: { readonly algorithm: HashName | 'sha1'; readonly hashed: Uint8Array }
  readonly signature: Uint8Array
}
export type HashName = 'sha256' | 'sha384' | 'sha512'

const ids = {
  signedData: '1.2.840.113549.1.7.2',
  tstInfo: '1.2.840.113549.1.9.16.1.4',
  contentType: '1.2.840.113549.1.9.3',
  messageDigest: '1.2.840.113549.1.9.4',
  signingCertificate: '1.2.840.113549.1.9.16.2.12',
  signingCertificateV2: '1.2.840.113549.1.9.16.2.47',
} as const
const hashes: Readonly<Record<string, HashName>> = {
  '2.16.840.1.101.3.4.2.1': 'sha256',
  '2.16.840.1.101.3.4.2.2': 'sha384',
  '2.16.840.1.101.3.4.2.3': 'sha512',
}

export const invalidTimestamp = (why: string): EvidenceError =>
  new EvidenceError('TIMESTAMP_INVALID', `The time stamp does not hold: ${why}.`)

/** Reads a DER TimeStampResp that was granted. Throws `TIMESTAMP_INVALID`. */
export function parseTimestamp(response: Uint8Array): Timestamp {
  try {
    const [status, token] = readSequence(parseDer(response))
    const granted = readUnsigned(readSequence(status)[0])
    if (granted > 1n) throw invalidTimestamp('it was not granted')
    return readToken(token)
  } catch (error) {
    if (error instanceof SyntaxError) throw invalidTimestamp(error.message)
    throw error
  }
}

/** Reads a DER TimeStampToken by itself, as Notary Project signatures carry it. Throws `TIMESTAMP_INVALID`. */
export function parseTimestampToken(token: Uint8Array): Timestamp {
  try {
    return readToken(parseDer(token))
  } catch (error) {
    if (error instanceof SyntaxError) throw invalidTimestamp(error.message)
    throw error
  }
}

/** `[0]`, constructed: what an EXPLICIT value, certificates and signed attributes are wrapped in. */
const contextTag = 0xa0

function readToken(token: DerValue | undefined): Timestamp {
  const [type, wrapped] = readSequence(token)
  if (readOid(type) !== ids.signedData) throw invalidTimestamp('it is not signed data')
  const [, , encapsulated, ...rest] = readSequence(parseChildren(expectTag(wrapped, contextTag))[0])
  const [contentType, explicit] = readSequence(encapsulated)
  if (readOid(contentType) !== ids.tstInfo) throw invalidTimestamp('it holds something else')
  const content = expectTag(parseChildren(expectTag(explicit, contextTag))[0], derTags.octetString).content
  const certificates = rest.find(({ tag }) => tag === contextTag)
  const signers = parseChildren(expectTag(rest.at(-1), derTags.set))
  const [signer, ...more] = signers
  // RFC 3161 §2.4.2: the token has the signature of the authority and no other.
  if (signer === undefined || more.length > 0) throw invalidTimestamp('it has not exactly one signer')
  return {
    ...readInfo(content),
    content,
    certificates: certificates === undefined ? [] : parseChildren(certificates).map(({ encoded }) => encoded),
    signer: readSigner(signer),
  }
}

function readInfo(content: Uint8Array): Pick<Timestamp, 'genTime' | 'accuracyMs' | 'imprint'> {
  const [version, policy, messageImprint, , genTime, accuracy] = readSequence(parseDer(content))
  if (readUnsigned(version) !== 1n) throw invalidTimestamp('its version is unknown')
  const [algorithm, hashed] = readSequence(messageImprint)
  return {
    genTime: readTime(expectTag(genTime, derTags.generalizedTime)),
    accuracyMs: readAccuracy(accuracy, readOid(policy)),
    imprint: { algorithm: readHash(algorithm), hashed: expectTag(hashed, derTags.octetString).content },
  }
}

// ETSI TS 102 023 §5.2: this policy promises a second where nothing is stated.
const baselinePolicy = '0.4.0.2023.1.1'

/** Seconds, milliseconds and microseconds, each of which may be left out (RFC 3161 §2.4.2). */
function readAccuracy(value: DerValue | undefined, policy: string): number {
  if (value?.tag !== derTags.sequence) return policy === baselinePolicy ? 1_000 : 0
  const units = new Map([
    [derTags.integer, 1_000],
    [0x80, 1],
    [0x81, 0.001],
  ])
  const parts = parseChildren(value).map(({ tag, content }) => {
    const unit = units.get(tag)
    if (unit === undefined || content.byteLength === 0 || content.byteLength > 5) {
      throw invalidTimestamp('its accuracy is none')
    }
    return Buffer.from(content).readUIntBE(0, content.byteLength) * unit
  })
  return Math.ceil(parts.reduce((sum, part) => sum + part, 0))
}

function readHash(value: DerValue | undefined): HashName {
  const [id, parameters, ...more] = readSequence(value)
  const name = hashes[readOid(id)]
  // RFC 5754 §2: no parameters, or the NULL that many write for that.
  const isBare = parameters === undefined || (parameters.tag === derTags.null && parameters.content.byteLength === 0)
  if (name === undefined || !isBare || more.length > 0) throw invalidTimestamp('its hash is not accepted')
  return name
}

function readSigner(value: DerValue): TimestampSigner {
  const [, , digestAlgorithm, attributes, , signature] = readSequence(value)
  const signed = expectTag(attributes, contextTag)
  const find = readAttributes(signed)
  return {
    digestAlgorithm: readHash(digestAlgorithm),
    signedAttributes: Buffer.concat([Buffer.from([derTags.set]), signed.encoded.subarray(1)]),
    contentType: readOid(find(ids.contentType)),
    messageDigest: expectTag(find(ids.messageDigest) ?? undefined, derTags.octetString).content,
    certificateHash: readCertificateHash(find),
    signature: expectTag(signature, derTags.octetString).content,
  }
}

type FindAttribute = (id: string) => DerValue | undefined

/** Attributes by their id, each with exactly one value and none twice (RFC 5652 §11). */
function readAttributes(attributes: DerValue): FindAttribute {
  const found = new Map<string, DerValue>()
  for (const attribute of parseChildren(attributes)) {
    const [id, values] = readSequence(attribute)
    const oid = readOid(id)
    const [only, ...more] = parseChildren(expectTag(values, derTags.set))
    if (only === undefined || more.length > 0 || found.has(oid)) throw invalidTimestamp('an attribute is not single')
    found.set(oid, only)
  }
  return (id) => found.get(id)
}

function readCertificateHash(find: FindAttribute): TimestampSigner['certificateHash'] {
  const v2 = find(ids.signingCertificateV2)
  const attribute = v2 ?? find(ids.signingCertificate)
  if (attribute === undefined) throw invalidTimestamp('it does not name its certificate')
  const [first] = readSequence(readSequence(attribute)[0])
  const parts = readSequence(first)
  const hashed = parts.find(({ tag }) => tag === derTags.octetString)
  if (hashed === undefined) throw invalidTimestamp('it does not name its certificate')
  if (v2 === undefined) return { algorithm: 'sha1', hashed: hashed.content }
  // RFC 5035 §4: SHA-256 where the algorithm is left out.
  return { algorithm: parts[0]?.tag === derTags.sequence ? readHash(parts[0]) : 'sha256', hashed: hashed.content }
}
