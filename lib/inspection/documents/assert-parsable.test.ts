import { describe, expect, it } from 'vitest'
import { createLargeSpdx } from '#lib/testing/large-spdx.ts'
import { assertParsable, estimateParsedBytes } from './assert-parsable.ts'

const bytesOf = (text: string) => new TextEncoder().encode(text)
const count = 200_000

describe('assertParsable', () => {
  it.each([
    ['lists', `[${'[],'.repeat(count)}[]]`, 35],
    ['objects', `[${'{},'.repeat(count)}{}]`, 60],
    ['nested lists', '['.repeat(count) + ']'.repeat(count), 50],
    ['unique keys', `[${Array.from({ length: count }, (_, at) => `{"${at.toString(36)}":1}`).join()}]`, 200],
  ])('B-19 estimates no less than what JSON.parse takes for %s', (_, text, bytesEach) => {
    expect(estimateParsedBytes(bytesOf(text))).toBeGreaterThan(count * bytesEach)
  })

  it('lets real documents of the largest size in', () => {
    const document = createLargeSpdx({ packages: 2000 })
    expect(estimateParsedBytes(document) / document.byteLength).toBeLessThan(10)
  })

  it('B-19 finds by samples what is hidden in a part of a large text', () => {
    const hidden = bytesOf(`"${'a'.repeat(30_000_000)}"${'['.repeat(10_000_000)}"${'a'.repeat(30_000_000)}"`)
    expect(estimateParsedBytes(hidden)).toBeGreaterThan(10_000_000 * 50)
    expect(() => assertParsable(hidden, 500_000_000)).toThrow(expect.objectContaining({ code: 'LIMIT_EXCEEDED' }))
    expect(() => assertParsable(hidden, 2_000_000_000)).not.toThrow()
  })
})
