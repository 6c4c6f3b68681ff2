import { limits } from '#lib/config/limits.ts'
import { decodeBase64 } from '#lib/evidence/decode-base64.ts'
import { findUnknownMember, isJsonObject, type JsonObject } from '#lib/evidence/json-object.ts'
import { decodeUtf8, parseStrictJson } from '#lib/evidence/strict-json.ts'
import {
  headerNames,
  malformedNotary,
  maxCertificates,
  type NotaryAlgorithm,
  type NotarySignature,
  payloadType,
} from './notary-signature.ts'
import { readAttributes } from './read-attributes.ts'

const algorithms: readonly unknown[] = [
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
] satisfies NotaryAlgorithm[]
const isAlgorithm = (value: unknown): value is NotaryAlgorithm => algorithms.includes(value)

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
  const head = readProtected(readJson(readBase64Url(envelope.protected, 'protected')))
  const { x5c, ...rest } = readObject(envelope.header, 'header', ['x5c', headerNames.timestamp, headerNames.agent])
  if (!isAlgorithm(head.alg)) throw malformedNotary('its algorithm is not one of the Notary Project’s')
  if (head.cty !== payloadType) throw malformedNotary('its payload is of another type')
  const timestamp = rest[headerNames.timestamp]
  return {
    ...readAttributes((name) => head[name], head.crit, readTime),
    algorithm: head.alg,
    signed: Buffer.from(`${String(envelope.protected)}.${String(envelope.payload)}`),
    signature: readBase64Url(envelope.signature, 'signature'),
    payload: readBase64Url(envelope.payload, 'payload'),
    certificates: readCertificates(x5c),
    timestamp: timestamp === undefined ? null : readBase64(timestamp),
  }
}

function readProtected(value: unknown): JsonObject {
  if (!isJsonObject(value)) throw malformedNotary('protected is not an object')
  const foreign = foreignHeaders.find((name) => Object.hasOwn(value, name))
  if (foreign === undefined) return value
  throw malformedNotary(`protected has the header ${foreign}, which has no place in it`)
}

function readCertificates(value: unknown): Uint8Array[] {
  if (!Array.isArray(value) || value.length === 0 || value.length > maxCertificates) {
    throw malformedNotary('x5c is no list of certificates')
  }
  return value.map(readBase64)
}

const timePattern = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/

function readTime(value: unknown): number {
  const text = typeof value === 'string' ? value : ''
  const clock = timePattern.exec(text)?.[1] ?? ''
  const at = isOnClock(clock) ? Date.parse(text) : Number.NaN
  if (Number.isNaN(at)) throw malformedNotary('a time is none')
  return at
}

/** Date.parse takes 31 June for 1 July, and 24:00 for the day after. */
function isOnClock(clock: string): boolean {
  const at = Date.parse(`${clock}Z`)
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(clock)
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
  } catch {
    throw malformedNotary('it is not JSON')
  }
}

const readBase64 = (value: unknown): Uint8Array => decode(value, 'a certificate or time stamp', (text) => text)

/** base64url without padding (RFC 7515 §2): padding or the other alphabet would be a second spelling. */
const readBase64Url = (value: unknown, where: string): Uint8Array =>
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
