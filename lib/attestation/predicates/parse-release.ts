import type { Claim, Field, Listed } from './claim.ts'
import { ClaimedValue } from './claimed-value.ts'

/** That the subjects make up a release of a package (in-toto release.md; GitHub adds repository and tag). */
export type ReleaseView = {
  readonly kind: 'release'
  readonly purl: Claim
  readonly packageId: Claim
  readonly tag: Claim
  readonly repository: Claim
  /** Everything else that it says. */
  readonly others: Listed<Field>
}

const named = new Set(['purl', 'packageId', 'releaseId', 'tag', 'repository'])

/** A release. Never throws. */
export function parseRelease(predicate: unknown): ReleaseView {
  const root = new ClaimedValue(predicate)
  const all = root.fields(100)
  const others = all.items.filter(({ name }) => !named.has(name))
  return {
    kind: 'release',
    purl: root.at('purl').text(),
    packageId: root.firstOf('packageId', 'releaseId').text(),
    tag: root.at('tag').text(),
    repository: root.at('repository').text(),
    others: { items: others, total: all.total - (all.items.length - others.length), unreadable: all.unreadable },
  }
}
