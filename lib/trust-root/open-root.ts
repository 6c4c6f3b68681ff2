import type { NamedRoot } from '#lib/trust/trust-rule.ts'
import { parseTrustedRoot } from './parse-trusted-root.ts'
import type { TrustedRoot } from './trusted-root.ts'

/** A trusted root with its parts read. */
export type OpenedRoot = { readonly id: string; readonly name: string; readonly root: TrustedRoot }

const maxOpen = 32
const opened = new Map<string, TrustedRoot>()

/**
 * Reads a root once: reading its certificates takes longer than verifying with them. By its text and not its id, which a root
 * keeps when it is renewed. Throws `TRUST_ROOT_…`.
 */
export function openRoot({ id, name, text }: NamedRoot): OpenedRoot {
  const held = opened.get(text)
  if (held !== undefined) return { id, name, root: held }
  const root = parseTrustedRoot(text)
  if (opened.size >= maxOpen) opened.clear()
  opened.set(text, root)
  return { id, name, root }
}
