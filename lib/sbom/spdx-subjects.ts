import type { JsonObject } from './claimed-values.ts'
import { toList, toObject, toText } from './claimed-values.ts'
import { toPurlDigests } from './purl-claims.ts'
import type { SbomDocumentFacts, SbomPackage } from './sbom.ts'

type Subjects = SbomDocumentFacts['describes']

// A document about one image describes one thing; a few more are shown, a flood is not.
const maxSubjects = 50
const maxDigests = 32

/** What an SPDX document says it describes: `documentDescribes` and `DESCRIBES` relationships (SPDX 2.3, 11.1). */
export function toSpdxSubjects(
  document: JsonObject,
  entries: readonly JsonObject[],
  read: (entry: JsonObject, index: number) => SbomPackage,
): Subjects {
  const ids = describedIds(document)
  if (ids.size === 0) return []
  const subjects: Subjects[number][] = []
  for (const [index, entry] of entries.entries()) {
    if (typeof entry.SPDXID !== 'string' || !ids.delete(entry.SPDXID)) continue
    const item = read(entry, index)
    const checksums = toList(entry.checksums)
    subjects.push({ name: item.name, version: item.version, digests: toDigests(checksums, item), purl: item.purl })
    if (ids.size === 0 || subjects.length === maxSubjects) break
  }
  return subjects
}

function describedIds(document: JsonObject): Set<string> {
  const ids = new Set<string>()
  const add = (value: unknown) => {
    if (typeof value === 'string' && ids.size < maxSubjects) ids.add(value)
  }
  for (const id of toList(document.documentDescribes)) add(id)
  for (const item of toList(document.relationships)) {
    const relationship = toObject(item)
    if (relationship?.relationshipType === 'DESCRIBES' && relationship.spdxElementId === 'SPDXRef-DOCUMENT')
      add(relationship.relatedSpdxElement)
    if (relationship?.relationshipType === 'DESCRIBED_BY' && relationship.relatedSpdxElement === 'SPDXRef-DOCUMENT')
      add(relationship.spdxElementId)
  }
  return ids
}

function toDigests(checksums: readonly unknown[], item: SbomPackage): readonly string[] {
  const digests = new Set<string>()
  for (const value of checksums) {
    const checksum = toObject(value)
    const algorithm = toText(checksum?.algorithm)?.toLowerCase().replace('-', '')
    const hex = toText(checksum?.checksumValue)?.toLowerCase()
    if (algorithm !== undefined && hex !== undefined && digests.size < maxDigests) digests.add(`${algorithm}:${hex}`)
  }
  for (const digest of toPurlDigests(item.purl)) digests.add(digest)
  if (item.version !== null && /^sha(?:256|512):[0-9a-f]{64,128}$/.test(item.version)) digests.add(item.version)
  return [...digests]
}
