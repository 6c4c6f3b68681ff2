import { AppError } from '#lib/errors/app-error.ts'
import { parseCursor } from './package-index.ts'
import type { PackageList } from './package-list.ts'
import type { SbomPackage } from './sbom.ts'

/** A relationship as a document states it: `type` in its own spelling, about elements by their identifiers. */
export type StatedLink = { readonly from: string; readonly type: string; readonly to: string }

/** What a stated type means for the element that it starts from; for the other one it is the opposite. */
export type LinkMeaning = 'dependsOn' | 'dependencyOf' | 'contains' | 'containedIn' | 'other'
export const linkRelations = ['dependsOn', 'dependencyOf', 'contains', 'containedIn', 'other'] as const

/** One relationship of a package, seen from it. `name` is null for an element that the document does not describe. */
export type PackageLink = {
  readonly relation: LinkMeaning
  readonly type: string
  readonly id: string
  readonly name: string | null
  readonly version: string | null
  readonly kind: 'package' | 'file' | 'other'
}

/** `after`: cursor of the page before. */
export type LinkQuery = {
  readonly id: string
  readonly relation?: LinkMeaning | undefined
  readonly limit: number
  readonly after?: string | undefined
}

export type LinkPage = {
  readonly package: SbomPackage
  readonly items: readonly PackageLink[]
  readonly next: string | null
  readonly total: number
  /** How many there are of each relation, whichever was asked for. */
  readonly counts: Readonly<Record<LinkMeaning, number>>
  /** How many files it contains. */
  readonly fileCount: number
}

/** What a format's reader gives. Read once, when it is first asked about, and then let go. */
export type LinkSource = {
  readonly listLinks: () => Iterable<StatedLink>
  readonly meaningOf: (type: string) => LinkMeaning
  /** Identifier and name of each file. */
  readonly listFiles: () => Iterable<readonly [id: string, name: string]>
}

/** The relationships between packages, in little memory. */
export type PackageLinks = {
  /** Throws `REQUEST_INVALID` for an identifier that no package has, and a cursor that no page gave. */
  readonly query: (query: LinkQuery) => LinkPage
  /** How many packages are in a relationship with anything. */
  readonly countLinked: () => number
  readonly prepare: () => void
}

// What is kept of a document that states more: a million relationships take 12 MB.
const maxLinks = 1_000_000

type Table = {
  readonly rows: ReadonlyMap<string, number>
  /** Rows of packages, then what else is named: `others[number - rows]`. */
  readonly from: Int32Array
  readonly to: Int32Array
  readonly types: Int32Array
  readonly typeNames: readonly string[]
  readonly others: readonly { readonly id: string; readonly fileName: string | null }[]
}

const noTable: Table = {
  rows: new Map(),
  from: new Int32Array(),
  to: new Int32Array(),
  types: new Int32Array(),
  typeNames: [],
  others: [],
}

const opposites = {
  dependsOn: 'dependencyOf',
  dependencyOf: 'dependsOn',
  contains: 'containedIn',
  containedIn: 'contains',
  other: 'other',
} as const

export function createPackageLinks(packages: PackageList, source: LinkSource): PackageLinks {
  const { meaningOf } = source
  let read: (() => Table) | null = createReader(packages, source)
  let table = noTable
  let linked: number | null = null
  // Whoever made the table lets the document go.
  const toTable = (): Table => {
    if (read !== null) table = read()
    read = null
    return table
  }
  const describe = (number: number): Pick<PackageLink, 'id' | 'name' | 'version' | 'kind'> => {
    const item = packages.all()[number]
    if (item !== undefined) return { id: item.id, name: item.name, version: item.version, kind: 'package' }
    const other = toTable().others[number - packages.length]
    const name = other?.fileName ?? null
    return { id: other?.id ?? '', name, version: null, kind: name === null ? 'other' : 'file' }
  }
  return {
    query({ id, relation, limit, after }) {
      const { rows, from, to, types, typeNames, others } = toTable()
      const offset = parseCursor(after)
      const row = rows.get(id) ?? -1
      const item = packages.all()[row]
      if (item === undefined) throw unknownPackage()
      const meanings = typeNames.map(meaningOf)
      const counts = { dependsOn: 0, dependencyOf: 0, contains: 0, containedIn: 0, other: 0 }
      const items: PackageLink[] = []
      let fileCount = 0
      const note = (other: number, type: number, isForward: boolean): void => {
        const meaning = meanings[type] ?? 'other'
        const seen = isForward ? meaning : opposites[meaning]
        if (seen === 'contains' && (others[other - packages.length]?.fileName ?? null) !== null) fileCount += 1
        counts[seen] += 1
        const place = relation === undefined ? sum(counts) : seen === relation ? counts[relation] : 0
        if (place > offset && items.length < limit)
          items.push({ relation: seen, type: typeNames[type] ?? '', ...describe(other) })
      }
      for (let index = 0; index < from.length; index += 1) {
        const [start, end, type] = [from[index] ?? -1, to[index] ?? -1, types[index] ?? 0]
        if (start === row) note(end, type, true)
        else if (end === row) note(start, type, false)
      }
      const total = relation === undefined ? sum(counts) : counts[relation]
      const next = offset + items.length
      return { package: item, items, next: next < total ? String(next) : null, total, counts, fileCount }
    },
    countLinked: () => {
      if (linked === null) linked = countRows(toTable(), packages.length)
      return linked
    },
    prepare: () => void toTable(),
  }
}

const unknownPackage = (): AppError =>
  new AppError('REQUEST_INVALID', 'The SBOM lists no package with this identifier.', { context: { field: 'id' } })

const sum = (counts: Readonly<Record<LinkMeaning, number>>): number =>
  counts.dependsOn + counts.dependencyOf + counts.contains + counts.containedIn + counts.other

function countRows({ from, to }: Table, length: number): number {
  const seen = new Uint8Array(length)
  for (const ends of [from, to]) for (const number of ends) if (number < length) seen[number] = 1
  return seen.reduce((count, one) => count + one, 0)
}

// Apart from the closures that live on: they would keep the document.
const createReader = (packages: PackageList, source: LinkSource) => () => createTable(packages, source)

function createTable(packages: PackageList, { listLinks, listFiles }: LinkSource): Table {
  const rows = new Map<string, number>()
  for (const [row, { id }] of packages.all().entries()) if (!rows.has(id)) rows.set(id, row)
  const others = new Map<string, number>()
  const names = new Map<string, number>()
  const ends: [number[], number[], number[]] = [[], [], []]
  const numberOf = (id: string): number => rows.get(id) ?? toNumber(others, id) + packages.length
  for (const { from, type, to } of listLinks()) {
    if (ends[0].length === maxLinks) break
    // What speaks of no package at all is nobody's relationship here.
    if (!rows.has(from) && !rows.has(to)) continue
    ends[0].push(numberOf(from))
    ends[1].push(numberOf(to))
    ends[2].push(toNumber(names, type))
  }
  const fileNames = new Map<string, string>()
  if (others.size > 0) for (const [id, name] of listFiles()) if (others.has(id)) fileNames.set(id, name)
  return {
    rows,
    from: Int32Array.from(ends[0]),
    to: Int32Array.from(ends[1]),
    types: Int32Array.from(ends[2]),
    typeNames: [...names.keys()],
    others: [...others.keys()].map((id) => ({ id, fileName: fileNames.get(id) ?? null })),
  }
}

function toNumber(numbers: Map<string, number>, text: string): number {
  const number = numbers.get(text) ?? numbers.size
  numbers.set(text, number)
  return number
}
