import type { RegistryHost, RepositoryName } from '#lib/oci/reference.ts'
import type { ImageSource, ReadOptions } from '#lib/registry/image-source.ts'
import type { RegistryProbe } from '#lib/registry/probe-registry.ts'

/** A source as people see it: credentials are known to exist, never shown. */
export type SourceEntry = {
  readonly id: string
  readonly kind: 'registry' | 'layout'
  readonly host: RegistryHost
  readonly name: string
  readonly insecure: boolean
  readonly caPem: string | null
  readonly hasCredentials: boolean
  /** Built in or named in the configuration file: it cannot be changed here. */
  readonly readOnly: boolean
  readonly repositoriesByHand: readonly RepositoryName[]
}

/** Where images come from. */
export interface Sources {
  list(): Promise<readonly SourceEntry[]>
  /**
   * The source behind a host: one that was added, or a registry read anonymously.
   * Throws `REGISTRY_UNKNOWN` for a layout that was not added, `REGISTRY_ADDRESS_REFUSED` for private spellings.
   */
  open(host: RegistryHost): Promise<ImageSource>
  /** Tries a registry with its credentials. */
  probe(entry: SourceEntry, options: ReadOptions): Promise<RegistryProbe>
  /** Forgets what was opened, after sources changed. */
  invalidate(): void
}
