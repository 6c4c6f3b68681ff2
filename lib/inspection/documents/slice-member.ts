/**
 * The text of a member's value in a JSON object, exactly as it stands there; null when the object has no such member.
 * The last of several counts, as with JSON.parse. The text must be valid JSON: this only finds places in it.
 */
export function sliceMember(text: string, name: string): string | null {
  let found: string | null = null
  let at = skipSpace(text, skipSpace(text, 0) + 1)
  while (text[at] === '"') {
    const nameEnd = skipString(text, at)
    const isWanted = JSON.parse(text.slice(at, nameEnd)) === name
    const start = skipSpace(text, skipSpace(text, nameEnd) + 1)
    const end = skipValue(text, start)
    if (isWanted) found = text.slice(start, end)
    at = skipSpace(text, end)
    if (text[at] !== ',') break
    at = skipSpace(text, at + 1)
  }
  return found
}

function skipSpace(text: string, from: number): number {
  let at = from
  while (text[at] === ' ' || text[at] === '\n' || text[at] === '\t' || text[at] === '\r') at += 1
  return at
}

/** Past the closing quote. A quote is escaped when an odd number of backslashes stands before it. */
function skipString(text: string, from: number): number {
  for (let end = text.indexOf('"', from + 1); end !== -1; end = text.indexOf('"', end + 1)) {
    let backslashes = 0
    while (text[end - 1 - backslashes] === '\\') backslashes += 1
    if (backslashes % 2 === 0) return end + 1
  }
  return text.length
}

const quote = 0x22
const openings = new Set([0x5b, 0x7b])
const closings = new Set([0x5d, 0x7d])

/** Past a value: to the `,` or closing bracket on its own level. */
function skipValue(text: string, from: number): number {
  let depth = 0
  for (let at = from; at < text.length; at += 1) {
    const code = text.charCodeAt(at)
    if (code === quote) {
      at = skipString(text, at) - 1
      if (depth === 0) return at + 1
    } else if (openings.has(code)) depth += 1
    else if (closings.has(code)) {
      if (depth === 0) return at
      depth -= 1
      if (depth === 0) return at + 1
    } else if (depth === 0 && (code === 0x2c || code <= 0x20)) return at
  }
  return text.length
}
