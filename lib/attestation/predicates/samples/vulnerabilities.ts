/** Scanners' reports after their public schemas, shortened. */
export const grypeReport = {
  matches: [
    {
      vulnerability: {
        id: 'CVE-2024-3094',
        dataSource: 'https://security-tracker.debian.org/tracker/CVE-2024-3094',
        namespace: 'debian:distro:debian:12',
        severity: 'Critical',
        urls: [],
        description: 'Malicious code was found in the upstream tarballs of xz.',
        fix: { versions: ['5.6.1+really5.4.5-1'], state: 'fixed' },
      },
      artifact: { name: 'liblzma5', version: '5.6.1-1', type: 'deb', purl: 'pkg:deb/debian/liblzma5@5.6.1-1' },
    },
    {
      vulnerability: { id: 'CVE-2011-3374', severity: 'Negligible', fix: { versions: [], state: 'not-fixed' } },
      artifact: { name: 'apt', version: '2.6.1', type: 'deb' },
    },
  ],
  ignoredMatches: [{ vulnerability: { id: 'CVE-2005-2541' } }],
  source: { type: 'image', target: { userInput: 'registry.example/birds:v1', imageID: 'sha256:aa' } },
  distro: { name: 'debian', version: '12' },
  descriptor: {
    name: 'grype',
    version: '0.92.0',
    timestamp: '2026-11-20T09:10:00Z',
    db: { status: { schemaVersion: 'v6.0.2', built: '2026-11-20T04:11:38Z', valid: true } },
  },
}

export const trivyReport = {
  SchemaVersion: 2,
  CreatedAt: '2026-11-20T09:10:00Z',
  ArtifactName: 'registry.example/birds:v1',
  ArtifactType: 'container_image',
  Results: [
    {
      Target: 'registry.example/birds:v1 (debian 12.11)',
      Class: 'os-pkgs',
      Type: 'debian',
      Vulnerabilities: [
        {
          VulnerabilityID: 'CVE-2024-3094',
          PkgName: 'liblzma5',
          InstalledVersion: '5.6.1-1',
          FixedVersion: '5.6.1+really5.4.5-1',
          Severity: 'CRITICAL',
          PrimaryURL: 'https://avd.aquasec.com/nvd/cve-2024-3094',
          Title: 'xz: malicious code in distributed source',
        },
        { VulnerabilityID: 'CVE-2011-3374', PkgName: 'apt', InstalledVersion: '2.6.1', Severity: 'LOW' },
      ],
    },
    { Target: 'app/package-lock.json', Class: 'lang-pkgs', Type: 'npm' },
  ],
}

export const sarifReport = {
  $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
  version: '2.1.0',
  runs: [
    {
      tool: {
        driver: {
          name: 'Trivy',
          version: '0.58.0',
          rules: [
            {
              id: 'CVE-2024-3094',
              shortDescription: { text: 'xz: malicious code in distributed source' },
              helpUri: 'https://avd.aquasec.com/nvd/cve-2024-3094',
              properties: { 'security-severity': '10.0' },
            },
          ],
        },
      },
      results: [
        {
          ruleId: 'CVE-2024-3094',
          level: 'error',
          message: {
            text: 'Package: liblzma5\nInstalled Version: 5.6.1-1\nVulnerability CVE-2024-3094\nFixed Version: 5.6.1+really5.4.5-1',
          },
          locations: [{ physicalLocation: { artifactLocation: { uri: 'registry.example/birds' } } }],
        },
        { ruleId: 'CVE-2011-3374', level: 'note', message: { text: 'apt is affected.' } },
      ],
    },
  ],
}

/** cosign's predicate around a report (COSIGN_VULN_ATTESTATION_SPEC.md). */
export const cosignScan = (result: unknown) => ({
  invocation: { uri: 'https://ci.example/runs/9', event_id: '9', 'builder.id': 'ci' },
  scanner: {
    uri: 'pkg:github/example/scanner@1.2.3',
    version: '1.2.3',
    db: { uri: 'https://db.example', version: '20261120' },
    result,
  },
  metadata: { scanStartedOn: '2026-11-20T09:09:00Z', scanFinishedOn: '2026-11-20T09:10:00Z' },
})

export const inTotoScan = {
  scanner: {
    uri: 'pkg:github/example/scanner@1.2.3',
    db: { uri: 'https://db.example', version: '1', lastUpdate: '2026-11-20T04:00:00Z' },
    result: [
      {
        id: 'CVE-2024-3094',
        severity: [
          { method: 'cvss_score', score: '10.0' },
          { method: 'nvd', score: 'critical' },
        ],
      },
      { id: 'CVE-2011-3374', severity: [{ method: 'cvss_score', score: '3.7' }] },
    ],
  },
  metadata: { scanStartedOn: '2026-11-20T09:09:00Z', scanFinishedOn: '2026-11-20T09:10:00Z' },
}
