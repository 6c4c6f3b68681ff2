import { describe, expect, it } from 'vitest'
import { createArrivals } from './arrivals.ts'
import type { WorkerNote } from './worker-messages.ts'

const mebibyte = 1024 * 1024
const memory = () => new Uint8Array(new SharedArrayBuffer(3 * mebibyte))

describe('blobs that arrive', () => {
  it('are told of once a megabyte and at their end, each attempt under its own number', () => {
    const notes: WorkerNote[] = []
    const { listen, numberOf } = createArrivals((note) => notes.push(note))
    const [first, second] = [memory(), memory()]
    for (const bytes of [first, second])
      for (let length = mebibyte; length <= bytes.byteLength; length += mebibyte / 4) listen(bytes, length)
    expect(notes.map(({ kind, number, length }) => [kind, number, length / mebibyte])).toEqual([
      ['arriving', 1, 1],
      ['arrived', 1, 2],
      ['arrived', 1, 3],
      ['arriving', 2, 1],
      ['arrived', 2, 2],
      ['arrived', 2, 3],
    ])
    expect([numberOf(first), numberOf(second.subarray(1)), numberOf(memory())]).toEqual([1, 2, null])
  })
})
