import type { JsonObject } from './claimed-values.ts'
import { invalidSbom, parseOptionalList, toList, toObject, toText } from './claimed-values.ts'
import { createPackageLinks, type LinkMeaning, type LinkSource } from './package-links.ts'
import { createPackageList } from './package-list.ts'
import { toPackageType } from './package-type.ts'
import type { SbomDocumentFacts, SbomPackage } from './sbom.ts'
import type { SbomDocument } from './sbom-document.ts'

/** Reads syft's own JSON: `artifacts` are the packages. Throws `SBOM_INVALID` with the place. */
export function parseSyftJson(document: JsonObject): SbomDocument {
  const packages = createPackageList(
    parseOptionalList(document.artifacts, 'artifacts').map(parseArtifact),
    readArtifact,
  )
  const links = createPackageLinks(packages, readLinks(document))
  return { facts: readFacts(document, packages.length), packages, links, listProblems: () => [] }
}

function parseArtifact(value: unknown, index: number): JsonObject {
  const place = `artifacts[${index}]`
  const artifact = toObject(value)
  if (artifact === null) throw invalidSbom(`${place} is not an object.`, place)
  if (toText(artifact.name) === null) throw invalidSbom(`${place} has no name.`, `${place}.name`)
  return artifact
}

function readArtifact(artifact: JsonObject, index: number): SbomPackage {
  const purl = toText(artifact.purl)
  return {
    id: toText(artifact.id) ?? `artifacts[${index}]`,
    name: toText(artifact.name) ?? '',
    version: toText(artifact.version),
    type: toPackageType(purl) ?? toText(artifact.type)?.toLowerCase() ?? null,
    purl,
    cpes: readTexts(artifact.cpes, 'cpe'),
    licenseDeclared: readTexts(artifact.licenses, 'value').join(' AND ') || null,
    licenseConcluded: null,
    supplier: null,
  }
}

const meaningOf = (type: string): LinkMeaning =>
  type === 'dependency-of' ? 'dependencyOf' : type === 'contains' ? 'contains' : 'other'

function readLinks({ artifactRelationships, files }: JsonObject): LinkSource {
  return {
    meaningOf,
    *listLinks() {
      for (const value of toList(artifactRelationships)) {
        const relationship = toObject(value)
        const [from, to, type] = [relationship?.parent, relationship?.child, relationship?.type].map(toText)
        if (from != null && to != null && type != null) yield { from, type, to }
      }
    },
    *listFiles() {
      for (const value of toList(files)) {
        const file = toObject(value)
        const [id, name] = [toText(file?.id), toText(toObject(file?.location)?.path)]
        if (id !== null && name !== null) yield [id, name]
      }
    },
  }
}

/** Older versions write texts, newer ones objects with the text in a member. */
function readTexts(value: unknown, member: string): string[] {
  return toList(value)
    .slice(0, 200)
    .flatMap((item) => toText(toObject(item)?.[member] ?? item) ?? [])
}

function readFacts(document: JsonObject, packageCount: number): SbomDocumentFacts {
  const source = toObject(document.source)
  const details = toObject(source?.metadata) ?? toObject(source?.target)
  const tool = toObject(document.descriptor)
  const name = toText(source?.name) ?? toText(details?.userInput)
  const digest = toText(details?.manifestDigest)
  const toolName = toText(tool?.name)
  return {
    format: 'syft-json',
    specVersion: toText(toObject(document.schema)?.version),
    name,
    namespace: null,
    createdAt: null,
    tools: toolName === null ? [] : [[toolName, toText(tool?.version)].filter(Boolean).join(' ')],
    authors: [],
    dataLicense: null,
    describes:
      name === null
        ? []
        : [{ name, version: toText(source?.version), digests: digest === null ? [] : [digest], purl: null }],
    packageCount,
    fileCount: toList(document.files).length,
    relationshipCount: toList(document.artifactRelationships).length,
  }
}
