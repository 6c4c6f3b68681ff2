import type { Evidence } from '#lib/evidence/evidence.ts'

/** What a certificate by an own authority says beside its subject. `issuer` is empty where it names none. */
export type CertificateName = { readonly kind: string; readonly text: string; readonly issuer: string }

/** Reads `alternativeName` and `oidcIssuer` of the check of the certificate; null where it has no name. */
export function readCertificateName({ checks }: Pick<Evidence, 'checks'>): CertificateName | null {
  const { alternativeName, oidcIssuer } = checks.find(({ id }) => id === 'certificate')?.detail ?? {}
  const [, kind, text] = /^(URI|email|DNS|other):(.+)$/s.exec(String(alternativeName ?? '')) ?? []
  if (kind === undefined || text === undefined) return null
  return { kind, text, issuer: typeof oidcIssuer === 'string' ? oidcIssuer : '' }
}
