import type { JsonObject } from './claimed-values.ts'
import { invalidSbom, parseOptionalList, toList, toObject, toText, toTime } from './claimed-values.ts'
import { createPackageLinks } from './package-links.ts'
import { createPackageList } from './package-list.ts'
import { toPackageType } from './package-type.ts'
import type { SbomDocumentFacts, SbomPackage } from './sbom.ts'
import type { SbomDocument } from './sbom-document.ts'
import { readSpdxLinks } from './spdx-links.ts'
import { toSpdxSubjects } from './spdx-subjects.ts'
import { toSpdxParty, toSpdxText } from './spdx-values.ts'

/** Reads an SPDX 2 JSON document (SPDX 2.3, clauses 6, 7 and 11). Throws `SBOM_INVALID` with the place. */
export function parseSpdxJson(document: JsonObject): SbomDocument {
  const entries = parseOptionalList(document.packages, 'packages').map(parseEntry)
  const packages = createPackageList(entries, readPackage)
  const links = createPackageLinks(packages, readSpdxLinks(document))
  return { facts: readFacts(document, entries), packages, links, listProblems: () => [] }
}

/** What no package can be without; the rest of it is read with the row. */
function parseEntry(value: unknown, index: number): JsonObject {
  const entry = toObject(value)
  if (entry === null) throw invalidSbom(`packages[${index}] is not an object.`, `packages[${index}]`)
  if (toText(entry.name) === null) throw invalidSbom(`packages[${index}] has no name.`, `packages[${index}].name`)
  return entry
}

function readPackage(entry: JsonObject, index: number): SbomPackage {
  const { purl, cpes } = readExternalRefs(entry.externalRefs)
  return {
    id: toText(entry.SPDXID) ?? `packages[${index}]`,
    name: toText(entry.name) ?? '',
    version: toSpdxText(entry.versionInfo),
    type: toPackageType(purl) ?? toText(entry.primaryPackagePurpose)?.toLowerCase() ?? null,
    purl,
    cpes,
    licenseDeclared: toSpdxText(entry.licenseDeclared),
    licenseConcluded: toSpdxText(entry.licenseConcluded),
    supplier: toSpdxParty(entry.supplier),
  }
}

const none: readonly string[] = []
// Kernel packages of syft carry some dozens.
const maxCpes = 200

function readExternalRefs(value: unknown): { purl: string | null; cpes: readonly string[] } {
  let purl: string | null = null
  let cpes: string[] | null = null
  for (const item of toList(value)) {
    const reference = toObject(item)
    const kind = reference?.referenceType
    if (kind === 'purl') purl ??= toText(reference?.referenceLocator)
    if (kind !== 'cpe23Type' && kind !== 'cpe22Type') continue
    const cpe = toText(reference?.referenceLocator)
    if (cpe === null) continue
    cpes ??= []
    if (cpes.length < maxCpes) cpes.push(cpe)
  }
  return { purl, cpes: cpes ?? none }
}

function readFacts(document: JsonObject, entries: readonly JsonObject[]): SbomDocumentFacts {
  const creation = toObject(document.creationInfo)
  const creators = readCreators(creation?.creators)
  const relationships = toList(document.relationships)
  return {
    format: 'spdx-json',
    specVersion: toText(document.spdxVersion)?.replace(/^SPDX-/, '') ?? null,
    name: toText(document.name),
    namespace: toText(document.documentNamespace),
    createdAt: toTime(creation?.created),
    tools: creators.filter((text) => text.startsWith('Tool:')).map(withoutKind),
    authors: creators.filter((text) => !text.startsWith('Tool:')).map(withoutKind),
    dataLicense: toSpdxText(document.dataLicense),
    describes: toSpdxSubjects(document, entries, readPackage),
    packageCount: entries.length,
    fileCount: toList(document.files).length,
    relationshipCount: relationships.length,
  }
}

function readCreators(value: unknown): string[] {
  return parseOptionalList(value, 'creationInfo.creators').map((creator, index) => {
    if (typeof creator === 'string') return toText(creator) ?? ''
    throw invalidSbom(`creationInfo.creators[${index}] is not text.`, `creationInfo.creators[${index}]`)
  })
}

const withoutKind = (creator: string): string => creator.replace(/^(?:Tool|Person|Organization):\s*/, '')
