/**
 * The lines that JSON text is shown in, as places in the text: line `n` is `text.slice(starts[n], ends[n])`, indented by
 * `depths[n]` levels. Nothing is copied, so that documents of 50 MB can be looked at.
 */
export type JsonLines = {
  readonly count: number
  readonly starts: Uint32Array
  readonly ends: Uint32Array
  readonly depths: Uint16Array
}

const quote = 0x22
const comma = 0x2c
const backslash = 0x5c
const maxDepth = 65_535
/** Characters between two pauses: some 20 ms. */
const stride = 2_000_000

/**
 * Finds the lines. `pause` is awaited now and then, so that a page stays alive meanwhile. Text that is no JSON is cut into
 * lines somehow; it never throws.
 */
export async function indexJsonLines(text: string, pause: () => Promise<void>): Promise<JsonLines> {
  const writer = new LineWriter(text)
  for (let until = stride; writer.read(until); until += stride) await pause()
  return writer.toLines()
}

class LineWriter {
  readonly #text: string
  #starts = new Uint32Array(1024)
  #ends = new Uint32Array(1024)
  #depths = new Uint16Array(1024)
  #count = 0
  #at = 0
  #depth = 0
  #lineStart = -1
  #lineDepth = 0

  constructor(text: string) {
    this.#text = text
  }

  /** Reads on to about `until`; false at the end. */
  read(until: number): boolean {
    const text = this.#text
    while (this.#at < text.length && this.#at < until) {
      const code = text.charCodeAt(this.#at)
      if (code <= 0x20) this.#at += 1
      else this.#readToken(code)
    }
    if (this.#at < text.length) return true
    this.#end(text.length)
    return false
  }

  #readToken(code: number): void {
    if (code === quote) {
      this.#begin()
      this.#at = this.#skipString()
    } else if (isOpening(code)) this.#open(code)
    else if (isClosing(code)) this.#close()
    else if (code === comma) {
      this.#begin()
      this.#at += 1
      this.#end(this.#at)
    } else {
      this.#begin()
      this.#at += 1
    }
  }

  #open(code: number): void {
    this.#begin()
    const next = this.#skipSpace(this.#at + 1)
    // `{}` and `[]` stay on their line.
    if (this.#text.charCodeAt(next) === code + 2) {
      this.#at = next + 1
      return
    }
    this.#at += 1
    this.#end(this.#at)
    this.#depth = Math.min(this.#depth + 1, maxDepth)
  }

  #close(): void {
    this.#end(this.#at)
    this.#depth = Math.max(this.#depth - 1, 0)
    this.#begin()
    this.#at += 1
  }

  #begin(): void {
    if (this.#lineStart !== -1) return
    this.#lineStart = this.#at
    this.#lineDepth = this.#depth
  }

  #end(end: number): void {
    if (this.#lineStart === -1) return
    if (this.#count === this.#starts.length) this.#grow()
    this.#starts[this.#count] = this.#lineStart
    this.#ends[this.#count] = end
    this.#depths[this.#count] = this.#lineDepth
    this.#count += 1
    this.#lineStart = -1
  }

  #grow(): void {
    const length = this.#starts.length * 2
    const grown = <Numbers extends Uint32Array | Uint16Array>(empty: Numbers, old: Numbers): Numbers => {
      empty.set(old)
      return empty
    }
    this.#starts = grown(new Uint32Array(length), this.#starts)
    this.#ends = grown(new Uint32Array(length), this.#ends)
    this.#depths = grown(new Uint16Array(length), this.#depths)
  }

  #skipSpace(from: number): number {
    let at = from
    while (at < this.#text.length && this.#text.charCodeAt(at) <= 0x20) at += 1
    return at
  }

  /** Past the closing quote. A quote is escaped when an odd number of backslashes stands before it. */
  #skipString(): number {
    const text = this.#text
    for (let end = text.indexOf('"', this.#at + 1); end !== -1; end = text.indexOf('"', end + 1)) {
      let backslashes = 0
      while (text.charCodeAt(end - 1 - backslashes) === backslash) backslashes += 1
      if (backslashes % 2 === 0) return end + 1
    }
    return text.length
  }

  toLines(): JsonLines {
    return { count: this.#count, starts: this.#starts, ends: this.#ends, depths: this.#depths }
  }
}

const isOpening = (code: number): boolean => code === 0x7b || code === 0x5b
const isClosing = (code: number): boolean => code === 0x7d || code === 0x5d

/** The line that holds a place in the text; the one before it for white space between lines. */
export function findLine({ starts, count }: JsonLines, offset: number): number {
  let low = 0
  let high = count - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if ((starts[middle] ?? 0) <= offset) low = middle
    else high = middle - 1
  }
  return Math.max(low, 0)
}

export type LineMatch = { readonly line: number; readonly column: number }

/** Where the text holds `query`, whatever the case: the first place in each line, at most `max` lines. */
export function searchLines(text: string, lines: JsonLines, query: string, max: number): readonly LineMatch[] {
  if (query === '' || lines.count === 0) return []
  const pattern = new RegExp(query.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'), 'gi')
  const matches: LineMatch[] = []
  for (let match = pattern.exec(text); match !== null && matches.length < max; match = pattern.exec(text)) {
    const line = findLine(lines, match.index)
    matches.push({ line, column: match.index - (lines.starts[line] ?? 0) })
    pattern.lastIndex = Math.max(lines.ends[line] ?? text.length, match.index + 1)
  }
  return matches
}
