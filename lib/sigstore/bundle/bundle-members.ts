import { decodeBase64 } from '#lib/evidence/decode-base64.ts'
import { EvidenceError } from '#lib/evidence/evidence-error.ts'
import { findUnknownMember, type JsonObject } from '#lib/evidence/json-object.ts'

export const malformedBundle = (why: string): EvidenceError =>
  new EvidenceError('BUNDLE_MALFORMED', `The bundle is malformed: ${why}.`)

/** Throws for a member that the message does not have: Go's reader refuses it, others skip it. */
export function assertMembers(object: JsonObject, where: string, allowed: readonly string[]): void {
  const unknown = findUnknownMember(object, allowed)
  if (unknown !== null) throw malformedBundle(`${where} has the unknown field ${JSON.stringify(unknown.slice(0, 60))}`)
}

/** Standard base64 that is not empty; protobuf JSON allows more, and readers differ there. */
export function readBytes(value: unknown, where: string): Uint8Array {
  if (typeof value !== 'string' || value === '') throw malformedBundle(`${where} is missing`)
  try {
    return decodeBase64(value)
  } catch {
    throw malformedBundle(`${where} is not base64`)
  }
}
