import { type JsonObject, toList, toObject, toText } from './claimed-values.ts'
import type { LinkMeaning, LinkSource, StatedLink } from './package-links.ts'

/** Relationships of an SPDX 2 document (SPDX 2.3, clause 11), and the files of its packages (7.x `hasFiles`, deprecated). */
export function readSpdxLinks(document: JsonObject): LinkSource {
  const { relationships, files } = document
  // Not the list itself: it would stay in memory for the few packages that have such a member.
  const withFiles = toList(document.packages).filter((value) => toObject(value)?.hasFiles !== undefined)
  return {
    meaningOf,
    listLinks: () => listLinks(toList(relationships), withFiles),
    *listFiles() {
      for (const value of toList(files)) {
        const file = toObject(value)
        const [id, name] = [toText(file?.SPDXID), toText(file?.fileName)]
        if (id !== null && name !== null) yield [id, name]
      }
    },
  }
}

function* listLinks(relationships: readonly unknown[], packages: readonly unknown[]): Generator<StatedLink> {
  for (const value of relationships) {
    const relationship = toObject(value)
    const from = toText(relationship?.spdxElementId)
    const to = toText(relationship?.relatedSpdxElement)
    const type = toText(relationship?.relationshipType)
    if (from !== null && to !== null && type !== null) yield { from, type, to }
  }
  for (const value of packages) {
    const entry = toObject(value)
    const from = toText(entry?.SPDXID)
    if (from === null) continue
    for (const file of toList(entry?.hasFiles)) {
      const to = toText(file)
      if (to !== null) yield { from, type: 'CONTAINS', to }
    }
  }
}

const meanings: Readonly<Record<string, LinkMeaning>> = {
  DEPENDS_ON: 'dependsOn',
  CONTAINS: 'contains',
  CONTAINED_BY: 'containedIn',
}

/** `BUILD_DEPENDENCY_OF` and its kind say that the first is needed by the second. */
function meaningOf(type: string): LinkMeaning {
  if (Object.hasOwn(meanings, type)) return meanings[type] ?? 'other'
  return type.endsWith('DEPENDENCY_OF') ? 'dependencyOf' : 'other'
}
