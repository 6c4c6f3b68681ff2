import { AppError } from '#lib/errors/app-error.ts'
import { decodeUtf8 } from '#lib/evidence/strict-json.ts'

/** A JSON object of an image document, read member by member. `where` names the document in messages. */
export type JsonObject = Readonly<Record<string, unknown>>

/** The refusal of a malformed document. `reason` ends the sentence "The manifest is malformed: …". */
export function malformed(where: string, reason: string, context: Record<string, string | number> = {}): AppError {
  return new AppError('MANIFEST_INVALID', `The ${where} is malformed: ${reason}.`, { context })
}

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Decodes bytes as UTF-8; a byte order mark stays and is refused by the parser. Throws `MANIFEST_INVALID`. */
export function decodeText(bytes: Uint8Array, where: string): string {
  try {
    return decodeUtf8(bytes)
  } catch (cause) {
    throw new AppError('MANIFEST_INVALID', `The ${where} is malformed: it is not UTF-8 text.`, { cause })
  }
}
