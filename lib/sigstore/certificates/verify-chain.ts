import { EvidenceError } from '#lib/evidence/evidence-error.ts'
import type { Validity } from '#lib/sigstore/log/transparency-log.ts'
import { covers } from '#lib/sigstore/log/transparency-log.ts'
import type { Certificate } from './certificate.ts'
import { extensionIds, readBasicConstraints, readKeyUsage } from './extensions.ts'

/** An authority of the trusted root: its certificates from the one that signs leaves up to the anchor. */
export type TrustedAuthority = { readonly certificates: readonly Certificate[]; readonly validity: Validity }

const unknownAuthority = () =>
  new EvidenceError('CERTIFICATE_UNKNOWN_AUTHORITY', 'The certificate was issued by no authority of the trusted root.')

/**
 * The path from a leaf to an anchor of the trusted root, leaf first; whatever chain the evidence brings is not looked at. Of
 * several, as of an authority that is listed once for each of its windows, one that was valid at all of the times. Throws
 * `CERTIFICATE_UNKNOWN_AUTHORITY` when no authority issued it; use `assertValidAt` for each proven time.
 */
export function findChain(
  leaf: Certificate,
  authorities: readonly TrustedAuthority[],
  timesMs: readonly number[] = [],
): Chain {
  let first: Chain | null = null
  for (const { certificates: known, validity } of authorities) {
    // A trusted root may list the authority's own leaf first; the one at hand may be a later one of the same issuer.
    for (const at of known.keys()) {
      const certificates = [leaf, ...known.slice(at).filter(({ der }) => !isEqual(der, leaf.der))]
      if (certificates.length < 2 || !isChain(certificates)) continue
      const chain = { certificates, validity }
      if (timesMs.every((atMs) => findOutside(chain, atMs) === null)) return chain
      first ??= chain
    }
  }
  if (first !== null) return first
  throw unknownAuthority()
}

export type Chain = { readonly certificates: readonly Certificate[]; readonly validity: Validity }

const isChain = (certificates: readonly Certificate[]): boolean =>
  certificates.every((certificate, at) => {
    const issuer = certificates[at + 1]
    return issuer === undefined || (isIssuedBy(certificate, issuer) && mayIssue(issuer, at))
  })

/** Whether `issuer` has signed `certificate`. Whether it may is another question. */
export function isIssuedBy(certificate: Certificate, issuer: Certificate): boolean {
  if (!isEqual(certificate.issuer, issuer.subject)) return false
  try {
    return certificate.x509.verify(issuer.x509.publicKey)
  } catch {
    // OpenSSL throws for a key that it cannot read.
    return false
  }
}

const understood: readonly string[] = Object.values(extensionIds)

/** `below` counts the intermediates between the issuer and the leaf (RFC 5280 §4.2.1.9). */
function mayIssue(issuer: Certificate, below: number): boolean {
  const constraints = readBasicConstraints(issuer)
  if (constraints === null || !constraints.isCa) return false
  if (constraints.pathLength !== null && constraints.pathLength < BigInt(below)) return false
  // RFC 5280 §4.2: what is critical and not understood, as a limit of names, could forbid just this.
  if ([...issuer.extensions].some(([id, { isCritical }]) => isCritical && !understood.includes(id))) return false
  return readKeyUsage(issuer)?.('keyCertSign') ?? true
}

/**
 * Throws `CERTIFICATE_OUTSIDE_VALIDITY` unless the authority and every certificate of the path were valid at the time
 * (CVE-2026-24122: intermediates had been left out).
 */
export function assertValidAt(chain: Chain, atMs: number): void {
  const outside = findOutside(chain, atMs)
  if (outside !== null) throw outside
}

function findOutside({ certificates, validity }: Chain, atMs: number): EvidenceError | null {
  const at = new Date(atMs).toISOString()
  if (!covers(validity, atMs)) {
    return new EvidenceError('CERTIFICATE_OUTSIDE_VALIDITY', 'The authority was not in use at the proven time.', { at })
  }
  const outside = certificates.find(({ notBefore, notAfter }) => atMs < notBefore || atMs > notAfter)
  if (outside === undefined) return null
  return new EvidenceError('CERTIFICATE_OUTSIDE_VALIDITY', 'A certificate was not valid at the proven time.', {
    at,
    notBefore: new Date(outside.notBefore).toISOString(),
    notAfter: new Date(outside.notAfter).toISOString(),
  })
}

const isEqual = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0
