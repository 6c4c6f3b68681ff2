import { createPublicKey, type KeyObject } from 'node:crypto'
import { limits } from '#lib/config/limits.ts'
import { AppError } from '#lib/errors/app-error.ts'
import { decodeBase64 } from '#lib/evidence/decode-base64.ts'
import { EvidenceError } from '#lib/evidence/evidence-error.ts'
import { isJsonObject, type JsonObject } from '#lib/evidence/json-object.ts'
import { parseStrictJson } from '#lib/evidence/strict-json.ts'
import { parseCertificate } from '#lib/sigstore/certificates/certificate.ts'
import type { TransparencyLog, Validity } from '#lib/sigstore/log/transparency-log.ts'
import type { RootAuthority, TrustedRoot } from './trusted-root.ts'

const mediaTypes = [
  'application/vnd.dev.sigstore.trustedroot+json;version=0.1',
  'application/vnd.dev.sigstore.trustedroot.v0.2+json',
]

// The public-good root has 7 KB and a handful of each.
const maxLength = 4 * 1024 * 1024
const maxAuthorities = 256
const maxCertificates = 10

const invalid = (why: string, cause?: unknown) =>
  new AppError('TRUST_ROOT_INVALID', `This is not a Sigstore trusted root: ${why}.`, { cause })

/**
 * Reads `trusted_root.json`. Every log must say from when it is valid; one with a key of a kind that is not verified here is
 * left out, with a note. Throws `TRUST_ROOT_EMPTY` for no text, `TRUST_ROOT_WRONG_TYPE` for another document, else
 * `TRUST_ROOT_INVALID`.
 */
export function parseTrustedRoot(text: string): TrustedRoot {
  const root = readRoot(text)
  const notes: string[] = []
  const readLogs = (list: unknown, where: string) =>
    readList(list, where).flatMap((one) => {
      const log = readLog(one, notes)
      return log === null ? [] : [log]
    })
  const logs = readLogs(root.tlogs, 'tlogs')
  const certificateLogs = readLogs(root.ctlogs, 'ctlogs')
  noteRepeated(logs, 'log', notes)
  noteRepeated(certificateLogs, 'certificate log', notes)
  return {
    logs,
    certificateLogs,
    certificateAuthorities: readList(root.certificateAuthorities, 'certificateAuthorities').map(readAuthority),
    timestampAuthorities: readList(root.timestampAuthorities, 'timestampAuthorities').map(readAuthority),
    notes,
  }
}

function readRoot(text: string): JsonObject {
  if (text.trim() === '') throw new AppError('TRUST_ROOT_EMPTY', 'There is no text: the file is empty.')
  const other = /-----BEGIN ([A-Z ]{1,40})-----/.exec(text.slice(0, 4096))?.[1]
  if (other !== undefined) throw wrongType(`PEM (${other.toLowerCase()})`)
  const root = readObject(readJson(text), 'it')
  if (mediaTypes.includes(String(root.mediaType))) return root
  throw wrongType(identifyDocument(root))
}

const wrongType = (kind: string) =>
  new AppError('TRUST_ROOT_WRONG_TYPE', `This is ${kind}, not a Sigstore trusted root.`, {
    context: { mediaTypes: mediaTypes.join(', ') },
  })

/** What people give by mistake. */
function identifyDocument({ mediaType, signed, signatures }: JsonObject): string {
  if (isJsonObject(signed) && Array.isArray(signatures)) return 'metadata of a TUF repository'
  if (typeof mediaType !== 'string') return 'a document without mediaType'
  if (mediaType.includes('bundle')) return 'a Sigstore bundle'
  if (mediaType.includes('signingconfig')) return 'a signing configuration'
  if (mediaType.includes('trustedroot')) return 'a trusted root of a version that is not known here'
  return 'a document of another type'
}

/** Of two entries with one id both count, each in its window, so that is no fault; but people should know. */
function noteRepeated(logs: readonly TransparencyLog[], what: string, notes: string[]): void {
  const ids = logs.map(({ logId }) => Buffer.from(logId).toString('hex'))
  for (const [at, { origin }] of logs.entries()) {
    if (ids.indexOf(ids[at] ?? '') !== at) notes.push(`The ${what} ${origin} is listed more than once.`)
  }
}

function readJson(text: string): unknown {
  if (text.length > maxLength) throw invalid('it is larger than any')
  try {
    return parseStrictJson(text, { maxDepth: limits.maxJsonDepth })
  } catch (cause) {
    // As `gh attestation trusted-root` prints them.
    if (/^\s*\{[^\n]*\}\r?\n\s*\{/.test(text)) throw invalid('it is several, one on each line: give one of them', cause)
    throw invalid(
      cause instanceof SyntaxError && cause.message.startsWith('it ') ? cause.message : 'it is not JSON',
      cause,
    )
  }
}

/** Null, with a note, for a log whose key is of a kind that is not verified here: the rest of the root can be used. */
function readLog(value: unknown, notes: string[]): TransparencyLog | null {
  const { baseUrl, publicKey, logId, checkpointKeyId } = readObject(value, 'a log')
  const { rawBytes, keyDetails, validFor } = readObject(publicKey, 'publicKey')
  const origin = readOrigin(baseUrl)
  const validity = readValidity(validFor)
  // A log without a beginning would vouch for any time at all.
  if (validity.start === null) throw invalid('a log does not say from when it is valid')
  const id = readBytes(readObject(logId ?? checkpointKeyId, 'logId').keyId, 'logId')
  const der = readBytes(rawBytes, 'rawBytes')
  if (!isKnownKind(keyDetails)) {
    notes.push(`The log ${origin} is left out: its key is of a kind that is not verified here.`)
    return null
  }
  return { origin, logId: id, key: readKey(der, keyDetails), validity }
}

/** Names of kinds of keys (sigstore_common.proto, PublicKeyDetails); none at all is judged by the key itself. */
const isKnownKind = (keyDetails: unknown): boolean =>
  keyDetails === undefined || /^(?:PKIX|PKCS1)_(?:RSA|ECDSA|ED25519)/.test(String(keyDetails))

function readOrigin(value: unknown): string {
  const url = typeof value === 'string' ? URL.parse(value) : null
  if (url === null || url.host === '') throw invalid('a baseUrl is no address')
  return `${url.host}${url.pathname === '/' ? '' : url.pathname}`
}

/** Names of old logs' RSA keys begin with PKCS1, all others are SubjectPublicKeyInfo (sigstore_common.proto). */
function readKey(der: Uint8Array, keyDetails: unknown): KeyObject {
  const type = typeof keyDetails === 'string' && keyDetails.startsWith('PKCS1_') ? 'pkcs1' : 'spki'
  try {
    return createPublicKey({ key: Buffer.from(der), format: 'der', type })
  } catch (cause) {
    throw invalid('the key of a log cannot be read', cause)
  }
}

function readAuthority(value: unknown): RootAuthority {
  const { certChain, validFor, uri } = readObject(value, 'an authority')
  const certificates = readList(readObject(certChain, 'certChain').certificates, 'certificates', maxCertificates)
  if (certificates.length === 0) throw invalid('an authority has no certificate')
  try {
    return {
      certificates: certificates.map((one) =>
        parseCertificate(readBytes(readObject(one, 'a certificate').rawBytes, 'a certificate')),
      ),
      validity: readValidity(validFor),
      uri: typeof uri === 'string' && uri !== '' ? uri.slice(0, 2048) : null,
    }
  } catch (cause) {
    throw cause instanceof EvidenceError ? invalid('a certificate cannot be read', cause) : cause
  }
}

function readValidity(value: unknown): Validity {
  const { start, end } = value === undefined ? {} : readObject(value, 'validFor')
  const validity = { start: readTime(start), end: readTime(end) }
  if (validity.start !== null && validity.end !== null && validity.end < validity.start) {
    throw invalid('a window of validity ends before it begins')
  }
  return validity
}

function readTime(value: unknown): number | null {
  if (value === undefined || value === null) return null
  const isTime =
    typeof value === 'string' && /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?(?:Z|[+-]\d{2}:\d{2})$/.test(value)
  const at = isTime ? Date.parse(value) : Number.NaN
  if (Number.isNaN(at)) throw invalid('a time is none')
  return at
}

function readObject(value: unknown, where: string): JsonObject {
  if (isJsonObject(value)) return value
  throw invalid(`${where} is not an object`)
}

function readList(value: unknown, where: string, max = maxAuthorities): readonly unknown[] {
  if (value === undefined) return []
  if (Array.isArray(value) && value.length <= max) return value
  throw invalid(`${where} is not a list, or has more than ${max} entries`)
}

function readBytes(value: unknown, where: string): Uint8Array {
  if (typeof value !== 'string' || value === '') throw invalid(`${where} is missing`)
  try {
    return decodeBase64(value)
  } catch (cause) {
    throw invalid(`${where} is not base64`, cause)
  }
}
