import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatCursor, parseCursor } from './cursor.ts'

describe('cursor', () => {
  it('reads what it wrote', () => {
    fc.assert(
      fc.property(fc.array(fc.string()), (parts) => {
        expect(parseCursor(formatCursor(parts), parts.length)).toEqual(parts)
      }),
    )
  })

  it('refuses everything else by name', () => {
    const foreign = [
      '',
      'x',
      '!!',
      formatCursor(['one']),
      Buffer.from('{"length":2}').toString('base64url'),
      Buffer.from('[1,2]').toString('base64url'),
    ]
    for (const text of foreign)
      expect(() => parseCursor(text, 2)).toThrow(expect.objectContaining({ code: 'REQUEST_INVALID' }))
  })
})
