import type { JsonObject } from './claimed-values.ts'
import { invalidSbom, parseOptionalList, toList, toObject, toText, toTime } from './claimed-values.ts'
import { readCyclonedxLicenses } from './cyclonedx-licenses.ts'
import { readCyclonedxLinks } from './cyclonedx-links.ts'
import { listCyclonedxProblems, type Placed } from './cyclonedx-problems.ts'
import { createPackageLinks } from './package-links.ts'
import { createPackageList } from './package-list.ts'
import { toPackageType } from './package-type.ts'
import { toPurlDigests } from './purl-claims.ts'
import type { SbomDocumentFacts, SbomPackage } from './sbom.ts'
import type { SbomDocument } from './sbom-document.ts'

/** Reads a CycloneDX 1.2–1.7 JSON document; nested components count as packages. Throws `SBOM_INVALID` with the place. */
export function parseCyclonedxJson(document: JsonObject): SbomDocument {
  const components = listComponents(document.components)
  const packages = createPackageList(components, readComponent)
  return {
    facts: readFacts(document, components),
    packages,
    links: createPackageLinks(packages, readCyclonedxLinks(document, components)),
    listProblems: createProblemLister(document, components),
  }
}

/** Lists the problems once; then the document can go. */
function createProblemLister(document: JsonObject, components: readonly Placed[]): () => readonly string[] {
  let unlisted: { document: JsonObject; components: readonly Placed[] } | null = { document, components }
  let problems: readonly string[] = []
  return () => {
    if (unlisted !== null) problems = listCyclonedxProblems(unlisted.document, unlisted.components)
    unlisted = null
    return problems
  }
}

/** Depth first, in the document's order. The reader's depth limit bounds the nesting; no recursion here. */
function listComponents(value: unknown): Placed[] {
  const found: Placed[] = []
  const open = [{ list: parseOptionalList(value, 'components'), place: 'components', next: 0 }]
  for (let level = open.at(-1); level !== undefined; level = open.at(-1)) {
    if (level.next >= level.list.length) {
      open.pop()
      continue
    }
    const place = `${level.place}[${level.next}]`
    const component = toObject(level.list[level.next])
    if (component === null) throw invalidSbom(`${place} is not an object.`, place)
    if (toText(component.name) === null) throw invalidSbom(`${place} has no name.`, `${place}.name`)
    level.next += 1
    found.push({ component, place })
    if (component.components !== undefined)
      open.push({
        list: parseOptionalList(component.components, `${place}.components`),
        place: `${place}.components`,
        next: 0,
      })
  }
  return found
}

function readComponent({ component, place }: Placed): SbomPackage {
  const name = toText(component.name) ?? ''
  const group = toText(component.group)
  const purl = toText(component.purl)
  const cpe = toText(component.cpe)
  return {
    id: toText(component['bom-ref']) ?? place,
    name: group === null ? name : `${group}/${name}`,
    version: toText(component.version) ?? toText(component.versionRange),
    type: toPackageType(purl) ?? toText(component.type)?.toLowerCase() ?? null,
    purl,
    cpes: cpe === null ? [] : [cpe],
    ...readCyclonedxLicenses(component.licenses),
    supplier: readSupplier(component),
  }
}

function readSupplier(component: JsonObject): string | null {
  for (const value of [component.supplier, component.manufacturer, component.publisher]) {
    const name = typeof value === 'string' ? toText(value) : toText(toObject(value)?.name)
    if (name !== null) return name
  }
  return null
}

function readFacts(document: JsonObject, components: readonly Placed[]): SbomDocumentFacts {
  const metadata = toObject(document.metadata)
  const subject = toObject(metadata?.component)
  return {
    format: 'cyclonedx-json',
    specVersion: toText(document.specVersion),
    name: toText(subject?.name),
    namespace: toText(document.serialNumber),
    createdAt: toTime(metadata?.timestamp),
    tools: readTools(metadata?.tools),
    authors: readAuthors(metadata),
    dataLicense: readCyclonedxLicenses(metadata?.licenses).licenseDeclared,
    describes: subject === null ? [] : readSubject(subject),
    packageCount: components.length,
    fileCount: components.filter(({ component }) => component.type === 'file').length,
    relationshipCount: toList(document.dependencies).reduce<number>(
      (count, dependency) => count + toList(toObject(dependency)?.dependsOn).length,
      0,
    ),
  }
}

/** `tools` is a list up to 1.4, and an object with components and services since 1.5. */
function readTools(value: unknown): string[] {
  const tools = Array.isArray(value)
    ? value
    : [...toList(toObject(value)?.components), ...toList(toObject(value)?.services)]
  return tools.slice(0, 50).flatMap((item) => {
    const tool = toObject(item)
    const name = toText(tool?.name) ?? toText(tool?.vendor)
    const version = toText(tool?.version)
    return name === null ? [] : [version === null ? name : `${name} ${version}`]
  })
}

function readAuthors(metadata: JsonObject | null): string[] {
  const parties = [
    ...toList(metadata?.authors).slice(0, 50),
    metadata?.manufacturer,
    metadata?.manufacture,
    metadata?.supplier,
  ]
  return [
    ...new Set(
      parties.flatMap((party) => {
        const name = toText(toObject(party)?.name) ?? toText(toObject(party)?.email)
        return name === null ? [] : [name]
      }),
    ),
  ]
}

function readSubject(subject: JsonObject): SbomDocumentFacts['describes'] {
  const name = toText(subject.name)
  if (name === null) return []
  const purl = toText(subject.purl)
  const version = toText(subject.version)
  const digests = new Set(toPurlDigests(purl))
  for (const value of toList(subject.hashes).slice(0, 32)) {
    const hash = toObject(value)
    const algorithm = toText(hash?.alg)?.toLowerCase().replace('-', '')
    const hex = toText(hash?.content)?.toLowerCase()
    if (algorithm !== undefined && hex !== undefined) digests.add(`${algorithm}:${hex}`)
  }
  if (version !== null && /^sha(?:256|512):[0-9a-f]{64,128}$/.test(version)) digests.add(version)
  return [{ name, version, digests: [...digests], purl }]
}
