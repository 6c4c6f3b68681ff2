import { describe, expect, it } from 'vitest'
import { readNdjson } from './read-ndjson.ts'

function bodyOf(pieces: readonly string[], onCancel?: () => void): ReadableStream<Uint8Array> {
  const bytes = pieces.map((piece) => Uint8Array.from(piece, (character) => character.charCodeAt(0)))
  return new ReadableStream({
    pull(controller) {
      const piece = bytes.shift()
      if (piece === undefined) controller.close()
      else controller.enqueue(piece)
    },
    ...(onCancel === undefined ? {} : { cancel: onCancel }),
  })
}

async function collect(body: ReadableStream<Uint8Array>): Promise<unknown[]> {
  const values = []
  for await (const batch of readNdjson(body)) values.push(...batch)
  return values
}

describe('readNdjson', () => {
  it('joins lines that arrive in pieces', async () => {
    expect(await collect(bodyOf(['{"a":', '1}\n{"b":2}\n', '\n{"c":3}', '\n']))).toEqual([{ a: 1 }, { b: 2 }, { c: 3 }])
  })

  it('joins a character that arrives in two pieces', async () => {
    // “é” is C3 A9 in UTF-8.
    expect(await collect(bodyOf(['"\u00c3', '\u00a9"\n']))).toEqual(['é'])
  })

  it('does not pass off a body that broke off as complete', async () => {
    await expect(collect(bodyOf(['{"a":1}\n{"b":']))).rejects.toThrow(SyntaxError)
  })

  it('refuses a line that is no JSON', async () => {
    await expect(collect(bodyOf(['<html>\n']))).rejects.toThrow(SyntaxError)
  })

  it('lets go of the body when the reader stops early', async () => {
    let cancelled = false
    const body = bodyOf(['1\n', '2\n', '3\n'], () => {
      cancelled = true
    })
    for await (const batch of readNdjson(body)) {
      expect(batch).toEqual([1])
      break
    }
    expect(cancelled).toBe(true)
  })
})
