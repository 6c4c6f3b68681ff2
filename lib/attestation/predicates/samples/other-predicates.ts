export const openvex = {
  '@context': 'https://openvex.dev/ns/v0.2.0',
  '@id': 'https://openvex.dev/docs/birds/vex-1',
  author: 'Birds security team',
  role: 'vendor',
  timestamp: '2026-11-20T10:00:00Z',
  version: 2,
  tooling: 'vexctl',
  statements: [
    {
      vulnerability: {
        '@id': 'https://nvd.nist.gov/vuln/detail/CVE-2024-3094',
        name: 'CVE-2024-3094',
        aliases: ['XZ'],
      },
      products: [
        {
          '@id': 'pkg:oci/birds@sha256%3Aaa?repository_url=registry.example/birds',
          identifiers: { purl: 'pkg:oci/birds' },
          hashes: { 'sha-256': 'ab' },
          subcomponents: [{ '@id': 'pkg:deb/debian/liblzma5@5.4.1-1' }],
        },
      ],
      status: 'not_affected',
      justification: 'vulnerable_code_not_present',
      impact_statement: 'The library is an older one.',
    },
    {
      vulnerability: { name: 'CVE-2026-0001' },
      products: [{ '@id': 'pkg:oci/birds' }],
      status: 'affected',
      action_statement: 'Update to v2.',
    },
  ],
}

/** The first version: plain text where objects stand today. */
export const openvexFirst = {
  '@context': 'https://openvex.dev/ns',
  '@id': 'https://openvex.dev/docs/birds/vex-0',
  author: 'Birds security team',
  timestamp: '2023-01-08T18:02:03Z',
  version: '1',
  statements: [{ vulnerability: 'CVE-2023-12345', products: ['pkg:apk/wolfi/git@2.39.0-r1'], status: 'fixed' }],
}

export const cyclonedxVex = {
  bomFormat: 'CycloneDX',
  specVersion: '1.5',
  serialNumber: 'urn:uuid:3e671687-395b-41f5-a30f-a58921a69b79',
  version: 1,
  metadata: {
    timestamp: '2026-11-20T10:00:00Z',
    component: {
      'bom-ref': 'birds',
      type: 'container',
      name: 'birds',
      purl: 'pkg:oci/birds',
      hashes: [{ alg: 'SHA-256', content: 'ab' }],
    },
    tools: { components: [{ name: 'vex-maker' }] },
  },
  vulnerabilities: [
    {
      id: 'CVE-2024-3094',
      source: { name: 'NVD', url: 'https://nvd.nist.gov/vuln/detail/CVE-2024-3094' },
      analysis: {
        state: 'not_affected',
        justification: 'code_not_reachable',
        response: ['will_not_fix', 'update'],
        detail: 'It is never called.',
      },
      affects: [{ ref: 'urn:cdx:3e671687/1#liblzma5' }],
    },
    { id: 'CVE-2026-0001', analysis: { state: 'in_triage' } },
    { id: 'CVE-2026-0002' },
  ],
}

export const verificationSummary = {
  verifier: { id: 'https://verifier.example', version: { verifier: 'v2.7.0' } },
  timeVerified: '2026-11-20T11:00:00Z',
  resourceUri: 'pkg:oci/birds@sha256%3Aab',
  policy: { uri: 'https://policy.example/strict', digest: { sha256: '12' } },
  inputAttestations: [{ uri: 'https://registry.example/birds.att', digest: { sha256: '34' } }],
  verificationResult: 'PASSED',
  verifiedLevels: ['SLSA_BUILD_LEVEL_3', 'SLSA_SOURCE_LEVEL_2'],
  dependencyLevels: { SLSA_BUILD_LEVEL_2: 4, SLSA_BUILD_LEVEL_0: 12 },
  slsaVersion: '1.0',
}

export const verificationSummaryFirst = {
  verifier: { id: 'https://verifier.example' },
  time_verified: '2021-10-05T12:00:00Z',
  resource_uri: 'https://registry.example/birds',
  policy: { uri: 'https://policy.example' },
  verification_result: 'FAILED',
  policy_level: 'SLSA_LEVEL_3',
}

export const link = {
  _type: 'link',
  name: 'build',
  command: ['make', 'image'],
  materials: { 'src/main.c': { sha256: 'cc' } },
  products: { app: { sha256: 'dd' } },
  byproducts: { 'return-value': 0, stdout: '' },
  environment: { PATH: '/bin' },
}

export const testResult = {
  result: 'WARNED',
  configuration: [
    {
      name: '.github/workflows/ci.yml',
      downloadLocation: 'https://github.com/acme/birds/blob/main/.github/workflows/ci.yml',
      digest: { gitBlob: 'eb' },
    },
  ],
  url: 'https://github.com/acme/birds/actions/runs/9',
  passedTests: ['build', 'unit'],
  warnedTests: ['lint'],
  failedTests: [],
}

export const release = {
  purl: 'pkg:github/acme/birds@v1.2.0',
  releaseId: '77',
  repository: 'acme/birds',
  tag: 'v1.2.0',
  ownerId: '5',
}

export const attributeReport = {
  attributes: [
    { attribute: 'WITH_STACK_PROTECTION', conditions: { flags: '-fstack-protector' } },
    {
      attribute: 'REPRODUCIBLE',
      evidence: { name: 'rebuild.json', digest: { sha256: 'ab' }, uri: 'https://rebuild.example/1' },
    },
  ],
  producer: { uri: 'file:///usr/bin/gcc', name: 'gcc' },
}

export const custom = { Data: '{"reviewed":true,"by":"ada"}', Timestamp: '2026-11-20T12:00:00Z' }
