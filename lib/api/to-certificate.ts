import type { StoredCertificate } from '#lib/store/certificate-store.ts'
import type { TrustRule } from '#lib/trust/trust-rule.ts'
import type { CertificateDto } from './contract/certificates.ts'

/** A certificate of the shelf as the API shows it, with the ids of the rules that name it. */
export function toCertificateDto(
  { der, ...certificate }: StoredCertificate,
  rules: readonly TrustRule[],
  now: Date,
): CertificateDto {
  const { fingerprint } = certificate
  const naming = rules.filter(({ signer }) => signer.kind === 'certificate' && signer.fingerprint === fingerprint)
  return {
    ...certificate,
    stores: [...certificate.stores],
    rules: naming.map(({ id }) => id),
    pem: toPem(der),
    warning: findWarning(certificate, now),
  }
}

function findWarning({ notBefore, notAfter }: Omit<StoredCertificate, 'der'>, now: Date): string | null {
  const at = now.getTime()
  if (Date.parse(notAfter) < at) {
    return 'It has ended: only signatures that a time stamp proves to be from before are verified by it.'
  }
  return at < Date.parse(notBefore) ? 'It is not valid yet: nothing is verified by it before it begins.' : null
}

/** The certificate alone, whatever surrounded it in the file that was given. */
function toPem(der: Uint8Array): string {
  const lines =
    Buffer.from(der)
      .toString('base64')
      .match(/.{1,64}/g) ?? []
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n')
}
