import type { PackageLinks } from './package-links.ts'
import type { PackageList } from './package-list.ts'

/**
 * How many packages state what NTIA's "Minimum Elements For a Software Bill of Materials" (2021) asks of each, and a
 * licence. `identifier`: a package URL or CPE; `relationship`: it stands in one with anything.
 */
export type StatedCounts = {
  readonly version: number
  readonly identifier: number
  readonly purl: number
  readonly supplier: number
  readonly license: number
  readonly relationship: number
}

/** Counts over all packages of a document. */
export function countStated(packages: PackageList, links: PackageLinks): StatedCounts {
  const counts = { version: 0, identifier: 0, purl: 0, supplier: 0, license: 0 }
  for (const item of packages.all()) {
    if (item.version !== null) counts.version += 1
    if (item.purl !== null) counts.purl += 1
    if (item.purl !== null || item.cpes.length > 0) counts.identifier += 1
    if (item.supplier !== null) counts.supplier += 1
    if (item.licenseDeclared !== null || item.licenseConcluded !== null) counts.license += 1
  }
  return { ...counts, relationship: links.countLinked() }
}
