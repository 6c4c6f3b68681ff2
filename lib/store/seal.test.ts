import { randomBytes } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { seal, unseal } from './seal.ts'

const key = randomBytes(32)

describe('a sealed value', () => {
  test('opens with its key and context, whatever the text', () => {
    for (const text of ['', 'päss🔑', 'x'.repeat(100_000)])
      expect(unseal(key, seal(key, text, 'row/1'), 'row/1')).toBe(text)
  })

  test('is another each time', () => {
    expect(seal(key, 'a', 'row/1')).not.toBe(seal(key, 'a', 'row/1'))
  })

  test.each([
    ['in another row or column', (value: string) => unseal(key, value, 'row/2')],
    ['with another key', (value: string) => unseal(randomBytes(32), value, 'row/1')],
    [
      'when a byte was changed',
      (value: string) => unseal(key, value.slice(0, -2) + (value.endsWith('AA') ? 'BB' : 'AA'), 'row/1'),
    ],
    ['when it was cut', (value: string) => unseal(key, value.slice(0, 20), 'row/1')],
    ['of an unknown version', (value: string) => unseal(key, value.replace('v1', 'v2'), 'row/1')],
    ['that is none', () => unseal(key, 'text', 'row/1')],
  ])('does not open %s', (_, open) => {
    expect(() => open(seal(key, 'secret', 'row/1'))).toThrow(expect.objectContaining({ code: 'STORE_UNAVAILABLE' }))
  })
})
