import { createPublicKey, type KeyObject } from 'node:crypto'
import { limits } from '#lib/config/limits.ts'
import { AppError } from '#lib/errors/app-error.ts'
import { decodeBase64 } from '#lib/evidence/decode-base64.ts'
import { EvidenceError } from '#lib/evidence/evidence-error.ts'
import { isJsonObject, type JsonObject } from '#lib/evidence/json-object.ts'
import { parseStrictJson } from '#lib/evidence/strict-json.ts'
import { parseCertificate } from '#lib/sigstore/certificates/certificate.ts'
import type { TrustedAuthority } from '#lib/sigstore/certificates/verify-chain.ts'
import type { TransparencyLog, Validity } from '#lib/sigstore/log/transparency-log.ts'
import type { TrustedRoot } from './trusted-root.ts'

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

/** Reads `trusted_root.json`. Every log must say from when it is valid. Throws `TRUST_ROOT_INVALID`. */
export function parseTrustedRoot(text: string): TrustedRoot {
  const root = readObject(readJson(text), 'it')
  if (!mediaTypes.includes(String(root.mediaType))) throw invalid('its mediaType is not one of a trusted root')
  return {
    logs: readList(root.tlogs, 'tlogs').map((log) => readLog(log)),
    certificateLogs: readList(root.ctlogs, 'ctlogs').map((log) => readLog(log)),
    certificateAuthorities: readList(root.certificateAuthorities, 'certificateAuthorities').map(readAuthority),
    timestampAuthorities: readList(root.timestampAuthorities, 'timestampAuthorities').map(readAuthority),
  }
}

function readJson(text: string): unknown {
  if (text.length > maxLength) throw invalid('it is larger than any')
  try {
    return parseStrictJson(text, { maxDepth: limits.maxJsonDepth })
  } catch (cause) {
    throw invalid(
      cause instanceof SyntaxError && cause.message.startsWith('it ') ? cause.message : 'it is not JSON',
      cause,
    )
  }
}

function readLog(value: unknown): TransparencyLog {
  const { baseUrl, publicKey, logId, checkpointKeyId } = readObject(value, 'a log')
  const { rawBytes, keyDetails, validFor } = readObject(publicKey, 'publicKey')
  const validity = readValidity(validFor)
  // A log without a beginning would vouch for any time at all.
  if (validity.start === null) throw invalid('a log does not say from when it is valid')
  return {
    origin: readOrigin(baseUrl),
    logId: readBytes(readObject(logId ?? checkpointKeyId, 'logId').keyId, 'logId'),
    key: readKey(readBytes(rawBytes, 'rawBytes'), keyDetails),
    validity,
  }
}

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

function readAuthority(value: unknown): TrustedAuthority {
  const { certChain, validFor } = readObject(value, 'an authority')
  const certificates = readList(readObject(certChain, 'certChain').certificates, 'certificates', maxCertificates)
  if (certificates.length === 0) throw invalid('an authority has no certificate')
  try {
    return {
      certificates: certificates.map((one) =>
        parseCertificate(readBytes(readObject(one, 'a certificate').rawBytes, 'a certificate')),
      ),
      validity: readValidity(validFor),
    }
  } catch (cause) {
    throw cause instanceof EvidenceError ? invalid('a certificate cannot be read', cause) : cause
  }
}

function readValidity(value: unknown): Validity {
  const { start, end } = value === undefined ? {} : readObject(value, 'validFor')
  return { start: readTime(start), end: readTime(end) }
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
