import { parseStrictJson } from '#lib/evidence/strict-json.ts'
import type { Claim, Field, Listed } from './claim.ts'
import { ClaimedValue } from './claimed-value.ts'

/** cosign's predicate for whatever else: a text with the time at which it was attested (cosign attest --type custom). */
export type CustomView = {
  readonly kind: 'custom'
  readonly createdAt: Claim
  readonly text: Claim
  readonly characters: number
  /** What the text holds when it is JSON itself; null when it is not. */
  readonly fields: Listed<Field> | null
}

const maxShown = 20_000
// The second parse is a convenience: longer texts are only shown.
const maxParsed = 256 * 1024
const maxDepth = 100

/** A custom predicate. Never throws. */
export function parseCustom(predicate: unknown): CustomView {
  const root = new ClaimedValue(predicate)
  const data = root.at('Data')
  return {
    kind: 'custom',
    createdAt: root.at('Timestamp').text(100),
    text: data.text(maxShown),
    characters: typeof data.raw === 'string' ? data.raw.length : 0,
    fields: typeof data.raw === 'string' ? readFields(data.raw) : null,
  }
}

function readFields(text: string): Listed<Field> | null {
  if (text.length > maxParsed || !/^\s*[[{]/.test(text)) return null
  try {
    return new ClaimedValue(parseStrictJson(text, { maxDepth })).fields()
  } catch {
    return null
  }
}
