const opening = new Set(['{', '['])
const closing = new Set(['}', ']'])

/**
 * JSON text with line breaks and indentation; nothing but white space outside of strings changes, so repeated keys,
 * escapes and the spelling of numbers stay visible. Stops at `maxLength` characters. Never throws.
 */
export function indentJson(text: string, maxLength = Number.POSITIVE_INFINITY): string {
  let depth = 0
  let length = 0
  const parts: string[] = []
  const add = (part: string) => {
    parts.push(part)
    length += part.length
  }
  const newLine = () => add(`\n${'  '.repeat(Math.min(depth, 100))}`)
  // Strings, white space, and all other characters one by one or as a word.
  for (const [token] of text.matchAll(/"(?:[^"\\]|\\.)*"?|\s+|[^\s"{}[\],:]+|[{}[\],:]/g)) {
    if (length > maxLength) break
    if (/^\s/.test(token)) continue
    if (opening.has(token)) {
      add(token)
      depth += 1
      newLine()
    } else if (closing.has(token)) {
      depth = Math.max(0, depth - 1)
      const last = parts.at(-1) ?? ''
      const isEmpty = last.startsWith('\n') && opening.has(parts.at(-2) ?? '')
      if (isEmpty) length -= parts.pop()?.length ?? 0
      else newLine()
      add(token)
    } else if (token === ',') {
      add(token)
      newLine()
    } else if (token === ':') add(': ')
    else add(token)
  }
  return parts.join('').slice(0, maxLength)
}
