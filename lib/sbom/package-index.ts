import { AppError } from '#lib/errors/app-error.ts'
import { listLicenses } from './list-licenses.ts'
import type { PackageList } from './package-list.ts'
import { notStated, type PackagePage, type PackageQuery, type PackageSort, type ValueCount } from './package-query.ts'
import { createPackageSearch, type PackageSearch, searchPackages } from './package-search.ts'
import { sortPackages } from './package-sort.ts'
import type { SbomPackage } from './sbom.ts'

/** Answers queries over the packages of one document. What a query needs is built with the first that needs it. */
export type PackageIndex = {
  /** Throws `REQUEST_INVALID` for a cursor that no page gave. */
  readonly query: (query: PackageQuery) => PackagePage
  readonly countTypes: () => readonly ValueCount[]
  readonly countLicenses: () => readonly ValueCount[]
  /** Builds the next part that is not there yet; false when all are. For idle moments. */
  readonly prepare: () => boolean
}

// Counts are for filters; a document can claim a licence of its own for each package.
const maxCounts = 1000

export function createPackageIndex(packages: PackageList): PackageIndex {
  let search: PackageSearch | null = null
  const orders = new Map<string, Uint32Array>()
  const licenses = createLicenseReader()
  const toSearch = () => {
    search ??= createPackageSearch(packages.all())
    return search
  }
  const toOrder = (key: string) => {
    const order = orders.get(key) ?? sortPackages(packages.all(), key)
    orders.set(key, order)
    return order
  }
  const query = (asked: PackageQuery): PackagePage => {
    const offset = parseCursor(asked.after)
    const found = asked.q === undefined ? null : searchPackages(toSearch(), asked.q)
    const rows = select(packages, found, asked, licenses)
    const ordered = asked.sort === undefined ? rows : arrange(rows, asked.sort, toOrder)
    return toPage(packages, ordered, offset, asked.limit)
  }
  return {
    query,
    countTypes: () => count(packages, (item) => [item.type]),
    countLicenses: () => count(packages, licenses),
    prepare: () => {
      if (search === null) return toSearch() !== null
      const missing = ['name', 'type', 'license', 'version'].find((key) => !orders.has(key))
      return missing !== undefined && toOrder(missing) !== null
    },
  }
}

/** null is every row in the document's order: nothing to allocate for the commonest question. */
type Rows = Uint32Array | { readonly length: number; readonly all: true }

type LicenseReader = (item: SbomPackage) => readonly (string | null)[]

function createLicenseReader(): LicenseReader {
  const known = new Map<string, readonly string[]>()
  const read = (expression: string | null): readonly string[] => {
    if (expression === null) return []
    const names = known.get(expression) ?? listLicenses(expression)
    known.set(expression, names)
    return names
  }
  return ({ licenseDeclared, licenseConcluded }) => {
    if (licenseDeclared === null && licenseConcluded === null) return [null]
    if (licenseConcluded === null || licenseConcluded === licenseDeclared) return read(licenseDeclared)
    return [...new Set([...read(licenseDeclared), ...read(licenseConcluded)])]
  }
}

function select(
  packages: PackageList,
  found: Uint32Array | null,
  { type, license }: PackageQuery,
  licenses: LicenseReader,
): Rows {
  if (type === undefined && license === undefined) return found ?? { length: packages.length, all: true }
  const wantedType = type === notStated || type === '' ? null : type
  const wantedLicense = license === notStated || license === '' ? null : license
  const matches = (item: SbomPackage) =>
    (type === undefined || item.type === wantedType) &&
    (license === undefined ||
      item.licenseDeclared === license ||
      item.licenseConcluded === license ||
      licenses(item).includes(wantedLicense ?? null))
  const items = packages.all()
  const rows: number[] = []
  const length = found?.length ?? items.length
  for (let at = 0; at < length; at += 1) {
    const row = found === null ? at : (found[at] ?? 0)
    const item = items[row]
    if (item !== undefined && matches(item)) rows.push(row)
  }
  return Uint32Array.from(rows)
}

/** Rows in the wanted order. Descending is the ascending order backwards, so that both agree on ties. */
function arrange(rows: Rows, sort: PackageSort, toOrder: (key: string) => Uint32Array): Rows {
  const descending = sort.startsWith('-')
  const order = toOrder(descending ? sort.slice(1) : sort)
  const kept = 'all' in rows ? order.slice() : keepOrder(order, rows)
  return descending ? kept.reverse() : kept
}

function keepOrder(order: Uint32Array, rows: Uint32Array): Uint32Array {
  const wanted = new Uint8Array(order.length)
  for (const row of rows) wanted[row] = 1
  return order.filter((row) => wanted[row] === 1)
}

function toPage(packages: PackageList, rows: Rows, offset: number, limit: number): PackagePage {
  const end = Math.min(offset + limit, rows.length)
  const wanted = 'all' in rows ? packages.slice(offset, end) : pick(packages.all(), rows.subarray(offset, end))
  const items = wanted.slice(0, countFitting(wanted))
  const next = offset + items.length
  return { items, next: next < rows.length && items.length > 0 ? String(next) : null, total: rows.length }
}

// attacker-controlled: rows can be megabytes each. A thousand ordinary ones have 600,000 characters.
const maxPageLength = 4_000_000

/** How many of the rows fit into a page; one always does. */
function countFitting(items: readonly SbomPackage[]): number {
  let length = 0
  const over = items.findIndex((item) => {
    length += item.name.length + (item.purl?.length ?? 0) + item.id.length + (item.licenseDeclared?.length ?? 0)
    length += (item.version?.length ?? 0) + (item.licenseConcluded?.length ?? 0) + (item.supplier?.length ?? 0)
    for (const cpe of item.cpes) length += cpe.length
    return length > maxPageLength
  })
  return over === -1 ? items.length : Math.max(1, over)
}

function pick(packages: readonly SbomPackage[], rows: Uint32Array): readonly SbomPackage[] {
  return Array.from(rows).flatMap((row) => packages[row] ?? [])
}

/** Where a list goes on. Throws `REQUEST_INVALID` for a cursor that no page gave. */
export function parseCursor(after: string | undefined): number {
  if (after === undefined) return 0
  if (/^\d{1,9}$/.test(after)) return Number(after)
  throw new AppError('REQUEST_INVALID', 'after is not a cursor of this list.', { context: { field: 'after' } })
}

function count(
  packages: PackageList,
  valuesOf: (item: SbomPackage) => readonly (string | null)[],
): readonly ValueCount[] {
  const counts = new Map<string | null, number>()
  for (const item of packages.all()) for (const value of valuesOf(item)) counts.set(value, (counts.get(value) ?? 0) + 1)
  return [...counts]
    .map(([value, number]) => ({ value, count: number }))
    .sort((a, b) => b.count - a.count || compareText(a.value ?? '', b.value ?? ''))
    .slice(0, maxCounts)
}

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
