import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createBodyCollector } from './body-collector.ts'

const mebibyte = 1024 * 1024
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

describe('createBodyCollector', () => {
  it('collects and hashes pieces of any size, whatever length was announced', () => {
    const pieces = fc.array(fc.integer({ min: 0, max: 900_000 }), { maxLength: 6 })
    fc.assert(
      fc.property(pieces, fc.option(fc.integer({ min: 0, max: 4_000_000 })), (sizes, claimed) => {
        const whole = Buffer.concat(sizes.map((size, at) => Buffer.alloc(size, at + 1)))
        const collector = createBodyCollector(10_000_000, claimed, 'sha256')
        let offset = 0
        for (const size of sizes) {
          expect(collector.push(whole.subarray(offset, offset + size))).toBe(true)
          offset += size
        }
        const { bytes, hex } = collector.finish()
        return hex === sha256(whole) && bytes.equals(whole)
      }),
      { numRuns: 12, endOnFailure: true },
    )
  })

  it('collects what is large and announced in memory that a worker can read without a copy', () => {
    const collect = (size: number, claimed: number | null) => {
      const collector = createBodyCollector(10 * mebibyte, claimed, 'sha256')
      for (let at = 0; at < size; at += mebibyte) collector.push(Buffer.alloc(Math.min(mebibyte, size - at), 7))
      return collector.finish().bytes.buffer
    }
    expect(collect(3 * mebibyte, 3 * mebibyte)).toBeInstanceOf(SharedArrayBuffer)
    expect(collect(3 * mebibyte, null)).toBeInstanceOf(ArrayBuffer)
    expect(collect(1000, 1000)).toBeInstanceOf(ArrayBuffer)
  })

  it('shows what is large and announced while it arrives, and nothing of what goes beyond the announcement', () => {
    const seen: [SharedArrayBuffer, number, number | undefined][] = []
    const collector = createBodyCollector(10 * mebibyte, 3 * mebibyte, 'sha256', {
      onArriving: (bytes, length) => seen.push([bytes.buffer, length, bytes[length - 1]]),
    })
    for (let at = 1; at <= 8; at += 1) collector.push(Buffer.alloc(mebibyte / 2, at))
    const lengths = [1, 1.5, 2, 2.5, 3].map((count) => count * mebibyte)
    expect(seen.map(([, length, last]) => [length, last])).toEqual(lengths.map((length, at) => [length, at + 2]))
    expect(new Set(seen.map(([buffer]) => buffer)).size).toBe(1)
    expect(collector.finish().bytes.length).toBe(4 * mebibyte)
  })

  it('refuses the piece that passes the bound', () => {
    const collector = createBodyCollector(10, null, null)
    expect(collector.push(Buffer.alloc(10))).toBe(true)
    expect(collector.push(Buffer.alloc(1))).toBe(false)
  })

  it('L-07 reserves nothing for a length beyond the bound', () => {
    const before = process.memoryUsage().arrayBuffers
    const collector = createBodyCollector(4 * mebibyte, 2 ** 32, null)
    for (let at = 0; at < 3; at += 1) collector.push(Buffer.alloc(mebibyte))
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(100 * mebibyte)
    expect(collector.finish().bytes.length).toBe(3 * mebibyte)
  })
})
