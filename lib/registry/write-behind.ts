/** Writes later what nobody waits for, so that a burst of requests is not slowed down by the disk. */
export type WriteBehind<Content> = {
  add(key: string, content: Content): void
  get(key: string): Content | undefined
  /** Says that somebody is being served: the disk then gets little of the time. */
  touch(): void
  clear(): void
  /** Resolves once everything that waits has been tried. */
  flush(): Promise<void>
  /** Flushes for a short while, then gives the rest up. */
  close(): Promise<void>
}

export type WriteBehindOptions<Content> = {
  /** Bytes that wait at most; one document alone may be larger. */
  readonly maxBytes: number
  readonly sizeOf: (content: Content) => number
  readonly write: (key: string, content: Content) => Promise<void>
  readonly onFailure: (error: unknown) => void
}

// A burst is over when nothing was added for this long; one that goes on is written alongside after `longestWaitMs`.
const quietMs = 1_500
const longestWaitMs = 5_000
// While others are busy, the disk gets a tenth of the time.
const restFactor = 9
// After a failure the disk is left alone for a while.
const failurePauseMs = 30_000
const closeMs = 2_000

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms).unref())

export function createWriteBehind<Content>(options: WriteBehindOptions<Content>): WriteBehind<Content> {
  const waiting = new Map<string, Content>()
  let bytes = 0
  let timer: NodeJS.Timeout | null = null
  let firstAt = 0
  let lastAt = 0
  let touchedAt = 0
  let pausedUntil = 0
  let isClosed = false
  let draining: Promise<void> | null = null
  let isHurried = false

  const remove = (key: string): void => {
    const content = waiting.get(key)
    if (content === undefined) return
    waiting.delete(key)
    bytes -= options.sizeOf(content)
  }
  const clear = (): void => {
    waiting.clear()
    bytes = 0
  }

  const drain = async (): Promise<void> => {
    for (let [next] = waiting; next !== undefined; [next] = waiting) {
      const [key, content] = next
      const startedAt = performance.now()
      try {
        await options.write(key, content)
      } catch (error) {
        options.onFailure(error)
        pausedUntil = performance.now() + failurePauseMs
        clear()
        return
      }
      remove(key)
      const isBusy = performance.now() - Math.max(lastAt, touchedAt) < quietMs
      if (isBusy && !isHurried) await sleep((performance.now() - startedAt) * restFactor)
    }
  }
  const start = (): Promise<void> => {
    draining ??= drain().finally(() => {
      draining = null
    })
    return draining
  }
  const schedule = (): void => {
    if (timer !== null || draining !== null) return
    timer = setTimeout(() => {
      timer = null
      const now = performance.now()
      if (now - lastAt >= quietMs || now - firstAt >= longestWaitMs) void start()
      else schedule()
    }, quietMs)
    timer.unref()
  }
  const flush = async (): Promise<void> => {
    isHurried = true
    while (waiting.size > 0) await start()
    isHurried = false
  }

  return {
    add(key, content) {
      const size = options.sizeOf(content)
      const now = performance.now()
      if (isClosed || waiting.has(key) || now < pausedUntil) return
      // One document of any size may wait alone.
      if (waiting.size > 0 && bytes + size > options.maxBytes) return
      if (waiting.size === 0) firstAt = now
      lastAt = now
      waiting.set(key, content)
      bytes += size
      schedule()
    },
    get: (key) => waiting.get(key),
    touch() {
      if (waiting.size > 0) touchedAt = performance.now()
    },
    clear,
    flush,
    async close() {
      isClosed = true
      if (timer !== null) clearTimeout(timer)
      await Promise.race([flush(), sleep(closeMs)])
      clear()
    },
  }
}
