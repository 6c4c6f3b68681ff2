import { MemberNames } from './member-names.ts'
export type ScanOptions = {
  /** Containers inside containers at most; V8's parser recurses. */
  readonly maxDepth: number
  /** A member of the outermost object of whose inside only the depth is looked at: a predicate is somebody else's format. */
  readonly opaqueMember?: string
}

/**
 * Walks once through JSON text and throws a `SyntaxError` for what `JSON.parse` accepts and two readers understand
 * differently: a name twice in one object, lone surrogates, numbers beyond a double, too deep nesting. Other syntax is not
 * judged: whatever passes still goes to the parser.
 */
export function scanJson(text: string, options: ScanOptions): void {
  new JsonScanner(text, options).scan()
}

const quote = 0x22
const comma = 0x2c
const minus = 0x2d
const zero = 0x30
const nine = 0x39
const backslash = 0x5c
const openBracket = 0x5b
const closeBracket = 0x5d
const openBrace = 0x7b
const closeBrace = 0x7d

const possibleSurrogate = /\\u[dD][89a-fA-F]/

// It jumps from quote to quote, which is several times faster than a reviver on documents of 50 MB.
class JsonScanner {
  readonly #text: string
  readonly #maxDepth: number
  readonly #opaqueMember: string | undefined
  /** By depth: the member names seen in the object that is open there, null for an array. */
  readonly #open: (MemberNames | null)[] = [null]
  readonly #pool: MemberNames[] = []
  #depth = 0
  #expectsName = false
  #nextBackslash = -1
  #isOpaque = false

  constructor(text: string, { maxDepth, opaqueMember }: ScanOptions) {
    this.#text = text
    this.#maxDepth = maxDepth
    this.#opaqueMember = opaqueMember
  }

  scan(): void {
    const text = this.#text
    this.#nextBackslash = text.indexOf('\\')
    for (let index = 0; index < text.length; index += 1) {
      const code = text.charCodeAt(index)
      if (code === quote) index = this.#readString(index)
      else if (code === comma) this.#separate()
      else if (code === openBrace || code === openBracket) this.#enter(code === openBrace)
      else if (code === closeBrace || code === closeBracket) this.#leave()
      else if (code === minus || (code >= zero && code <= nine)) index = this.#readNumber(index)
    }
  }

  #enter(isObject: boolean): void {
    this.#depth += 1
    if (this.#depth > this.#maxDepth) {
      throw new SyntaxError(`it nests deeper than ${this.#maxDepth} levels`)
    }
    this.#open[this.#depth] = isObject ? this.#emptyNames(this.#depth) : null
    this.#expectsName = isObject
  }

  #leave(): void {
    if (this.#depth === 1) this.#isOpaque = false
    if (this.#depth > 0) this.#depth -= 1
    this.#expectsName = false
  }

  #separate(): void {
    if (this.#depth === 1) this.#isOpaque = false
    this.#expectsName = this.#open[this.#depth] !== null
  }

  #emptyNames(depth: number): MemberNames {
    const names = this.#pool[depth]
    if (names === undefined) {
      const created = new MemberNames()
      this.#pool[depth] = created
      return created
    }
    names.clear()
    return names
  }

  /** Returns the index of the closing quote. */
  #readString(start: number): number {
    const end = this.#findEnd(start)
    const isName = this.#expectsName
    this.#expectsName = false
    if (this.#isOpaque) return end
    const escaped = this.#nextBackslash >= 0 && this.#nextBackslash < end
    if (isName) this.#addName(this.#decode(start, end, escaped))
    else if (escaped) this.#decode(start, end, possibleSurrogate.test(this.#text.slice(start, end)))
    return end
  }

  #addName(name: string): void {
    if (this.#open[this.#depth]?.add(name) === false) {
      throw new SyntaxError(`it has the name ${JSON.stringify(name.slice(0, 60))} twice in one object`)
    }
    this.#isOpaque = this.#depth === 1 && name === this.#opaqueMember
  }

  #decode(start: number, end: number, escaped: boolean): string {
    const text = this.#text
    if (!escaped) return text.slice(start + 1, end)
    const value: unknown = JSON.parse(text.slice(start, end + 1))
    if (typeof value !== 'string' || !value.isWellFormed()) {
      throw new SyntaxError('it has half of a surrogate pair')
    }
    return value
  }

  #findEnd(start: number): number {
    const text = this.#text
    let end = text.indexOf('"', start + 1)
    if (this.#nextBackslash >= 0 && this.#nextBackslash < start) this.#nextBackslash = text.indexOf('\\', start)
    while (end >= 0 && this.#nextBackslash >= 0 && this.#nextBackslash < end && this.#isEscaped(end)) {
      end = text.indexOf('"', end + 1)
    }
    if (end < 0) throw new SyntaxError('it ends within a string')
    return end
  }

  #isEscaped(index: number): boolean {
    let first = index
    while (this.#text.charCodeAt(first - 1) === backslash) first -= 1
    return (index - first) % 2 === 1
  }

  /** Returns the index of the number's last character. */
  #readNumber(start: number): number {
    const text = this.#text
    let end = start + 1
    while (isNumberCode(text.charCodeAt(end))) end += 1
    if (!this.#isOpaque) checkNumber(text.slice(start, end))
    return end - 1
  }
}

const isNumberCode = (code: number): boolean =>
  (code >= zero && code <= nine) || code === 0x2e || code === 0x65 || code === 0x45 || code === 0x2b || code === minus

function checkNumber(token: string): void {
  const value = Number(token)
  // 1e999 and -0 are read as infinity and 0 by some, refused or kept by others.
  if (value === Number.POSITIVE_INFINITY || value === Number.NEGATIVE_INFINITY || Object.is(value, -0)) {
    throw new SyntaxError(`it has the number ${token.slice(0, 40)}, which readers take differently`)
  }
}
