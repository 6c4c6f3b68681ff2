import type { SbomPackage } from './sbom.ts'

export const packageSorts = ['name', '-name', 'version', '-version', 'type', '-type', 'license', '-license'] as const
export type PackageSort = (typeof packageSorts)[number]

/**
 * Which packages of a document, in which order. `q`: words that all must occur. `type` and `license`: as counted by
 * `countTypes` and `countLicenses`; `notStated` selects the packages that state none. `after`: cursor of the page before.
 */
export type PackageQuery = {
  readonly q?: string | undefined
  readonly type?: string | undefined
  readonly license?: string | undefined
  readonly sort?: PackageSort | undefined
  readonly limit: number
  readonly after?: string | undefined
}

export type PackagePage = {
  readonly items: readonly SbomPackage[]
  readonly next: string | null
  /** How many packages match, over all pages. */
  readonly total: number
}

/** How many packages have a value; null: it is not stated. Most frequent first. */
export type ValueCount = { readonly value: string | null; readonly count: number }

/** The filter value for packages that state no type or licence (SPDX's own word). */
export const notStated = 'NOASSERTION'
