import type { NamedRoot } from '#lib/trust/trust-rule.ts'
import { parseTrustedRoot } from './parse-trusted-root.ts'
import type { TrustedRoot } from './trusted-root.ts'

/** A trusted root with its parts read. */
export type OpenedRoot = { readonly id: string; readonly name: string; readonly root: TrustedRoot }

const maxOpen = 32
const opened = new Map<string, TrustedRoot>()

/** Reads a root once: reading its certificates takes longer than verifying with them. Throws `TRUST_ROOT_INVALID`. */
export function openRoot({ id, name, text }: NamedRoot): OpenedRoot {
  const held = opened.get(id)
  if (held !== undefined) return { id, name, root: held }
  const root = parseTrustedRoot(text)
  if (opened.size >= maxOpen) opened.clear()
  opened.set(id, root)
  return { id, name, root }
}
