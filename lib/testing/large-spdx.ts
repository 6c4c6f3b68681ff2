/** What a large SPDX document is made of; the same options give the same bytes. */
export type LargeSpdxOptions = {
  readonly packages?: number
  /** `sha256:…` of the image that it describes. */
  readonly imageDigest?: string
}

const ecosystems = ['deb', 'npm', 'pypi', 'golang', 'maven', 'gem', 'cargo', 'nuget'] as const
const licenses = [
  'MIT',
  'Apache-2.0',
  'BSD-3-Clause',
  'GPL-2.0-or-later',
  'LGPL-2.1-only',
  'MPL-2.0',
  'ISC',
  'MIT OR Apache-2.0',
  '(GPL-2.0-only WITH Classpath-exception-2.0) AND BSD-2-Clause',
  'NOASSERTION',
] as const
const words = [
  'amber',
  'birch',
  'cedar',
  'delta',
  'ember',
  'fjord',
  'grove',
  'heron',
  'inlet',
  'jetty',
  'knoll',
  'larch',
]

/**
 * An SPDX 2.3 JSON document as syft writes it for an image; with the default of 50,000 packages 48 MB of UTF-8 text.
 * The image itself is one of the packages.
 */
export function createLargeSpdx({ packages = 50_000, imageDigest }: LargeSpdxOptions = {}): Uint8Array<ArrayBuffer> {
  const digest = imageDigest ?? `sha256:${'ab'.repeat(32)}`
  const entries = [JSON.stringify(toImage(digest))]
  const relationships = [toRelationship('SPDXRef-DOCUMENT', 'DESCRIBES', rootId)]
  for (let index = 1; index < packages; index += 1) {
    const entry = toPackage(index)
    entries.push(JSON.stringify(entry))
    relationships.push(toRelationship(rootId, 'CONTAINS', entry.SPDXID))
  }
  const head = JSON.stringify({
    spdxVersion: 'SPDX-2.3',
    dataLicense: 'CC0-1.0',
    SPDXID: 'SPDXRef-DOCUMENT',
    name: 'registry.example/large',
    documentNamespace: 'https://example.org/spdx/large',
    creationInfo: { created: '2026-02-03T04:05:06Z', creators: ['Organization: Example', 'Tool: large-spdx-1.0'] },
  })
  const text = `${head.slice(0, -1)},"packages":[${entries.join(',')}],"relationships":[${relationships.join(',')}]}`
  return new TextEncoder().encode(text)
}

const rootId = 'SPDXRef-DocumentRoot-Image-large'

function toImage(digest: string) {
  return {
    name: 'registry.example/large',
    SPDXID: rootId,
    versionInfo: 'v1',
    supplier: 'NOASSERTION',
    downloadLocation: 'NOASSERTION',
    filesAnalyzed: false,
    checksums: [{ algorithm: 'SHA256', checksumValue: digest.slice('sha256:'.length) }],
    licenseConcluded: 'NOASSERTION',
    licenseDeclared: 'NOASSERTION',
    copyrightText: 'NOASSERTION',
    externalRefs: [toPurl(`pkg:oci/large@${encodeURIComponent(digest)}?arch=amd64&tag=v1`)],
    primaryPackagePurpose: 'CONTAINER',
  }
}

function toPackage(index: number) {
  const pick = <Value>(list: readonly [Value, ...Value[]] | readonly Value[], factor: number): Value =>
    list[(index * factor + (index >> 5)) % list.length] as Value
  const ecosystem = pick(ecosystems, 1)
  const name = `${pick(words, 7)}-${pick(words, 5)}-${pick(words, 11)}-${index}`
  const version = `${index % 9}.${index % 31}.${index % 101}-${index % 4}`
  const license = pick(licenses, 3)
  return {
    name,
    SPDXID: `SPDXRef-Package-${ecosystem}-${name}-${toHash(index, 16)}`,
    versionInfo: version,
    supplier: index % 3 === 0 ? 'NOASSERTION' : `Organization: ${pick(words, 13)} project`,
    originator: `Organization: ${pick(words, 13)} project maintainers`,
    downloadLocation: 'NOASSERTION',
    filesAnalyzed: false,
    sourceInfo: `acquired package info from installed ${ecosystem} metadata: /usr/lib/${ecosystem}/${name}/metadata.json`,
    licenseConcluded: index % 5 === 0 ? license : 'NOASSERTION',
    licenseDeclared: license,
    copyrightText: 'NOASSERTION',
    externalRefs: [
      toCpe(`cpe:2.3:a:${pick(words, 13)}:${name}:${version}:*:*:*:*:*:*:*`),
      toPurl(`pkg:${ecosystem}/${ecosystem === 'deb' ? 'debian/' : ''}${name}@${version}`),
    ],
  }
}

const toPurl = (referenceLocator: string) => ({
  referenceCategory: 'PACKAGE-MANAGER',
  referenceType: 'purl',
  referenceLocator,
})
const toCpe = (referenceLocator: string) => ({
  referenceCategory: 'SECURITY',
  referenceType: 'cpe23Type',
  referenceLocator,
})

const toRelationship = (spdxElementId: string, relationshipType: string, relatedSpdxElement: string): string =>
  JSON.stringify({ spdxElementId, relatedSpdxElement, relationshipType })

/** Hexadecimal digits that look random and are the same in every run. */
function toHash(seed: number, length: number): string {
  let state = Math.imul(seed, 0x9e3779b1) >>> 0
  let text = ''
  while (text.length < length) {
    state = Math.imul(state ^ (state >>> 15), 0x85ebca6b) >>> 0
    text += state.toString(16).padStart(8, '0')
  }
  return text.slice(0, length)
}
