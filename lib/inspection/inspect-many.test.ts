import { describe, expect, it } from 'vitest'
import { inspectMany } from './inspect-many.ts'

const collect = async <Value>(values: AsyncIterable<Value>): Promise<Value[]> => {
  const collected: Value[] = []
  for await (const value of values) collected.push(value)
  return collected
}

describe('inspectMany', () => {
  it('yields every outcome, and a failure is one of them', async () => {
    const outcomes = await collect(
      inspectMany([1, 2, 3], async (n) => (n === 2 ? Promise.reject(new Error('two')) : n * 10), { atOnce: 2 }),
    )
    const sorted = outcomes.toSorted((a, b) => a.item - b.item)
    expect(sorted.map((outcome) => ('result' in outcome ? outcome.result : 'failed'))).toEqual([10, 'failed', 30])
  })

  it('yields in the order of readiness', async () => {
    const gates = new Map<number, () => void>()
    const inspect = (n: number) => new Promise<number>((resolve) => gates.set(n, () => resolve(n)))
    const outcomes = inspectMany([1, 2], inspect, { atOnce: 2 })
    const first = outcomes.next()
    gates.get(2)?.()
    expect((await first).value).toMatchObject({ item: 2 })
    gates.get(1)?.()
    expect((await outcomes.next()).value).toMatchObject({ item: 1 })
  })

  it('L-14 never has more at work than asked for', async () => {
    let running = 0
    let most = 0
    const inspect = async () => {
      running += 1
      most = Math.max(most, running)
      await new Promise((resolve) => setImmediate(resolve))
      running -= 1
    }
    await collect(
      inspectMany(
        Array.from({ length: 20 }, (_, n) => n),
        inspect,
        { atOnce: 3 },
      ),
    )
    expect(most).toBe(3)
  })

  it('stops starting work once it is aborted', async () => {
    const stop = new AbortController()
    let started = 0
    const inspect = async () => {
      started += 1
      stop.abort()
    }
    await collect(inspectMany([1, 2, 3, 4], inspect, { atOnce: 1, signal: stop.signal }))
    expect(started).toBe(1)
  })
})
