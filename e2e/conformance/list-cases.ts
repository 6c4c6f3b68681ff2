import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Public vectors, kept outside the repository; what needs them is skipped where they are absent. */
const vectors = join(import.meta.dirname, '../../../shared/vectors')
const folder = join(vectors, 'conformance/bundle-verify')
const endToEnd = join(vectors, 'e2e-oci-bundle')
export const hasVectors = existsSync(folder) && existsSync(endToEnd)

/** A bundle, what it is verified against, and whether it must be accepted. */
export type ConformanceCase = {
  readonly name: string
  readonly accepted: boolean
  readonly bundle: Buffer
  /** The bytes that were signed, or that the statement is about. */
  readonly artifact: Buffer
  readonly trustedRoot: string
  /** PEM; null where an identity is expected. */
  readonly key: string | null
  readonly identity: { readonly subject: string; readonly issuer: string }
}

const beacon = {
  subject:
    'https://github.com/sigstore-conformance/extremely-dangerous-public-oidc-beacon/.github/workflows/extremely-dangerous-oidc-beacon.yml@refs/heads/main',
  issuer: 'https://token.actions.githubusercontent.com',
}

/** The cases of sigstore-conformance as its README reads them, and cosign's bundle of a real image. */
export function listCases(): readonly ConformanceCase[] {
  if (!hasVectors) return []
  const names = readdirSync(folder).filter((name) => existsSync(join(folder, name, 'bundle.sigstore.json')))
  return [...names.map(readCase), readEndToEnd()]
}

function readCase(name: string): ConformanceCase {
  const read = (file: string): Buffer | null => {
    const path = join(folder, name, file)
    return existsSync(path) ? readFileSync(path) : null
  }
  const must = (...path: string[]) => readFileSync(join(vectors, ...path))
  return {
    name,
    accepted: !name.endsWith('_fail'),
    bundle: must('conformance/bundle-verify', name, 'bundle.sigstore.json'),
    artifact: read('artifact') ?? must('conformance/a.txt'),
    trustedRoot: (read('trusted_root.json') ?? must('trusted-roots/pgi-trusted_root.json')).toString(),
    key: read('key.pub')?.toString() ?? null,
    identity: {
      subject: read('identity')?.toString().trim() ?? beacon.subject,
      issuer: read('issuer')?.toString().trim() ?? beacon.issuer,
    },
  }
}

function readEndToEnd(): ConformanceCase {
  const read = (file: string) => readFileSync(join(endToEnd, file))
  return {
    name: 'e2e-oci-bundle',
    accepted: true,
    bundle: read('oci-attestation.sigstore.json'),
    artifact: read('manifest.json'),
    trustedRoot: read('trusted_root_pgi.json').toString(),
    key: null,
    identity: { subject: 'cody@soyland.com', issuer: 'https://github.com/login/oauth' },
  }
}
