import { isAscii } from 'node:buffer'
import { parseStatement } from '#lib/attestation/statement.ts'
import { viewStatement } from '#lib/attestation/view-statement.ts'
import { AppError } from '#lib/errors/app-error.ts'
import { EvidenceError } from '#lib/evidence/evidence-error.ts'
import { sliceMember } from './slice-member.ts'

const unreadable = (cause?: unknown) =>
  new AppError('STATEMENT_UNREADABLE', 'This evidence has no statement that can be decoded.', { cause })

/** `view` is the predicate in named fields. */
export type EvidencePart = 'statement' | 'predicate' | 'view'

type JsonObject = { readonly [name: string]: unknown }

const toObject = (value: unknown): JsonObject | null =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : null

function decodeText(bytes: Uint8Array): string {
  if (isAscii(bytes)) return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1')
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch (cause) {
    throw unreadable(cause)
  }
}

function decodeObject(text: string): JsonObject {
  try {
    const value = toObject(JSON.parse(text))
    if (value !== null) return value
  } catch (cause) {
    throw unreadable(cause)
  }
  throw unreadable()
}

/**
 * The statement in a DSSE envelope, a Sigstore bundle or a bare BuildKit statement, or its predicate, exactly as it stands there;
 * or its view as JSON (an `AttestationView`), read as strictly as the examination reads statements.
 * For display: what it says is claimed until the verdict says more. Throws `STATEMENT_UNREADABLE`.
 */
export function decodeEvidence(bytes: Uint8Array, part: EvidencePart): Uint8Array {
  const text = decodeText(bytes)
  const outer = decodeObject(text)
  const envelope = toObject(outer.dsseEnvelope) ?? outer
  const isStatement = typeof outer._type === 'string'
  if (!isStatement && typeof envelope.payload !== 'string') throw unreadable()
  const statementBytes = isStatement ? bytes : Buffer.from(String(envelope.payload), 'base64')
  if (part === 'view') return viewOf(statementBytes)
  const statementText = isStatement ? text : decodeText(statementBytes)
  if (part === 'statement') return new TextEncoder().encode(statementText)
  decodeObject(statementText)
  const predicate = sliceMember(statementText, 'predicate')
  if (predicate === null) throw unreadable()
  return new TextEncoder().encode(predicate)
}

function viewOf(statementBytes: Uint8Array): Uint8Array {
  try {
    return new TextEncoder().encode(JSON.stringify(viewStatement(parseStatement(statementBytes))))
  } catch (error) {
    if (error instanceof EvidenceError) throw unreadable(error)
    throw error
  }
}
