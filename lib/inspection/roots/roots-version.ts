import { createHash } from 'node:crypto'
import type { NamedRoot } from '#lib/trust/trust-rule.ts'

const known = new WeakMap<readonly NamedRoot[], string>()

/** Another text whenever a root, its name or its content is another: part of the version of what trust is decided by. */
export function toRootsVersion(roots: readonly NamedRoot[]): string {
  const held = known.get(roots)
  if (held !== undefined) return held
  // In JSON no two lists look alike, whatever a name holds.
  const listed = JSON.stringify(roots.map(({ id, name, text }) => [id, name, text]))
  const version = createHash('sha256').update(listed).digest('base64url')
  known.set(roots, version)
  return version
}
