export type Settled<Item, Result> = { readonly item: Item } & (
  | { readonly result: Result }
  | { readonly error: unknown }
)

/**
 * Runs `inspect` over `items`, `atOnce` at a time, and yields each outcome as it is ready. One failure is an outcome,
 * not an end; an aborted signal ends the work.
 */
export async function* inspectMany<Item, Result>(
  items: Iterable<Item>,
  inspect: (item: Item) => Promise<Result>,
  { atOnce, signal }: { atOnce: number; signal?: AbortSignal | undefined },
): AsyncGenerator<Settled<Item, Result>> {
  const running = new Map<number, Promise<[number, Settled<Item, Result>]>>()
  let id = 0
  const start = (item: Item): void => {
    const key = id++
    const settled = inspect(item).then(
      (result): Settled<Item, Result> => ({ item, result }),
      (error: unknown): Settled<Item, Result> => ({ item, error }),
    )
    running.set(
      key,
      settled.then((outcome) => [key, outcome]),
    )
  }
  for (const item of items) {
    if (signal?.aborted) break
    start(item)
    if (running.size >= atOnce) yield await next(running)
  }
  while (running.size > 0 && !signal?.aborted) yield await next(running)
}

async function next<Outcome>(running: Map<number, Promise<[number, Outcome]>>): Promise<Outcome> {
  const [key, outcome] = await Promise.race(running.values())
  running.delete(key)
  return outcome
}
