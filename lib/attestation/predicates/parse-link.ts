import type { Claim, Field, Listed } from './claim.ts'
import { ClaimedValue } from './claimed-value.ts'
import { type Resource, readResourceSet } from './resource.ts'

/** One step of a supply chain: the command, what went in and what came out (in-toto link, link.md and in-toto 0.9). */
export type LinkView = {
  readonly kind: 'link'
  readonly name: Claim
  readonly command: Listed<string>
  readonly materials: Listed<Resource>
  readonly products: Listed<Resource>
  readonly byproducts: Listed<Field>
  readonly environment: Listed<Field>
}

const maxFiles = 500
const maxArguments = 200

/** An in-toto link. Never throws. */
export function parseLink(predicate: unknown): LinkView {
  const root = new ClaimedValue(predicate)
  const command = root.at('command')
  return {
    kind: 'link',
    name: root.at('name').text(),
    command: typeof command.raw === 'string' ? toSingle(command) : command.texts(maxArguments),
    materials: readResourceSet(root.at('materials'), maxFiles),
    products: readResourceSet(root.at('products'), maxFiles),
    byproducts: root.at('byproducts').fields(50),
    environment: root.at('environment').fields(100),
  }
}

function toSingle(command: ClaimedValue): Listed<string> {
  const text = command.text()
  return typeof text === 'string'
    ? { items: [text], total: 1, unreadable: null }
    : { items: [], total: 0, unreadable: null }
}
