/** A CBOR value as COSE uses them (RFC 8949). Maps keep their pairs: keys are numbers or text, none twice. */
export type CborValue =
  | { readonly kind: 'integer'; readonly value: number }
  | { readonly kind: 'bytes'; readonly value: Uint8Array }
  | { readonly kind: 'text'; readonly value: string }
  | { readonly kind: 'list'; readonly value: readonly CborValue[] }
  | { readonly kind: 'map'; readonly value: ReadonlyMap<number | string, CborValue> }
  | { readonly kind: 'tag'; readonly tag: number; readonly value: CborValue }
  | { readonly kind: 'null' }

// COSE nests below 5 and has some ten entries.
const maxDepth = 16
const maxEntries = 1_000

const malformed = (why: string) => new SyntaxError(`its CBOR is malformed: ${why}`)

/**
 * Reads exactly one value of definite length in its shortest form (RFC 8949 §4.2.1). Throws a `SyntaxError`, also for kinds
 * of values that COSE headers have no use for.
 */
export function parseCbor(bytes: Uint8Array): CborValue {
  const reader = new CborReader(bytes)
  const value = reader.read(0)
  if (!reader.isAtEnd()) throw malformed('something follows it')
  return value
}

class CborReader {
  readonly #bytes: Uint8Array
  #at = 0

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes
  }

  isAtEnd(): boolean {
    return this.#at === this.#bytes.byteLength
  }

  read(depth: number): CborValue {
    if (depth > maxDepth) throw malformed('it nests too deep')
    const [initial = 0] = this.#take(1)
    const argument = this.#readArgument(initial & 0x1f)
    switch (initial >> 5) {
      case 0:
        return { kind: 'integer', value: argument }
      case 1:
        return { kind: 'integer', value: -1 - argument }
      case 2:
        return { kind: 'bytes', value: this.#take(argument) }
      case 3:
        return { kind: 'text', value: this.#readText(argument) }
      case 4:
        return { kind: 'list', value: this.#readList(argument, depth) }
      case 5:
        return { kind: 'map', value: this.#readMap(argument, depth) }
      case 6:
        return { kind: 'tag', tag: argument, value: this.read(depth + 1) }
      default:
        if (initial === 0xf6) return { kind: 'null' }
        throw malformed('it has a kind of value that is not expected')
    }
  }

  #take(length: number): Uint8Array {
    const end = this.#at + length
    if (end > this.#bytes.byteLength) throw malformed('it is cut off')
    const taken = this.#bytes.subarray(this.#at, end)
    this.#at = end
    return taken
  }

  #readArgument(short: number): number {
    if (short < 24) return short
    if (short > 27) throw malformed('its length is indefinite')
    const bytes = 2 ** (short - 24)
    const value = Number(BigInt(`0x${Buffer.from(this.#take(bytes)).toString('hex')}`))
    const least = bytes === 1 ? 24 : 2 ** (bytes * 4)
    if (value < least || !Number.isSafeInteger(value)) throw malformed('a number is not in its shortest form')
    return value
  }

  #readText(length: number): string {
    try {
      return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(this.#take(length))
    } catch (error) {
      throw error instanceof SyntaxError ? error : malformed('a text is not UTF-8')
    }
  }

  #readList(length: number, depth: number): CborValue[] {
    if (length > maxEntries) throw malformed('a list is too long')
    return Array.from({ length }, () => this.read(depth + 1))
  }

  #readMap(length: number, depth: number): Map<number | string, CborValue> {
    if (length > maxEntries) throw malformed('a map is too long')
    const map = new Map<number | string, CborValue>()
    for (let count = 0; count < length; count += 1) {
      const key = this.read(depth + 1)
      if (key.kind !== 'integer' && key.kind !== 'text') throw malformed('a key is neither number nor text')
      if (map.has(key.value)) throw malformed('a map has a key twice')
      map.set(key.value, this.read(depth + 1))
    }
    return map
  }
}
