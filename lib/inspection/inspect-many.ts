export type Settled<Item, Result> = { readonly item: Item } & (
  | { readonly result: Result }
  | { readonly error: unknown }
)

/**
 * Runs `inspect` over `items`, `atOnce` at a time, and yields each outcome as it is ready. One failure is an outcome,
 * not an end; an aborted signal ends the work. Outcomes that nobody has taken yet count as work: a slow reader slows it.
 */
export async function* inspectMany<Item, Result>(
  items: Iterable<Item>,
  inspect: (item: Item) => Promise<Result>,
  { atOnce, signal }: { atOnce: number; signal?: AbortSignal | undefined },
): AsyncGenerator<Settled<Item, Result>> {
  const waiting = items[Symbol.iterator]()
  const ready: Settled<Item, Result>[] = []
  let running = 0
  let wake = () => {}
  const settle = (outcome: Settled<Item, Result>): void => {
    running -= 1
    ready.push(outcome)
    wake()
  }
  const start = (item: Item): void => {
    running += 1
    inspect(item).then(
      (result) => settle({ item, result }),
      (error: unknown) => settle({ item, error }),
    )
  }
  while (!signal?.aborted) {
    while (running + ready.length < atOnce) {
      const next = waiting.next()
      if (next.done === true) break
      start(next.value)
    }
    if (running + ready.length === 0) return
    if (ready.length === 0) await new Promise<void>((resolve) => (wake = resolve))
    const outcome = ready.shift()
    if (outcome !== undefined) yield outcome
  }
}
