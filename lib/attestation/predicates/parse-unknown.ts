import type { Field, Listed } from './claim.ts'
import { ClaimedValue } from './claimed-value.ts'

/** A predicate of a type that has no view of its own: its values by their places, nothing interpreted. */
export type UnknownView = {
  readonly kind: 'unknown'
  readonly shape: 'object' | 'list' | 'text' | 'value' | 'nothing'
  readonly fields: Listed<Field>
  readonly text: string | null
}

const maxText = 20_000

/** Never throws. */
export function parseUnknown(predicate: unknown): UnknownView {
  const isText = typeof predicate === 'string'
  return {
    kind: 'unknown',
    shape: toShape(predicate),
    fields: isText ? { items: [], total: 0, unreadable: null } : new ClaimedValue(predicate).fields(),
    text: isText ? predicate.slice(0, maxText) : null,
  }
}

function toShape(predicate: unknown): UnknownView['shape'] {
  if (predicate === undefined || predicate === null) return 'nothing'
  if (typeof predicate === 'string') return 'text'
  if (Array.isArray(predicate)) return 'list'
  return typeof predicate === 'object' ? 'object' : 'value'
}
