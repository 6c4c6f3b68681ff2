import { randomUUID } from 'node:crypto'
import { isJsonObject, type JsonObject } from './json-object.ts'
import { createContainerScan } from './scan-containers.ts'
import { decodeUtf8 } from './strict-json.ts'

/**
 * Parses JSON while it arrives: long lists are parsed as they come, and the rest once, with a stand-in where each of them
 * was. A list's elements are JSON and what is around them is JSON exactly if the whole is, so nothing is taken that a
 * parser of the whole would refuse.
 */
export type PiecewiseJson = {
  readonly maxDepth: number
  /** Throws a `SyntaxError`, and what `onPiece` throws. Then nothing is known. */
  readonly advance: (bytes: Uint8Array, end: number) => void
  /** The same for the last time. */
  readonly finish: (bytes: Uint8Array, end: number) => void
  /** The text without the lists' elements, once it was finished; null when no list was long enough. */
  readonly toRest: (bytes: Uint8Array, end: number) => string | null
  /** Puts the lists back into the object that has them as members; false unless every one of them was there. */
  readonly restore: (holder: JsonObject) => boolean
}

export type PiecewiseOptions = {
  readonly maxDepth: number
  /** How many lists and objects are open inside the wanted lists: 2 for members of the outermost object. */
  readonly listDepth: number
  /** Called with the bytes of each piece before it is parsed. */
  readonly onPiece: (bytes: Uint8Array) => void
}

// Of short texts the parser puts the values into the young part of the heap, from where they are copied twice.
const pieceBytes = 1.25 * 1024 * 1024

type Cut = { readonly from: number; to: number }

/** A list that is open. `separator` is what stands between its first two elements, with the first name in the second. */
type OpenList = {
  elements: unknown[] | null
  pieceStart: number
  firstEnd: number
  separator: Buffer | null
}

export function createPiecewiseJson({ maxDepth, listDepth, onPiece }: PiecewiseOptions): PiecewiseJson {
  const standIn = randomUUID()
  const lists: unknown[][] = []
  const cuts: Cut[] = []
  let list: OpenList = { elements: null, pieceStart: 0, firstEnd: 0, separator: null }
  let isLeaping = false
  let scratch = new Uint8Array(0)

  /** In brackets, from memory of its own: text is made twice as fast from it as from shared memory. */
  const parsePiece = (bytes: Uint8Array, from: number, to: number): unknown[] => {
    const length = to - from + 2
    if (scratch.byteLength < length) scratch = new Uint8Array(length + pieceBytes / 4)
    scratch[0] = 0x5b
    scratch.set(bytes.subarray(from, to), 1)
    scratch[length - 1] = 0x5d
    return JSON.parse(decodeUtf8(scratch.subarray(0, length))) as unknown[]
  }
  const takePiece = (bytes: Uint8Array, end: number): void => {
    const { pieceStart } = list
    const from = list.elements === null ? pieceStart : skipComma(bytes, pieceStart, end)
    onPiece(bytes.subarray(from, end))
    const elements = parsePiece(bytes, from, end)
    if (elements.length === 0) throw new SyntaxError('a list has a comma and nothing after it')
    if (maxDepth !== Number.POSITIVE_INFINITY && nestsDeeper(elements, maxDepth - listDepth + 1))
      throw new SyntaxError(`it nests deeper than ${maxDepth} levels`)
    if (list.elements === null) {
      list.elements = []
      lists.push(list.elements)
      cuts.push({ from: pieceStart, to: end })
    }
    for (const element of elements) list.elements.push(element)
    const cut = cuts.at(-1)
    if (cut !== undefined) cut.to = end
    list.pieceStart = end
  }
  const scan = createContainerScan(maxDepth, {
    depth: listDepth,
    onOpen: (at) => {
      isLeaping = false
      list = { elements: null, pieceStart: at + 1, firstEnd: 0, separator: null }
    },
    onElement: (bytes, end) => {
      if (list.firstEnd === 0) list.firstEnd = end
      if (end - list.pieceStart < pieceBytes) return
      const isFirstPiece = list.elements === null
      takePiece(bytes, end)
      if (isFirstPiece) list.separator = findSeparator(bytes, list.firstEnd, end)
      isLeaping = list.separator !== null
    },
    onClose: (bytes, at) => {
      isLeaping = false
      if (list.elements !== null && !isBlank(bytes, list.pieceStart, at)) takePiece(bytes, at)
    },
  })
  /** Looks at every byte again from where the last piece ended. */
  const land = (bytes: Uint8Array, end: number): void => {
    isLeaping = false
    scan.moveTo(list.pieceStart)
    scan.advance(bytes, end)
  }
  /**
   * From one place that looks like the end of an element to the next, without looking at what is between: if it parses in
   * brackets, it was one. False where there is no such place, or it was none.
   */
  const leap = (bytes: Uint8Array, end: number): boolean => {
    const { pieceStart, separator } = list
    if (separator === null) return false
    const from = pieceStart + pieceBytes / 2
    const found = viewOf(bytes, from, Math.min(end, pieceStart + 2 * pieceBytes)).lastIndexOf(separator)
    if (found === -1) return false
    try {
      takePiece(bytes, from + found + 1)
      return true
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error
      // Two tries at each place would be without end: this list is looked at byte by byte.
      list.separator = null
      return false
    }
  }
  const advance = (bytes: Uint8Array, end: number): void => {
    if (!isLeaping) scan.advance(bytes, end)
    while (isLeaping && end - list.pieceStart >= pieceBytes) if (!leap(bytes, end)) land(bytes, end)
  }
  return {
    maxDepth,
    advance,
    finish(bytes, end) {
      advance(bytes, end)
      if (isLeaping) land(bytes, end)
    },
    toRest(bytes, end) {
      if (cuts.length === 0) return null
      let rest = ''
      let at = 0
      for (const [index, { from, to }] of cuts.entries()) {
        rest += `${decodeUtf8(bytes.subarray(at, from))}"${standIn}${index}"`
        at = to
      }
      return rest + decodeUtf8(bytes.subarray(at, end))
    },
    restore(holder) {
      let restored = 0
      for (const [name, value] of Object.entries(holder)) {
        const mark = Array.isArray(value) && value.length === 1 ? value[0] : null
        if (typeof mark !== 'string' || !mark.startsWith(standIn)) continue
        ;(holder as { [name: string]: unknown })[name] = lists[Number(mark.slice(standIn.length))]
        restored += 1
      }
      return restored === lists.length
    },
  }
}

const viewOf = (bytes: Uint8Array, from: number, to: number): Buffer =>
  Buffer.from(bytes.buffer, bytes.byteOffset + from, to - from)

// A line break, some spaces and a name.
const maxSeparatorBytes = 200

/** What stands after the end of a list's first element, from its bracket to the colon after the next name; null when it is not so. */
function findSeparator(bytes: Uint8Array, firstEnd: number, end: number): Buffer | null {
  const view = viewOf(bytes, firstEnd - 1, Math.min(end, firstEnd + maxSeparatorBytes))
  const colon = view.indexOf(':')
  return view[0] !== 0x7d || colon === -1 ? null : Buffer.from(view.subarray(0, colon + 1))
}

/** Whether lists and objects are inside one another more than `depth` times. */
function nestsDeeper(value: unknown, depth: number): boolean {
  if (depth === 0) return true
  if (Array.isArray(value)) {
    for (const item of value) if (typeof item === 'object' && item !== null && nestsDeeper(item, depth - 1)) return true
  } else if (isJsonObject(value)) {
    for (const name in value) {
      const item = value[name]
      if (typeof item === 'object' && item !== null && nestsDeeper(item, depth - 1)) return true
    }
  }
  return false
}

const isSpace = (byte: number | undefined): boolean => byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09
const comma = 0x2c

function skipComma(bytes: Uint8Array, from: number, end: number): number {
  let at = from
  while (at < end && isSpace(bytes[at])) at += 1
  if (bytes[at] !== comma) throw new SyntaxError('a list has no comma between its elements')
  return at + 1
}

function isBlank(bytes: Uint8Array, from: number, end: number): boolean {
  let at = from
  while (at < end && isSpace(bytes[at])) at += 1
  return at === end
}
