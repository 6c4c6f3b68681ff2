export type StrictJsonOptions = {
  /** Containers inside containers at most; V8's parser recurses. */
  readonly maxDepth: number
  /** A member of the outermost object whose inside may repeat names: a predicate is somebody else's format. */
  readonly opaqueMember?: string
}

const quote = 0x22
const comma = 0x2c
const openBracket = 0x5b
const backslash = 0x5c
const closeBracket = 0x5d
const openBrace = 0x7b
const closeBrace = 0x7d

/** UTF-8 text of `bytes`; throws a `SyntaxError` for invalid UTF-8. A byte order mark stays and is refused by the parser. */
export function decodeUtf8(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch (cause) {
    throw new SyntaxError('it is not UTF-8', { cause })
  }
}

/**
 * Reads JSON in which no object has a name twice: parsers disagree about which of two counts, so that one text could say
 * different things to two verifiers. Throws a `SyntaxError` with the reason.
 */
export function parseStrictJson(text: string, options: StrictJsonOptions): unknown {
  assertStrictJson(text, options)
  return JSON.parse(text)
}

/**
 * Scans JSON text for repeated names and depth; throws a `SyntaxError` with the reason. Text that is no JSON at all is
 * left to the parser to refuse.
 */
export function assertStrictJson(text: string, { maxDepth, opaqueMember }: StrictJsonOptions): void {
  const names: (Set<string> | null)[] = []
  let nameNext = false
  let opaqueDepth = Number.POSITIVE_INFINITY
  let opaqueNext = false
  for (let at = 0; at < text.length; at += 1) {
    switch (text.charCodeAt(at)) {
      case quote: {
        const end = endOfString(text, at)
        if (nameNext) {
          const name = readName(text, at, end)
          addName(names.at(-1), name)
          nameNext = false
          opaqueNext = names.length === 1 && name === opaqueMember
        }
        at = end
        break
      }
      case openBrace:
      case openBracket: {
        if (names.length >= maxDepth) throw new SyntaxError(`it nests deeper than ${maxDepth} levels`)
        if (opaqueNext) opaqueDepth = names.length
        opaqueNext = false
        const isObject = text.charCodeAt(at) === openBrace && names.length < opaqueDepth
        names.push(isObject ? new Set() : null)
        nameNext = isObject
        break
      }
      case closeBrace:
      case closeBracket:
        names.pop()
        if (names.length <= opaqueDepth) opaqueDepth = Number.POSITIVE_INFINITY
        nameNext = false
        break
      case comma:
        nameNext = names.at(-1) != null
        opaqueNext = false
        break
    }
  }
}

function endOfString(text: string, start: number): number {
  for (let end = text.indexOf('"', start + 1); end !== -1; end = text.indexOf('"', end + 1)) {
    let first = end
    while (text.charCodeAt(first - 1) === backslash) first -= 1
    if ((end - first) % 2 === 0) return end
  }
  return text.length
}

/** The name between two quotes, with its escapes read: `"\u0061"` is `"a"`. */
function readName(text: string, start: number, end: number): string {
  const raw = text.slice(start + 1, end)
  return raw.includes('\\') ? String(JSON.parse(text.slice(start, end + 1))) : raw
}

function addName(names: Set<string> | null | undefined, name: string): void {
  if (names?.has(name))
    throw new SyntaxError(`it has the name ${JSON.stringify(name.slice(0, 60))} twice in one object`)
  names?.add(name)
}
