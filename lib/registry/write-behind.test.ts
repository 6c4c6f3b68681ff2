import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createWriteBehind } from './write-behind.ts'

describe('createWriteBehind', () => {
  const written: string[] = []
  const failures: unknown[] = []
  let failWith: Error | null = null

  beforeEach(() => {
    vi.useFakeTimers()
    written.length = 0
    failures.length = 0
    failWith = null
  })
  afterEach(() => vi.useRealTimers())

  const create = (maxBytes = 1000) =>
    createWriteBehind<string>({
      maxBytes,
      sizeOf: (content) => content.length,
      write: async (key) => {
        if (failWith !== null) throw failWith
        written.push(key)
      },
      onFailure: (error) => failures.push(error),
    })

  it('writes once a burst is over, and gives out what waits', async () => {
    const writer = create()
    writer.add('a', 'content')
    expect(writer.get('a')).toBe('content')
    await vi.advanceTimersByTimeAsync(100)
    expect(written).toEqual([])
    await vi.advanceTimersByTimeAsync(2_000)
    expect(written).toEqual(['a'])
    expect(writer.get('a')).toBeUndefined()
  })

  it('writes alongside when a burst does not end', async () => {
    const writer = create(100_000)
    for (let round = 0; round < 100; round += 1) {
      writer.add(`key ${round}`, 'content')
      await vi.advanceTimersByTimeAsync(100)
    }
    expect(written.length).toBeGreaterThan(0)
  })

  it('leaves the disk alone for most of the time while somebody is being served', async () => {
    const slowly = async (isServing: boolean): Promise<number> => {
      const done: string[] = []
      const writer = createWriteBehind<string>({
        maxBytes: 100_000,
        sizeOf: (content) => content.length,
        write: async (key) => {
          await new Promise((resolve) => setTimeout(resolve, 10))
          done.push(key)
        },
        onFailure: (error) => failures.push(error),
      })
      for (let round = 0; round < 200; round += 1) writer.add(`key ${round}`, 'content')
      for (let elapsed = 0; elapsed < 4000; elapsed += 100) {
        if (isServing) writer.touch()
        await vi.advanceTimersByTimeAsync(100)
      }
      return done.length
    }
    expect(await slowly(false)).toBe(200)
    expect(await slowly(true)).toBeLessThan(50)
  })

  it('L-16 holds no more than its bound', async () => {
    const writer = create(10)
    writer.add('a', '12345678')
    writer.add('b', '12345678')
    expect(writer.get('b')).toBeUndefined()
    await writer.flush()
    expect(written).toEqual(['a'])
  })

  it('H-06 leaves a failing disk alone for a while, then tries again', async () => {
    const writer = create()
    failWith = new Error('no space')
    writer.add('a', 'x')
    await writer.flush()
    expect(failures).toEqual([failWith])
    failWith = null
    writer.add('b', 'x')
    await writer.flush()
    expect(written).toEqual([])
    await vi.advanceTimersByTimeAsync(31_000)
    writer.add('c', 'x')
    await writer.flush()
    expect(written).toEqual(['c'])
  })

  it('writes what waits when it is closed, and takes nothing more', async () => {
    const writer = create()
    writer.add('a', 'x')
    await writer.close()
    writer.add('b', 'x')
    await vi.advanceTimersByTimeAsync(10_000)
    expect(written).toEqual(['a'])
  })
})
