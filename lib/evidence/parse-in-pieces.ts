import { randomUUID } from 'node:crypto'
import type { JsonObject } from './json-object.ts'
import { type ContainerScan, createContainerScan } from './scan-containers.ts'
import { decodeUtf8 } from './strict-json.ts'

/**
 * Parses JSON while it arrives: long lists are parsed as they come, and the rest once, with a stand-in where each of them
 * was. A list's elements are JSON and what is around them is JSON exactly if the whole is, so nothing is taken that a
 * parser of the whole would refuse.
 */
export type PiecewiseJson = {
  readonly scan: ContainerScan
  /** Throws a `SyntaxError`, and what `onPiece` throws. Then nothing is known. */
  readonly advance: (bytes: Uint8Array, end: number) => void
  /** The text without the lists' elements; null when no list was long enough. */
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

const comma = 0x2c

type Cut = { readonly from: number; to: number }

export function createPiecewiseJson({ maxDepth, listDepth, onPiece }: PiecewiseOptions): PiecewiseJson {
  const standIn = randomUUID()
  const lists: unknown[][] = []
  const cuts: Cut[] = []
  let list: unknown[] | null = null
  let pieceStart = 0
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
    const isFirst = list === null
    const from = isFirst ? pieceStart : skipComma(bytes, pieceStart, end)
    onPiece(bytes.subarray(from, end))
    const elements = parsePiece(bytes, from, end)
    if (elements.length === 0) throw new SyntaxError('a list has a comma and nothing after it')
    if (list === null) {
      list = []
      lists.push(list)
      cuts.push({ from: pieceStart, to: end })
    }
    for (const element of elements) list.push(element)
    const cut = cuts.at(-1)
    if (cut !== undefined) cut.to = end
    pieceStart = end
  }
  const scan = createContainerScan(maxDepth, {
    depth: listDepth,
    onOpen: (at) => {
      list = null
      pieceStart = at + 1
    },
    onElement: (bytes, end) => {
      if (end - pieceStart >= pieceBytes) takePiece(bytes, end)
    },
    onClose: (bytes, at) => {
      if (list !== null && !isBlank(bytes, pieceStart, at)) takePiece(bytes, at)
    },
  })
  return {
    scan,
    advance: scan.advance,
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

const isSpace = (byte: number | undefined): boolean => byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09

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
