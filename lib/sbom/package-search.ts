import type { SbomPackage } from './sbom.ts'

const maxWords = 8

/** Rows that contain a word. `text` is all rows in lower case, one after the other; `starts` where each begins. */
export type PackageSearch = { readonly text: string; readonly starts: Uint32Array }

/** Builds the search over name, version, package URL, licences and supplier. */
export function createPackageSearch(packages: readonly SbomPackage[]): PackageSearch {
  const starts = new Uint32Array(packages.length)
  const rows = new Array<string>(packages.length)
  let length = 0
  for (const [index, item] of packages.entries()) {
    const row = toRow(item)
    starts[index] = length
    rows[index] = row
    length += row.length
  }
  return { text: rows.join(''), starts }
}

const field = (value: string | null): string => (value === null ? '' : `\n${value}`)

function toRow(item: SbomPackage): string {
  const licenses = item.licenseConcluded === item.licenseDeclared ? null : item.licenseConcluded
  return `${item.name}${field(item.version)}${field(item.purl)}${field(item.licenseDeclared)}${field(licenses)}${field(item.supplier)}\n`.toLowerCase()
}

/** Indexes of the rows that contain every word of `q`, ascending; null when `q` has no word, which is every row. */
export function searchPackages(search: PackageSearch, q: string): Uint32Array | null {
  const words = [
    ...new Set(
      q
        .toLowerCase()
        .split(/\s+/)
        .filter((word) => word !== ''),
    ),
  ]
  // Longer words are rarer: they leave less for the others to look at.
  words.sort((a, b) => b.length - a.length)
  let rows: Uint32Array | null = null
  for (const word of words.slice(0, maxWords))
    rows = rows === null ? findRows(search, word) : keepRows(search, rows, word)
  return rows
}

function findRows({ text, starts }: PackageSearch, word: string): Uint32Array {
  const found = new Uint32Array(starts.length)
  let count = 0
  for (let at = text.indexOf(word); at !== -1; ) {
    const row = rowAt(starts, at)
    found[count] = row
    count += 1
    const next = starts[row + 1]
    if (next === undefined) break
    at = text.indexOf(word, next)
  }
  return found.subarray(0, count)
}

function keepRows({ text, starts }: PackageSearch, rows: Uint32Array, word: string): Uint32Array {
  return rows.filter((row) => text.slice(starts[row], starts[row + 1]).includes(word))
}

/** The last row that starts at or before `offset`. */
function rowAt(starts: Uint32Array, offset: number): number {
  let low = 0
  let high = starts.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if ((starts[middle] ?? 0) <= offset) low = middle
    else high = middle - 1
  }
  return low
}
