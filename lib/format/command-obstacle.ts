import type { Evidence } from '#lib/evidence/evidence.ts'
import { readCertificateName } from './certificate-name.ts'

/** What of the evidence decides; only attestations have a type, null where it cannot be read. */
type Examined = Pick<Evidence, 'format' | 'signer' | 'checks'> & { readonly predicateType?: string | null }

const unsafe = 'its text holds control characters, which no terminal should be given'

/**
 * Why no command of another tool says the same of this evidence, as the end of a sentence: “No command says the same: …”.
 * Null where one does. cosign's limits are those of v3.1, each seen with the program itself.
 */
export function findCommandObstacle(evidence: Examined): string | null {
  const { format, signer } = evidence
  switch (format) {
    case 'in-toto-unsigned':
      return 'nobody signed it'
    case 'gpg-simple-signing':
      return 'cosign and notation do not read signatures by GPG keys'
    case 'notation-jws':
    case 'notation-cose':
      if (signer?.kind !== 'certificate') return 'notation would have to be told who signed, and that is not proven'
      return hasControls(signer.subject) ? unsafe : null
    case 'cosign-simple-signing':
    case 'cosign-dsse':
    case 'sigstore-bundle':
      return findSchemeObstacle(evidence) ?? findTypeObstacle(evidence) ?? findSignerObstacle(evidence)
  }
}

// attacker-controlled: a control character could leave the quotes of some terminals.
const hasControls = (text: string): boolean => /\p{Cc}/u.test(text)

/** The scheme that was found by verifying; null where nothing verified. */
export function schemeOf({ checks }: Pick<Evidence, 'checks'>): string | null {
  const scheme = checks.find(({ id }) => id === 'signature')?.detail.scheme
  return typeof scheme === 'string' ? scheme : null
}

function findSchemeObstacle(evidence: Examined): string | null {
  const scheme = schemeOf(evidence)
  if (scheme === 'ed25519ph') return 'cosign signs with Ed25519ph, and verifies Ed25519 without a hash only'
  if (scheme?.startsWith('rsa') && scheme !== 'rsa-pkcs1-sha256') {
    return 'cosign verifies signatures by RSA keys as PKCS #1 v1.5 with SHA-256 only'
  }
  // With a key it can be told the hash.
  const isLimited = evidence.format !== 'sigstore-bundle' && isByCertificate(evidence)
  if (isLimited && /sha(?:384|512)/.test(scheme ?? '')) {
    return 'cosign verifies what is signed with a certificate and kept so with SHA-256 only'
  }
  return null
}

/** By a certificate, whoever proves it; what nobody is proven to have signed counts as by a key. */
export const isByCertificate = ({ signer }: Pick<Evidence, 'signer'>): boolean =>
  signer !== null && signer.kind !== 'key'

function findTypeObstacle({ predicateType }: Examined): string | null {
  if (predicateType === undefined) return null
  if (predicateType === null) return 'its type cannot be read'
  return hasControls(predicateType) ? unsafe : null
}

function findSignerObstacle(evidence: Examined): string | null {
  const { signer, checks, format } = evidence
  switch (signer?.kind) {
    case 'key':
      return null
    case 'identity':
      return hasControls(signer.subject + signer.issuer) ? unsafe : null
    case 'certificate': {
      const name = readCertificateName(evidence)
      if (name === null) {
        return 'cosign asks for one of the alternative names of a certificate, and that of the signer has none that it reads'
      }
      if (name.kind === 'DNS' && format === 'sigstore-bundle') {
        return 'cosign looks for an address or an e-mail address in the certificate of a bundle, and finds a host name'
      }
      return hasControls(name.text + name.issuer) ? unsafe : null
    }
    case undefined:
      return checks.some(({ id }) => id === 'certificate')
        ? 'cosign would have to be told who signed, and that is not proven'
        : null
  }
}
