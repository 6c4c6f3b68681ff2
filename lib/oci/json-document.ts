import { AppError } from '#lib/errors/app-error.ts'

/** A JSON object of an image document, read member by member. `where` names the document in messages. */
export type JsonObject = Readonly<Record<string, unknown>>

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** The refusal of a malformed document. `reason` ends the sentence "The manifest is malformed: …". */
export function malformed(where: string, reason: string, context: Record<string, string | number> = {}): AppError {
  return new AppError('MANIFEST_INVALID', `The ${where} is malformed: ${reason}.`, { context })
}

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Decodes bytes as UTF-8 without a byte order mark; throws `MANIFEST_INVALID`. */
export function decodeText(bytes: Uint8Array, where: string): string {
  // RFC 8259 §8.1 forbids the mark; parsers differ on it, so it must not pass.
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) {
    throw malformed(where, 'it begins with a byte order mark')
  }
  try {
    return utf8.decode(bytes)
  } catch (cause) {
    throw new AppError('MANIFEST_INVALID', `The ${where} is malformed: it is not UTF-8 text.`, { cause })
  }
}
