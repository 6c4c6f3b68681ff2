import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { streamLines } from './stream-lines.ts'

const never = new AbortController().signal

async function readAll({ body }: Response): Promise<string[]> {
  const chunks: string[] = []
  const decoder = new TextDecoder()
  for await (const chunk of body as unknown as AsyncIterable<Uint8Array>) chunks.push(decoder.decode(chunk))
  return chunks
}

describe('a stream of lines', () => {
  it('gives every line once and in order, those that are ready together in one piece', async () => {
    const response = streamLines(async function* lines() {
      for (let n = 0; n < 50; n += 1) yield { n }
    }, never)
    const chunks = await readAll(response)
    expect(chunks.length).toBeLessThan(5)
    const lines = chunks.join('').trimEnd().split('\n')
    expect(lines.map((line) => JSON.parse(line).n)).toEqual(Array.from({ length: 50 }, (_, n) => n))
  })

  it('does not hold a line back for one that takes its time', async () => {
    const gate = Promise.withResolvers<void>()
    const response = streamLines(async function* lines() {
      yield 'first'
      await gate.promise
      yield 'second'
    }, never)
    const reader = response.body?.getReader()
    const first = await reader?.read()
    expect(new TextDecoder().decode(first?.value)).toBe('"first"\n')
    gate.resolve()
    const second = await reader?.read()
    expect(new TextDecoder().decode(second?.value)).toBe('"second"\n')
    expect(await reader?.read()).toMatchObject({ done: true })
  })

  it('says that a failure cut it off', async () => {
    const response = streamLines(async function* lines() {
      yield 'first'
      await sleep(30)
      throw new Error('broken')
    }, never)
    await expect(readAll(response)).rejects.toThrow('broken')
  })

  it.each(['the client', 'the server'])('L-14 stops the work when %s goes away', async (who) => {
    const server = new AbortController()
    let stopped: AbortSignal | undefined
    let made = 0
    const response = streamLines(async function* lines(signal) {
      stopped = signal
      for (; !signal.aborted; made += 1) {
        yield 'x'.repeat(100_000)
        await sleep(1)
      }
    }, server.signal)
    const reader = response.body?.getReader()
    await reader?.read()
    if (who === 'the client') await reader?.cancel()
    else server.abort()
    await sleep(20)
    expect(stopped?.aborted).toBe(true)
    expect(made).toBeLessThan(5)
  })
})
