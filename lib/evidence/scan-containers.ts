/**
 * Finds the largest list or object among the members of an outermost JSON object, and how deep the text nests, without
 * reading anything else. Takes the bytes piece by piece. Of text that is no JSON the places are wherever they may be.
 */
export type ContainerScan = {
  readonly maxDepth: number
  /** Looks at the bytes from where the last call ended up to `end`. Throws a `SyntaxError` where it nests too deep. */
  readonly advance: (bytes: Uint8Array, end: number) => void
  /** Goes on at the end of an element of a list at the listener's depth; what was looked at before does not count. */
  readonly moveTo: (at: number) => void
  /** Where the largest value begins and ends (excluded); null when no member is a list or an object. */
  readonly largest: () => { readonly from: number; readonly to: number } | null
}

/** Told of the lists that are open at one depth, and of the lists and objects in them. Positions are those of the brackets. */
export type ListListener = {
  readonly depth: number
  readonly onOpen: (at: number) => void
  readonly onElement: (bytes: Uint8Array, end: number) => void
  readonly onClose: (bytes: Uint8Array, at: number) => void
}

const quote = 0x22
const backslash = 0x5c
const openBracket = 0x5b

// What a byte means outside of strings: 1 opens, 2 closes, 3 begins a string.
const meanings = new Uint8Array(256)
for (const mark of '[{') meanings[mark.charCodeAt(0)] = 1
for (const mark of ']}') meanings[mark.charCodeAt(0)] = 2
meanings[quote] = 3

/** `maxDepth`: containers inside containers at most, the outermost one included. */
export function createContainerScan(maxDepth: number, lists: ListListener | null = null): ContainerScan {
  const listDepth = lists?.depth ?? -1
  let at = 0
  let openDepth = 0
  let isInString = false
  let isInList = false
  let openedAt = 0
  let from = 0
  let to = 0

  const noteOpened = (bytes: Uint8Array, index: number, depth: number): void => {
    if (depth > maxDepth) throw new SyntaxError(`it nests deeper than ${maxDepth} levels`)
    if (depth === 2) openedAt = index
    if (depth !== listDepth) return
    isInList = bytes[index] === openBracket
    if (isInList) lists?.onOpen(index)
  }
  const noteClosed = (bytes: Uint8Array, index: number, depth: number): void => {
    if (depth === 1 && index + 1 - openedAt > to - from) {
      from = openedAt
      to = index + 1
    }
    if (!isInList) return
    if (depth === listDepth) lists?.onElement(bytes, index + 1)
    if (depth !== listDepth - 1) return
    isInList = false
    lists?.onClose(bytes, index)
  }
  // The state is in local variables while it runs: a byte takes a nanosecond.
  const advance = (bytes: Uint8Array, end: number): void => {
    let index = at
    let depth = openDepth
    let inString = isInString
    while (index < end) {
      if (inString) {
        while (index < end && bytes[index] !== quote) index += bytes[index] === backslash ? 2 : 1
        if (index >= end) break
        inString = false
        index += 1
      }
      while (index < end && meanings[bytes[index] as number] === 0) index += 1
      if (index >= end) break
      const meaning = meanings[bytes[index] as number]
      if (meaning === 3) inString = true
      else if (meaning === 1) {
        depth += 1
        if (depth <= 2 || depth === listDepth || depth > maxDepth) noteOpened(bytes, index, depth)
      } else {
        depth -= 1
        if (depth <= 1 || depth <= listDepth) noteClosed(bytes, index, depth)
      }
      index += 1
    }
    at = index
    openDepth = depth
    isInString = inString
  }
  const moveTo = (end: number): void => {
    at = end
    openDepth = listDepth
    isInString = false
    isInList = true
  }
  return { maxDepth, advance, moveTo, largest: () => (to > from ? { from, to } : null) }
}
