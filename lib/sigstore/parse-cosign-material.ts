import { limits } from '#lib/config/limits.ts'
import { decodeBase64 } from '#lib/evidence/decode-base64.ts'
import { EvidenceError } from '#lib/evidence/evidence-error.ts'
import { findUnknownMember, isJsonObject, type JsonObject } from '#lib/evidence/json-object.ts'
import { decodeUtf8, parseStrictJson } from '#lib/evidence/strict-json.ts'
import type { LogEntry } from './bundle/parse-log-entry.ts'
import { cosignAnnotations } from './cosign-annotations.ts'

/** What cosign keeps beside a signature in annotations of its layer (cosign specs/SIGNATURE_SPEC.md). Claimed, all of it. */
export type CosignMaterial = {
  /** DER of the signer's, none for a key. */
  readonly certificates: readonly Uint8Array[]
  /** DER of those beside it, which may help to find a path and never anchor one. */
  readonly intermediates: readonly Uint8Array[]
  readonly logEntries: readonly LogEntry[]
  readonly timestamps: readonly Uint8Array[]
}

export const noMaterial: CosignMaterial = { certificates: [], intermediates: [], logEntries: [], timestamps: [] }

// A leaf, two intermediates and a root are usual.
const maxCertificates = 10

const malformed = (why: string) =>
  new EvidenceError('EVIDENCE_MATERIAL', `What is stored beside the signature is malformed: ${why}.`)

/** Reads the annotations. Throws `EVIDENCE_MATERIAL`. */
export function parseCosignMaterial(annotations: Readonly<Record<string, string>>): CosignMaterial {
  const certificate = annotations[cosignAnnotations.certificate] ?? ''
  const [leaf] = readPem(certificate)
  if (certificate !== '' && leaf === undefined) throw malformed('the certificate is not PEM')
  const entry = annotations[cosignAnnotations.bundle]
  const timestamp = annotations[cosignAnnotations.timestamp]
  return {
    certificates: leaf === undefined ? [] : [leaf],
    intermediates: readChain(annotations[cosignAnnotations.chain] ?? ''),
    logEntries: entry === undefined || entry === '' ? [] : [readLogEntry(entry)],
    timestamps: timestamp === undefined || timestamp === '' ? [] : [readTimestamp(timestamp)],
  }
}

/** It may help and decides nothing, so that one that cannot be read is none. */
function readChain(text: string): readonly Uint8Array[] {
  try {
    return readPem(text)
  } catch {
    return []
  }
}

function readPem(text: string): Uint8Array[] {
  const blocks = [...text.matchAll(/-----BEGIN CERTIFICATE-----([A-Za-z0-9+/=\r\n]+)-----END CERTIFICATE-----/g)]
  if (blocks.length > maxCertificates) throw malformed('there are too many certificates')
  return blocks.map(([, body = '']) => readBytes(body.replace(/[\r\n]/g, '')))
}

function readObject(value: unknown, members: readonly string[]): JsonObject {
  if (!isJsonObject(value)) throw malformed('something is not an object')
  const unknown = findUnknownMember(value, members)
  if (unknown !== null) throw malformed(`it has the unknown field ${JSON.stringify(unknown.slice(0, 60))}`)
  return value
}

function readJson(text: string): unknown {
  try {
    return parseStrictJson(text, { maxDepth: limits.maxJsonDepth })
  } catch {
    throw malformed('it is not JSON')
  }
}

function readBytes(value: unknown): Uint8Array {
  if (typeof value !== 'string' || value === '') throw malformed('something is missing')
  try {
    return decodeBase64(value)
  } catch {
    throw malformed('something is not base64')
  }
}

/** Rekor v1's answer: a promise, without a proof of inclusion. */
function readLogEntry(text: string): LogEntry {
  const { SignedEntryTimestamp, Payload } = readObject(readJson(text), ['SignedEntryTimestamp', 'Payload'])
  const { body, integratedTime, logIndex, logID } = readObject(Payload, ['body', 'integratedTime', 'logIndex', 'logID'])
  if (typeof logID !== 'string' || !/^[0-9a-f]{64}$/.test(logID)) throw malformed('logID is none')
  const bytes = readBytes(body)
  const { kind, apiVersion } = readBody(bytes)
  return {
    logIndex: readInteger(logIndex),
    logId: Buffer.from(logID, 'hex'),
    kind,
    version: apiVersion,
    integratedTime: readInteger(integratedTime),
    promise: readBytes(SignedEntryTimestamp),
    proof: null,
    body: bytes,
  }
}

function readBody(bytes: Uint8Array): { kind: string; apiVersion: string } {
  let text: string
  try {
    text = decodeUtf8(bytes)
  } catch {
    throw malformed('the log entry is not text')
  }
  const body = readJson(text)
  if (!isJsonObject(body) || typeof body.kind !== 'string' || typeof body.apiVersion !== 'string') {
    throw malformed('the log entry has no kind')
  }
  return { kind: body.kind, apiVersion: body.apiVersion }
}

function readInteger(value: unknown): bigint {
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return BigInt(value)
  throw malformed('a number is none')
}

function readTimestamp(text: string): Uint8Array {
  return readBytes(readObject(readJson(text), ['SignedRFC3161Timestamp']).SignedRFC3161Timestamp)
}
