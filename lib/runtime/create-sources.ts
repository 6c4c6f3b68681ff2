import { LRUCache } from 'lru-cache'
import type { Config } from '#lib/config/load-config.ts'
import { AppError } from '#lib/errors/app-error.ts'
import type { Sources } from '#lib/inspection/sources.ts'
import type { RegistryHost } from '#lib/oci/reference.ts'
import { isLoopbackHost } from '#lib/registry/address/address-policy.ts'
import { withCache } from '#lib/registry/cached-source.ts'
import type { ContentCache } from '#lib/registry/content-cache.ts'
import type { ImageSource } from '#lib/registry/image-source.ts'
import { createLayoutSource } from '#lib/registry/layout/layout-source.ts'
import { probeRegistry } from '#lib/registry/probe-registry.ts'
import type { RegistryOptions } from '#lib/registry/registry-options.ts'
import { createRegistrySource } from '#lib/registry/registry-source.ts'
import type { Store } from '#lib/store/open-store.ts'
import { type ListedSource, listFixedSources, toAnonymousOptions, toListedSource } from './listed-sources.ts'

// Another process on the same database may change the sources.
const listTtlMs = 2_000
const maxOpened = 500

type SourcesOptions = {
  readonly config: Pick<Config, 'layouts' | 'registries' | 'listen'>
  readonly store: Pick<Store, 'registries'>
  readonly cache: ContentCache
  readonly now: () => Date
}

type Opened = { readonly source: ImageSource; readonly close: () => void }

/** Sources that are built in, configured and added, and public registries that nobody added. */
export function createSources({ config, store, cache, now }: SourcesOptions): Sources & { close(): void } {
  const fixed = listFixedSources(config)
  let listed: { readonly at: number; readonly all: readonly ListedSource[] } | null = null
  const opened = new LRUCache<string, Promise<Opened>>({
    max: maxOpened,
    dispose: (opening) => void opening.then(({ close }) => close()).catch(() => undefined),
  })

  const list = async (): Promise<readonly ListedSource[]> => {
    const at = now().getTime()
    if (listed !== null && at - listed.at < listTtlMs) return listed.all
    const stored = await store.registries.list()
    const all = [...fixed, ...stored.map((one) => toListedSource(one, store.registries.secrets))]
    listed = { at, all }
    return all
  }

  const openOnce = (key: string, create: () => Promise<Opened>): Promise<Opened> => {
    const held = opened.get(key)
    if (held !== undefined) return held
    const opening = create()
    opened.set(key, opening)
    opening.catch(() => opened.delete(key))
    return opening
  }

  const openRegistry = (options: RegistryOptions, access: string): Opened => {
    const source = createRegistrySource(options)
    // Every question is asked anew: a tag that moved, or a signature pushed a moment ago, is seen at once.
    return { source: withCache(source, cache, { tagTtlMs: 0, access }), close: () => void source.close() }
  }

  return {
    list: async () => (await list()).map(({ entry }) => entry),
    async open(host) {
      const found = (await list()).find(({ entry }) => entry.host === host)
      if (found !== undefined) return (await openOnce(found.fingerprint, () => openListed(found, openRegistry))).source
      assertNotLayout(host)
      const options = toAnonymousOptions(host, isAnonymousLoopback(host, config))
      return (await openOnce(`anonymous ${host}`, async () => openRegistry(options, 'anonymous'))).source
    },
    async probe(entry, options) {
      const found = (await list()).find((one) => one.entry.id === entry.id)
      const opening = await found?.open()
      if (opening?.kind !== 'registry') throw new TypeError('Only a listed registry can be probed.')
      const source = createRegistrySource(opening.options)
      return probeRegistry(source, options).finally(() => source.close())
    },
    invalidate() {
      listed = null
    },
    close: () => opened.clear(),
  }
}

async function openListed(
  { entry, open, fingerprint }: ListedSource,
  openRegistry: (options: RegistryOptions, access: string) => Opened,
): Promise<Opened> {
  const opening = await open()
  if (opening.kind === 'registry') return openRegistry(opening.options, fingerprint)
  return { source: createLayoutSource({ host: entry.host, path: opening.path }), close: () => undefined }
}

function assertNotLayout(host: RegistryHost): void {
  if (!host.endsWith('.layout')) return
  throw new AppError('REGISTRY_UNKNOWN', `There is no layout named ${host.slice(0, -'.layout'.length)} here.`, {
    context: { host },
  })
}

/** Loopback registries may be read without being added only while nobody else can reach this server. */
function isAnonymousLoopback(host: RegistryHost, { listen }: Pick<Config, 'listen'>): boolean {
  return listen.loopbackOnly && isLoopbackHost(host.replace(/:\d+$/, ''))
}
