import { toText } from './claimed-values.ts'

/** A field of SPDX: `NOASSERTION` and an absent one are null ("not stated"), `NONE` stays, as it is a statement. */
export function toSpdxText(value: unknown): string | null {
  return value === 'NOASSERTION' ? null : toText(value)
}

/** A supplier without SPDX's `Organization:`; a person keeps the kind, which tells it from an organisation. */
export function toSpdxParty(value: unknown): string | null {
  const text = toSpdxText(value)
  return text?.startsWith('Organization:') ? toText(text.slice('Organization:'.length).trim()) : text
}
