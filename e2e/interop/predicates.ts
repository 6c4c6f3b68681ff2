/** One predicate of each kind that cosign knows by name, and two that it takes by address. */
export type PredicateSample = { readonly type: string; readonly uri: string; readonly text: string }

const json = (value: unknown): string => JSON.stringify(value)
const spdx = {
  spdxVersion: 'SPDX-2.3',
  dataLicense: 'CC0-1.0',
  SPDXID: 'SPDXRef-DOCUMENT',
  name: 'interop',
  documentNamespace: 'https://example.org/interop',
  creationInfo: { created: '2026-11-20T09:00:00Z', creators: ['Tool: interop'] },
  packages: [{ name: 'bird', SPDXID: 'SPDXRef-bird', versionInfo: '1.0', downloadLocation: 'NOASSERTION' }],
  relationships: [],
}
const tagValue = `SPDXVersion: SPDX-2.3
DataLicense: CC0-1.0
SPDXID: SPDXRef-DOCUMENT
DocumentName: interop
DocumentNamespace: https://example.org/interop
Creator: Tool: interop
Created: 2026-11-20T09:00:00Z

PackageName: bird
SPDXID: SPDXRef-bird
PackageVersion: 1.0
PackageDownloadLocation: NOASSERTION
`
const vulnerabilityScan = {
  invocation: { parameters: [], uri: '', event_id: '', 'builder.id': '' },
  scanner: { uri: 'https://example.org/scanner', version: '1', db: { uri: '', version: '' }, result: {} },
  metadata: { scanStartedOn: '2026-11-20T09:00:00Z', scanFinishedOn: '2026-11-20T09:00:01Z' },
}

export const predicateSamples: readonly PredicateSample[] = [
  { type: 'spdxjson', uri: 'https://spdx.dev/Document', text: json(spdx) },
  { type: 'spdx', uri: 'https://spdx.dev/Document', text: tagValue },
  {
    type: 'cyclonedx',
    uri: 'https://cyclonedx.org/bom',
    text: json({
      bomFormat: 'CycloneDX',
      specVersion: '1.5',
      version: 1,
      components: [{ type: 'library', name: 'bird' }],
    }),
  },
  {
    type: 'slsaprovenance',
    uri: 'https://slsa.dev/provenance/v0.2',
    text: json({
      builder: { id: 'https://example.org/builder' },
      buildType: 'https://example.org/build',
      invocation: {},
    }),
  },
  {
    type: 'slsaprovenance1',
    uri: 'https://slsa.dev/provenance/v1',
    text: json({
      buildDefinition: { buildType: 'https://example.org/build', externalParameters: {} },
      runDetails: { builder: { id: 'https://example.org/builder' } },
    }),
  },
  { type: 'vuln', uri: 'https://cosign.sigstore.dev/attestation/vuln/v1', text: json(vulnerabilityScan) },
  {
    type: 'openvex',
    uri: 'https://openvex.dev/ns',
    text: json({
      '@context': 'https://openvex.dev/ns/v0.2.0',
      '@id': 'https://example.org/vex',
      author: 'interop',
      timestamp: '2026-11-20T09:00:00Z',
      version: 1,
      statements: [],
    }),
  },
  {
    type: 'link',
    uri: 'https://in-toto.io/Link/v1',
    text: json({
      _type: 'link',
      name: 'build',
      command: ['make'],
      materials: {},
      products: {},
      byproducts: {},
      environment: {},
    }),
  },
  { type: 'custom', uri: 'https://cosign.sigstore.dev/attestation/v1', text: json({ reviewed: true }) },
  {
    type: 'https://slsa.dev/verification_summary/v1',
    uri: 'https://slsa.dev/verification_summary/v1',
    text: json({ verificationResult: 'PASSED' }),
  },
  { type: 'https://example.org/review/v1', uri: 'https://example.org/review/v1', text: json({ reviewer: 'somebody' }) },
]
