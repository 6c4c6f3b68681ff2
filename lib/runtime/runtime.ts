import { join } from 'node:path'
import { setLimits } from '#lib/config/limits.ts'
import { type Config, loadConfig } from '#lib/config/load-config.ts'
import { createDocumentPool } from '#lib/inspection/documents/document-pool.ts'
import { createExaminePool } from '#lib/inspection/examining/examine-pool.ts'
import type { InspectionContext } from '#lib/inspection/inspection-context.ts'
import { askNobody, createAskRevocation } from '#lib/inspection/revocation/ask-revocation.ts'
import { createFetchAnswer } from '#lib/inspection/revocation/fetch-answer.ts'
import { fetchRoot } from '#lib/inspection/roots/fetch-root.ts'
import { createTrustedRoots, type TrustedRoots } from '#lib/inspection/roots/trusted-roots.ts'
import { createVerdictMemo } from '#lib/inspection/verdict-memo.ts'
import { createLog, type Log } from '#lib/log/create-log.ts'
import { createMetrics, type Metrics } from '#lib/metrics/metrics.ts'
import { createContentCache } from '#lib/registry/content-cache.ts'
import { systemEnvironment } from '#lib/registry/registry-options.ts'
import { openStore, type Store } from '#lib/store/open-store.ts'
import { createSources } from './create-sources.ts'

/** Everything that lives as long as the server. */
export type Runtime = InspectionContext & {
  /** The same for many images at once: their evidence is examined in threads of its own. */
  readonly bulk: InspectionContext
  readonly config: Config
  readonly store: Store
  readonly roots: TrustedRoots
  readonly log: Log
  readonly metrics: Metrics
  close(): Promise<void>
}

// On globalThis: Next bundles pages and route handlers apart, and a module in each of them has a state of its own.
const holder = globalThis as typeof globalThis & { touchstoneRuntime?: Promise<Runtime> | undefined }

/** The one runtime of this process, made at the first call. Throws `CONFIG_INVALID` and `STORE_…`; then tried anew. */
export function getRuntime(): Promise<Runtime> {
  if (holder.touchstoneRuntime === undefined) {
    const starting = createRuntime(process.env)
    holder.touchstoneRuntime = starting
    starting.catch(() => {
      if (holder.touchstoneRuntime === starting) holder.touchstoneRuntime = undefined
    })
  }
  return holder.touchstoneRuntime
}

export async function createRuntime(environment: Readonly<Record<string, string | undefined>>): Promise<Runtime> {
  const config = await loadConfig(environment)
  setLimits(config.limits)
  const log = createLog(config)
  const store = await openStore(config)
  const cache = createContentCache({
    ...config.cache,
    onProblem: (problem) => {
      if (problem === null) log.info('the content cache works again')
      else log.warn({ code: problem.code }, problem.message)
    },
  })
  const documents = createDocumentPool()
  const examiners = createExaminePool(documents)
  const now = () => new Date()
  const sources = createSources({ config, store, cache, now })
  const close = async () => {
    sources.close()
    await Promise.all([examiners.close(), documents.close(), cache.close(), store.close()])
  }
  const roots = createTrustedRoots({
    config,
    store,
    tools: {
      fetch: fetchRoot,
      options: { directory: join(config.dataDirectory, 'tuf'), environment: systemEnvironment, now },
    },
  })
  const metrics = createMetrics()
  const { countVerdict } = metrics
  const { isAsked, privateHosts } = config.revocation
  const askRevocation = isAsked
    ? createAskRevocation({ fetch: createFetchAnswer(privateHosts, systemEnvironment), now })
    : askNobody
  const memo = createVerdictMemo()
  const context: InspectionContext = { sources, documents, memo, askRevocation, now, countVerdict }
  const bulk = { ...context, documents: { ...documents, examine: examiners.examine } }
  return { ...context, bulk, config, store, roots, log, metrics, close }
}
