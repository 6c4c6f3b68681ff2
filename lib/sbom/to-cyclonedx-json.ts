import type { SbomPackage } from './sbom.ts'
import type { SbomDocument } from './sbom-document.ts'
import type { ConversionStamp } from './to-spdx-json.ts'

/** The packages as a CycloneDX 1.6 JSON document, for documents of other formats. Dependencies are not converted. */
export function toCyclonedxJson({ facts, packages }: SbomDocument, stamp: ConversionStamp): string {
  const subject = facts.describes[0]
  const references = createReferences()
  return JSON.stringify({
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: {
      timestamp: stamp.createdAt,
      tools: { components: [stamp.tool, ...facts.tools].map((name) => ({ type: 'application', name })) },
      ...(subject === undefined
        ? {}
        : {
            component: {
              type: 'container',
              name: subject.name,
              ...(subject.version === null ? {} : { version: subject.version }),
              ...(subject.purl === null ? {} : { purl: subject.purl }),
            },
          }),
      properties: [{ name: 'touchstone:converted-from', value: facts.format }],
    },
    components: packages.all().map((item) => toComponent(item, references(item.id))),
  })
}

function toComponent(item: SbomPackage, reference: string) {
  const licenses = toLicenses(item)
  const cpe = item.cpes[0]
  return {
    type: toComponentType(item.type),
    'bom-ref': reference,
    name: item.name,
    ...(item.version === null ? {} : { version: item.version }),
    ...(item.supplier === null ? {} : { supplier: { name: item.supplier } }),
    ...(licenses.length === 0 ? {} : { licenses }),
    ...(cpe === undefined ? {} : { cpe }),
    ...(item.purl === null ? {} : { purl: item.purl }),
  }
}

/** CycloneDX takes one expression or any number of named licences; text that may be no expression goes as a name. */
function toLicenses({ licenseDeclared, licenseConcluded }: SbomPackage) {
  const named = (name: string | null, acknowledgement: string) =>
    name === null || name === 'NONE' ? [] : [{ license: { name, acknowledgement } }]
  return [...named(licenseDeclared, 'declared'), ...named(licenseConcluded, 'concluded')]
}

const componentTypes = new Set([
  'application',
  'container',
  'file',
  'firmware',
  'framework',
  'operating-system',
  'data',
])

function toComponentType(type: string | null): string {
  if (type === 'oci' || type === 'docker') return 'container'
  return type !== null && componentTypes.has(type) ? type : 'library'
}

function createReferences(): (id: string) => string {
  const used = new Set<string>()
  return (id) => {
    let free = id
    for (let number = used.size; used.has(free); number += 1) free = `${id}#${number}`
    used.add(free)
    return free
  }
}
