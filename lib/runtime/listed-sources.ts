import type { Config } from '#lib/config/load-config.ts'
import type { SourceEntry } from '#lib/inspection/sources.ts'
import { parseRegistryHost, type RegistryHost, type RepositoryName } from '#lib/oci/reference.ts'
import type { RegistryOptions } from '#lib/registry/registry-options.ts'
import { samplePath } from '#lib/sample/sample-path.ts'
import type { RegistrySecrets, StoredRegistry } from '#lib/store/registry-store.ts'

/** How a source is opened. `access` changes with everything that it depends on, without saying it. */
export type Opening =
  | { readonly kind: 'layout'; readonly path: string }
  | { readonly kind: 'registry'; readonly options: RegistryOptions }

/** A source and how to open it; secrets are asked for when it is opened. */
export type ListedSource = {
  readonly entry: SourceEntry
  readonly open: () => Promise<Opening>
  readonly fingerprint: string
}

const layoutEntry = (id: string, name: string, host: string, readOnly: boolean): SourceEntry => ({
  id,
  kind: 'layout',
  host: parseRegistryHost(host),
  name,
  insecure: false,
  caPem: null,
  hasCredentials: false,
  readOnly,
  repositoriesByHand: [],
})

const toLayout = (entry: SourceEntry, path: string): ListedSource => ({
  entry,
  open: async () => ({ kind: 'layout', path }),
  fingerprint: `${entry.id} ${path}`,
})

/** The sample that comes with the product. */
const sample = toLayout(layoutEntry('sample', 'Sample', 'sample.layout', true), samplePath)

/** Built-in and configured sources; they cannot be changed over the interface. */
export function listFixedSources(config: Pick<Config, 'layouts' | 'registries'>): readonly ListedSource[] {
  const layouts = config.layouts.map(({ name, host, path }) =>
    toLayout(layoutEntry(`config-${host}`, name, host, true), path),
  )
  const registries = config.registries.map((registry): ListedSource => {
    const { host, name, insecure, caPem, clientCertificatePem, clientKeyPem, credentials, repositories } = registry
    const entry: SourceEntry = {
      id: `config-${host}`,
      kind: 'registry',
      host: parseRegistryHost(host),
      name,
      insecure,
      caPem,
      hasCredentials: credentials !== null || clientKeyPem !== null,
      readOnly: true,
      repositoriesByHand: repositories as RepositoryName[],
    }
    const options: RegistryOptions = {
      host,
      credentials,
      insecure,
      caPem,
      clientCertificatePem,
      clientKeyPem,
      repositoriesByHand: repositories,
      allowPrivate: true,
      relatedHosts: registry.relatedHosts,
    }
    return { entry, open: async () => ({ kind: 'registry', options }), fingerprint: entry.id }
  })
  return [sample, ...layouts, ...registries]
}

/** A source that somebody added over the interface. */
export function toListedSource(
  stored: StoredRegistry,
  readSecrets: (id: string) => Promise<RegistrySecrets>,
): ListedSource {
  if (stored.kind === 'layout') return toLayout(layoutEntry(stored.id, stored.name, stored.host, false), stored.path)
  const { id, host, name, insecure, caPem, clientCertificatePem, hasCredentials, repositories, revision } = stored
  const entry: SourceEntry = {
    id,
    kind: 'registry',
    host: parseRegistryHost(host),
    name,
    insecure,
    caPem,
    hasCredentials,
    readOnly: false,
    repositoriesByHand: repositories as RepositoryName[],
  }
  const open = async (): Promise<Opening> => {
    const { credentials, clientKeyPem } = await readSecrets(id)
    const own = { host, credentials, insecure, caPem, clientCertificatePem, clientKeyPem }
    return { kind: 'registry', options: { ...own, repositoriesByHand: repositories, allowPrivate: true } }
  }
  return { entry, open, fingerprint: `${id} ${revision}` }
}

/** A registry that nobody added, read anonymously: loopback only while the server itself is reachable from here alone. */
export function toAnonymousOptions(host: RegistryHost, allowLoopback: boolean): RegistryOptions {
  return {
    host,
    credentials: null,
    insecure: false,
    caPem: null,
    clientCertificatePem: null,
    clientKeyPem: null,
    repositoriesByHand: [],
    allowPrivate: allowLoopback,
  }
}
