import { expect, it } from 'vitest'
import { formatSchema } from './schema-text.ts'

it('formatSchema writes objects, optional fields, lists and references', () => {
  expect(
    formatSchema({
      type: 'object',
      required: ['reference', 'items'],
      properties: {
        reference: { type: 'string', description: 'as asked' },
        platform: { anyOf: [{ type: 'string' }, { type: 'null' }] },
        items: { type: 'array', items: { $ref: '#/components/schemas/Evidence' } },
        states: { type: 'array', items: { enum: ['a', 'b'] } },
        labels: { type: 'object', additionalProperties: { type: 'string' } },
      },
    }),
  ).toBe(`{
  reference: string  // as asked
  platform?: string | null
  items: Evidence[]
  states?: ("a" | "b")[]
  labels?: { [name: string]: string }
}`)
})

it('formatSchema breaks long lists of values', () => {
  expect(formatSchema({ enum: Array.from({ length: 12 }, (_, n) => `VALUE_${n}`) })).toMatch(/^\n {2}\| "VALUE_0"/)
})
