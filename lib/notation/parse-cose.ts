import { encode } from 'cborg'
import { type CborMap, type CborValue, isTagged, parseCbor, tags } from './cbor.ts'
import {
  headerNames,
  malformedNotary,
  maxCertificates,
  type NotaryAlgorithm,
  type NotarySignature,
  payloadType,
} from './notary-signature.ts'
import { readAttributes } from './read-attributes.ts'

// COSE header labels (RFC 9052 §3.1, RFC 9360 §2) and algorithms (RFC 9053 §2, RFC 8230 §2).
const labels = { algorithm: 1, critical: 2, contentType: 3, certificates: 33 } as const
const algorithms: ReadonlyMap<number, NotaryAlgorithm> = new Map([
  [-7, 'ES256'],
  [-35, 'ES384'],
  [-36, 'ES512'],
  [-37, 'PS256'],
  [-38, 'PS384'],
  [-39, 'PS512'],
])

/** Reads a COSE_Sign1 (specs signature-envelope-cose.md, RFC 9052 §4.2). Throws `NOTARY_MALFORMED`. */
export function parseNotaryCose(bytes: Uint8Array): NotarySignature {
  try {
    return readEnvelope(parseCbor(bytes))
  } catch (error) {
    if (error instanceof SyntaxError) throw malformedNotary(error.message)
    throw error
  }
}

function readEnvelope(value: CborValue): NotarySignature {
  const parts = isTagged(value, tags.sign1) ? value.value : null
  if (!Array.isArray(parts) || parts.length !== 4) throw malformedNotary('it is no COSE_Sign1')
  const [first, second, third, fourth]: readonly CborValue[] = parts
  const head = readBytes(first)
  const header = readMap(parseCbor(head))
  const unprotected = readMap(second)
  const payload = readBytes(third)
  assertLabels(header)
  const timestamp = unprotected.get(headerNames.timestamp)
  return {
    ...readAttributes((name) => header.get(name), header.get(labels.critical), readTime),
    algorithm: readAlgorithm(header),
    signed: toSigStructure(head, payload),
    signature: readBytes(fourth),
    payload,
    certificates: readCertificates(header, unprotected),
    timestamp: timestamp === undefined ? null : readBytes(timestamp),
  }
}

const protectedLabels: readonly number[] = Object.values(labels)

/**
 * Signers may add text labels of their own (specs signature-specification.md, Extended attributes); a number that is not read
 * could be one that changes what is verified.
 */
function assertLabels(header: CborMap): void {
  if ([...header.keys()].every((label) => typeof label === 'string' || protectedLabels.includes(label))) return
  throw malformedNotary('it has an unknown header')
}

function readAlgorithm(header: CborMap): NotaryAlgorithm {
  const stated = header.get(labels.algorithm)
  const algorithm = typeof stated === 'number' ? algorithms.get(stated) : undefined
  if (algorithm === undefined) throw malformedNotary('its algorithm is not one of the Notary Project’s')
  if (header.get(labels.contentType) !== payloadType) throw malformedNotary('its payload is of another type')
  return algorithm
}

/** One certificate is a byte string, several are a list, in one of the two headers (RFC 9360 §2, RFC 9052 §3). */
function readCertificates(header: CborMap, unprotected: CborMap): Uint8Array[] {
  if (header.has(labels.certificates) && unprotected.has(labels.certificates)) {
    throw malformedNotary('it has its certificates twice')
  }
  const value = header.get(labels.certificates) ?? unprotected.get(labels.certificates)
  const list: readonly (CborValue | undefined)[] = Array.isArray(value) ? value : [value]
  if (list.length === 0 || list.length > maxCertificates) throw malformedNotary('it has no certificates, or too many')
  return list.map(readBytes)
}

function readBytes(value: CborValue | undefined): Uint8Array {
  if (value instanceof Uint8Array) return value
  throw malformedNotary('something is not a byte string')
}

function readMap(value: CborValue | undefined): CborMap {
  if (value instanceof Map) return value
  throw malformedNotary('a header is no map')
}

function readTime(value: unknown): number {
  if (isTagged(value, tags.epoch) && typeof value.value === 'number' && value.value >= 0) return value.value * 1000
  throw malformedNotary('a time is none')
}

/** Sig_structure of a COSE_Sign1 without external data (RFC 9052 §4.4). */
const toSigStructure = (head: Uint8Array, payload: Uint8Array): Uint8Array =>
  encode(['Signature1', head, new Uint8Array(), payload])
