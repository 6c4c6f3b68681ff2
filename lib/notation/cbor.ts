import { type DecodeOptions, decode, Tagged, type Token, Tokenizer } from 'cborg'

/** A CBOR value as COSE uses them (RFC 8949); keys are numbers or text, none twice. */
export type CborValue = number | string | null | Uint8Array | readonly CborValue[] | CborMap | CborTag
export type CborMap = ReadonlyMap<number | string, CborValue>
export type CborTag = { readonly tag: number; readonly value: CborValue }

/** A COSE_Sign1 (RFC 9052 §4.2), and a time in seconds (RFC 8949 §3.4.2); every other tag is refused. */
export const tags = { sign1: 18, epoch: 1 } as const

export const isTagged = (value: unknown, tag: number): value is CborTag => value instanceof Tagged && value.tag === tag

// A signature has some thirty. This bounds how deep they nest as well.
const maxValues = 250
const kinds: readonly string[] = ['uint', 'negint', 'bytes', 'string', 'array', 'map', 'tag', 'null']
const options: DecodeOptions = {
  strict: true,
  allowIndefinite: false,
  allowBigInt: false,
  rejectDuplicateMapKeys: true,
  useMaps: true,
  retainStringBytes: true,
  tags: Tagged.preserve(tags.sign1, tags.epoch),
}

const malformed = (why: string) => new SyntaxError(`its CBOR is malformed: ${why}`)

/**
 * Reads exactly one value of definite length in its shortest form (RFC 8949 §4.2.1). Throws a `SyntaxError`, also for kinds
 * of values that COSE headers have no use for.
 */
export function parseCbor(bytes: Uint8Array): CborValue {
  try {
    const value: unknown = decode(bytes, { ...options, tokenizer: new StrictTokenizer(bytes, options) })
    assertLabels(value)
    return value
  } catch (error) {
    // The library's sentences quote what the bytes say.
    throw error instanceof SyntaxError ? error : malformed('it is not one value in its shortest form')
  }
}

/** Refuses what cborg lets pass: floating-point numbers, booleans, texts that are not UTF-8, and nesting without end. */
class StrictTokenizer extends Tokenizer {
  #values = 0

  override next(): Token {
    const token = super.next()
    this.#values += 1
    if (this.#values > maxValues) throw malformed('it has too many values')
    if (!kinds.includes(token.type.name)) throw malformed('it has a kind of value that is not expected')
    // cborg replaces bytes that are not UTF-8, and drops a byte order mark, so that two texts would be one.
    if (token.byteValue !== undefined && !Buffer.from(String(token.value)).equals(token.byteValue)) {
      throw malformed('a text is not UTF-8')
    }
    return token
  }
}

/** cborg tells keys apart by identity: two that are the same bytes would pass. */
function assertLabels(value: unknown): asserts value is CborValue {
  if (Array.isArray(value)) value.forEach(assertLabels)
  if (value instanceof Tagged) assertLabels(value.value)
  if (!(value instanceof Map)) return
  for (const [key, held] of value) {
    if (typeof key !== 'number' && typeof key !== 'string') throw malformed('a key is neither number nor text')
    assertLabels(held)
  }
}
