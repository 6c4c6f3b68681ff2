import { isAppError } from '#lib/errors/app-error.ts'
import type { RootEntry } from './root-entry.ts'
import type { TrustedRoots } from './trusted-roots.ts'

// The public-good repository signs its metadata anew every few days; changes of the root come some times a year.
const dueAfterMs = 6 * 3_600_000
const firstMs = 15_000
const everyMs = 3_600_000

type Report = (entry: RootEntry, error: Error | null) => void

/** Renews those roots with a mirror that have not been for some hours, one after the other. Never throws for a mirror. */
export async function refreshDue(roots: TrustedRoots, now: Date, signal: AbortSignal, report: Report): Promise<void> {
  for (const entry of await roots.entries()) {
    if (entry.source === null || signal.aborted || !isDue(entry, now)) continue
    try {
      report(await roots.refresh(entry.id, signal), null)
    } catch (error) {
      if (!isAppError(error)) throw error
      if (error.code !== 'REQUEST_CANCELLED') report(entry, error)
    }
  }
}

const isDue = ({ fetchedAt }: RootEntry, now: Date): boolean =>
  fetchedAt === null || now.getTime() - Date.parse(fetchedAt) >= dueAfterMs

/** Keeps roots fresh beside everything else: no verdict waits for it, and a server without a network works as before. */
export function keepRootsFresh(
  roots: TrustedRoots,
  { now, report, onFault }: { now: () => Date; report: Report; onFault: (error: unknown) => void },
): { stop(): void } {
  const stopped = new AbortController()
  let timer: NodeJS.Timeout
  const schedule = (delayMs: number) => {
    timer = setTimeout(() => {
      refreshDue(roots, now(), stopped.signal, report)
        .catch(onFault)
        .finally(() => {
          if (!stopped.signal.aborted) schedule(everyMs)
        })
    }, delayMs)
    timer.unref()
  }
  schedule(firstMs)
  return {
    stop() {
      stopped.abort()
      clearTimeout(timer)
    },
  }
}
