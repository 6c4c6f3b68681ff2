import { limits } from '#lib/config/limits.ts'
import { decodeBase64 } from '#lib/evidence/decode-base64.ts'
import { EvidenceError } from '#lib/evidence/evidence-error.ts'
import { findUnknownMember, isJsonObject, type JsonObject } from '#lib/evidence/json-object.ts'
import { decodeUtf8, parseStrictJson } from '#lib/evidence/strict-json.ts'
import {
  headerNames,
  isScheme,
  malformedNotary,
  maxCertificates,
  type NotaryAlgorithm,
  type NotaryScheme,
  type NotarySignature,
  payloadType,
  timeHeaders,
  understoodHeaders,
} from './notary-signature.ts'

const algorithms: readonly string[] = ['PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512']
const isAlgorithm = (value: unknown): value is NotaryAlgorithm =>
  typeof value === 'string' && algorithms.includes(value)

// RFC 7515 §4.1 and others: headers that choose a key or change what is signed. Signers may add headers of their own
// (specs signature-specification.md, Extended attributes), never one of these.
const foreignHeaders: readonly string[] = [
  'jku',
  'jwk',
  'kid',
  'x5u',
  'x5c',
  'x5t',
  'x5t#S256',
  'typ',
  'b64',
  'zip',
  'enc',
]

/** Reads the JWS in flattened JSON form (specs signature-envelope-jws.md, RFC 7515 §7.2.2). Throws `NOTARY_MALFORMED`. */
export function parseNotaryJws(bytes: Uint8Array): NotarySignature {
  const envelope = readObject(readJson(bytes), 'it', ['payload', 'protected', 'header', 'signature'])
  const head = readProtected(readJson(fromUrl(envelope.protected, 'protected')))
  const { x5c, ...rest } = readObject(envelope.header, 'header', ['x5c', headerNames.timestamp, headerNames.agent])
  if (!isAlgorithm(head.alg)) throw malformedNotary('its algorithm is not one of the Notary Project’s')
  if (head.cty !== payloadType) throw malformedNotary('its payload is of another type')
  const scheme = readScheme(head)
  const { stated, foreign } = timeHeaders(scheme)
  if (head[foreign] !== undefined) throw malformedNotary('it states a time that its scheme does not have')
  const timestamp = rest[headerNames.timestamp]
  return {
    algorithm: head.alg,
    signed: Buffer.from(`${String(envelope.protected)}.${String(envelope.payload)}`, 'latin1'),
    signature: fromUrl(envelope.signature, 'signature'),
    payload: fromUrl(envelope.payload, 'payload'),
    certificates: readCertificates(x5c),
    scheme,
    signingTime: readTime(head[stated]),
    expiry: head[headerNames.expiry] === undefined ? null : readTime(head[headerNames.expiry]),
    timestamp: timestamp === undefined ? null : fromStandard(timestamp),
    plugin: readPlugin(head[headerNames.plugin]),
  }
}

function readProtected(value: unknown): JsonObject {
  if (!isJsonObject(value)) throw malformedNotary('protected is not an object')
  const foreign = foreignHeaders.find((name) => Object.hasOwn(value, name))
  if (foreign === undefined) return value
  throw malformedNotary(`protected has the header ${foreign}, which has no place in it`)
}

function readPlugin(value: unknown): string | null {
  if (value === undefined) return null
  if (typeof value === 'string' && value.trim() !== '') return value
  throw malformedNotary('its plugin has no name')
}

function readScheme(head: JsonObject): NotaryScheme {
  const scheme = head[headerNames.scheme]
  if (!isScheme(scheme)) throw malformedNotary('its signing scheme is unknown')
  const critical = head.crit
  if (!Array.isArray(critical) || !critical.includes(headerNames.scheme)) throw malformedNotary('crit lacks the scheme')
  if (!critical.every((name) => understoodHeaders.includes(name) && Object.hasOwn(head, name))) {
    throw malformedNotary('it has a critical header that is not understood')
  }
  // What must not be overlooked must be marked so, or an older reader would overlook it.
  if (!understoodHeaders.every((name) => head[name] === undefined || critical.includes(name))) {
    throw malformedNotary('a header that must be critical is not')
  }
  return scheme
}

function readCertificates(value: unknown): Uint8Array[] {
  if (!Array.isArray(value) || value.length === 0 || value.length > maxCertificates) {
    throw malformedNotary('x5c is no list of certificates')
  }
  return value.map(fromStandard)
}

function readTime(value: unknown): number {
  const isTime =
    typeof value === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/.test(value)
  const at = isTime ? Date.parse(value) : Number.NaN
  if (Number.isNaN(at)) throw malformedNotary('a time is none')
  return at
}

function readObject(value: unknown, where: string, members: readonly string[]): JsonObject {
  if (!isJsonObject(value)) throw malformedNotary(`${where} is not an object`)
  const unknown = findUnknownMember(value, members)
  if (unknown === null) return value
  throw malformedNotary(`${where} has the unknown member ${JSON.stringify(unknown.slice(0, 60))}`)
}

function readJson(bytes: Uint8Array): unknown {
  try {
    return parseStrictJson(decodeUtf8(bytes), { maxDepth: limits.maxJsonDepth })
  } catch (error) {
    if (error instanceof EvidenceError) throw error
    throw malformedNotary('it is not JSON')
  }
}

const fromStandard = (value: unknown): Uint8Array => decode(value, 'a certificate or time stamp', (text) => text)

/** base64url without padding (RFC 7515 §2): padding or the other alphabet would be a second spelling. */
const fromUrl = (value: unknown, where: string): Uint8Array =>
  decode(value, where, (text) => {
    if (/[^A-Za-z0-9_-]/.test(text)) throw new SyntaxError('it is not base64url')
    const standard = text.replaceAll('-', '+').replaceAll('_', '/')
    return standard.padEnd(Math.ceil(standard.length / 4) * 4, '=')
  })

function decode(value: unknown, where: string, toStandard: (text: string) => string): Uint8Array {
  if (typeof value !== 'string' || value === '') throw malformedNotary(`${where} is missing`)
  try {
    return decodeBase64(toStandard(value))
  } catch {
    throw malformedNotary(`${where} is not base64`)
  }
}
