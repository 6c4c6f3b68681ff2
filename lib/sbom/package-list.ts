import type { SbomPackage } from './sbom.ts'

/** Packages of a document, read when they are looked at: the first page of 50,000 needs a hundred of them. */
export type PackageList = {
  readonly length: number
  /** Rows `from` (included) to `to` (excluded), as `Array.prototype.slice`. */
  readonly slice: (from: number, to: number) => readonly SbomPackage[]
  readonly all: () => readonly SbomPackage[]
}

/** A list over entries that were validated: `read` cannot fail. Lets the entries go once all of them are read. */
export function createPackageList<Entry>(
  entries: readonly Entry[],
  read: (entry: Entry, index: number) => SbomPackage,
): PackageList {
  let unread: readonly Entry[] | null = entries
  let packages: readonly SbomPackage[] = []
  return {
    length: entries.length,
    slice: (from, to) => {
      if (unread === null) return packages.slice(from, to)
      return unread.slice(from, to).map((entry, index) => read(entry, from + index))
    },
    all: () => {
      if (unread !== null) packages = unread.map(read)
      unread = null
      return packages
    },
  }
}
