import type { SbomPackage } from './sbom.ts'
import type { SbomDocument } from './sbom-document.ts'

/** What a conversion cannot take from the document: its own name, and when it was made (RFC 3339). */
export type ConversionStamp = { readonly namespace: string; readonly createdAt: string; readonly tool: string }

/** The packages as an SPDX 2.3 JSON document, for documents of other formats. Files and relationships are not converted. */
export function toSpdxJson({ facts, packages }: SbomDocument, stamp: ConversionStamp): string {
  const ids = createIds()
  return JSON.stringify({
    spdxVersion: 'SPDX-2.3',
    dataLicense: 'CC0-1.0',
    SPDXID: 'SPDXRef-DOCUMENT',
    name: facts.name ?? 'unnamed',
    documentNamespace: stamp.namespace,
    creationInfo: {
      created: stamp.createdAt,
      creators: [`Tool: ${stamp.tool}`, ...facts.tools.map((tool) => `Tool: ${tool}`)],
      comment: `Converted from ${facts.format}${facts.createdAt === null ? '' : ` of ${facts.createdAt}`}.`,
    },
    packages: packages.all().map((item) => toPackage(item, ids(item.id))),
    relationships: [],
  })
}

function toPackage(item: SbomPackage, id: string) {
  return {
    SPDXID: id,
    name: item.name,
    ...(item.version === null ? {} : { versionInfo: item.version }),
    downloadLocation: 'NOASSERTION',
    filesAnalyzed: false,
    supplier: toParty(item.supplier),
    licenseConcluded: item.licenseConcluded ?? 'NOASSERTION',
    licenseDeclared: item.licenseDeclared ?? 'NOASSERTION',
    copyrightText: 'NOASSERTION',
    externalRefs: [
      ...(item.purl === null ? [] : [toReference('PACKAGE-MANAGER', 'purl', item.purl)]),
      ...item.cpes.map((cpe) => toReference('SECURITY', cpe.startsWith('cpe:2.3:') ? 'cpe23Type' : 'cpe22Type', cpe)),
    ],
  }
}

const toReference = (referenceCategory: string, referenceType: string, referenceLocator: string) => ({
  referenceCategory,
  referenceType,
  referenceLocator,
})

function toParty(supplier: string | null): string {
  if (supplier === null) return 'NOASSERTION'
  return /^(?:Person|Organization):/.test(supplier) ? supplier : `Organization: ${supplier}`
}

/** Identifiers of SPDX (letters, digits, `.`, `-`), each once even where the document repeats its own. */
function createIds(): (id: string) => string {
  const used = new Set<string>()
  return (id) => {
    const wanted = `SPDXRef-${id
      .replace(/^SPDXRef-/, '')
      .replace(/[^A-Za-z0-9.-]+/g, '-')
      .slice(0, 200)}`
    let free = wanted
    for (let number = used.size; used.has(free); number += 1) free = `${wanted}-${number}`
    used.add(free)
    return free
  }
}
