import { LRUCache } from 'lru-cache'

const maxEntries = 5_000

/**
 * What was decided, by everything that it depends on: the key names subject, evidence, discovery's outcome and rules,
 * and an entry lasts until the next boundary of a validity window. A change of rules makes other keys; nothing is swept.
 */
export type VerdictMemo = {
  get(key: string, now: Date): Memoised | undefined
  set(key: string, value: Memoised): void
}

/** `validUntil` is the time (milliseconds since the epoch) from which the decision must be made anew. */
export type Memoised<Value = unknown> = { readonly value: Value; readonly validUntil: number }

export function createVerdictMemo(): VerdictMemo {
  const entries = new LRUCache<string, Memoised>({ max: maxEntries })
  return {
    get(key, now) {
      const entry = entries.get(key)
      return entry !== undefined && now.getTime() < entry.validUntil ? entry : undefined
    },
    set: (key, value) => void entries.set(key, value),
  }
}
