import { isAscii } from 'node:buffer'
import { AppError } from '#lib/errors/app-error.ts'
import { sliceMember } from './slice-member.ts'

const unreadable = (cause?: unknown) =>
  new AppError('STATEMENT_UNREADABLE', 'This evidence has no statement that can be decoded.', { cause })

export type EvidencePart = 'statement' | 'predicate'

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
 * The statement in a DSSE envelope, a Sigstore bundle or a bare BuildKit statement, or its predicate, exactly as it stands there.
 * For display: what it says is claimed until the verdict says more. Throws `STATEMENT_UNREADABLE`.
 */
export function decodeEvidence(bytes: Uint8Array, part: EvidencePart): Uint8Array {
  const text = decodeText(bytes)
  const outer = decodeObject(text)
  const envelope = toObject(outer.dsseEnvelope) ?? outer
  const isStatement = typeof outer._type === 'string'
  if (!isStatement && typeof envelope.payload !== 'string') throw unreadable()
  const statementText = isStatement ? text : decodeText(Buffer.from(String(envelope.payload), 'base64'))
  if (part === 'statement') return new TextEncoder().encode(statementText)
  decodeObject(statementText)
  const predicate = sliceMember(statementText, 'predicate')
  if (predicate === null) throw unreadable()
  return new TextEncoder().encode(predicate)
}
