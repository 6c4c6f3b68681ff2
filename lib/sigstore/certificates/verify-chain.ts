import { areEqual } from '#lib/evidence/equal-bytes.ts'
import { EvidenceError } from '#lib/evidence/evidence-error.ts'
import type { Validity } from '#lib/sigstore/log/transparency-log.ts'
import { covers } from '#lib/sigstore/log/transparency-log.ts'
import type { Certificate } from './certificate.ts'
import { describeValidity } from './describe-certificate.ts'
import { extensionIds, readBasicConstraints, readKeyUsage } from './extensions.ts'

/** An authority of the trusted root: its certificates from the one that signs leaves up to the anchor. */
export type TrustedAuthority = { readonly certificates: readonly Certificate[]; readonly validity: Validity }

/**
 * Every path from a leaf to an anchor of the trusted root, leaf first; whatever chain the evidence brings is not looked at.
 * None when no authority issued it. Use `assertValidAt` for each proven time: signatures are verified here, validity is not.
 */
export function listChains(leaf: Certificate, authorities: readonly TrustedAuthority[]): readonly Chain[] {
  return authorities.flatMap(({ certificates: known, validity }) =>
    // A trusted root may list the authority's own leaf first; the one at hand may be a later one of the same issuer.
    known
      .map((_, at) => [leaf, ...known.slice(at).filter(({ der }) => !areEqual(der, leaf.der))])
      .filter((certificates) => certificates.length > 1 && isChain(certificates))
      .map((certificates) => ({ certificates, validity })),
  )
}

/** Of several paths, as of an authority that is listed once for each of its windows, one that was valid at all of the times. */
export function chooseChain(chains: Chains, timesMs: readonly number[]): Chain {
  return chains.find((chain) => timesMs.every((atMs) => findOutside(chain, atMs) === null)) ?? chains[0]
}

/** The path to judge at the times. Throws `CERTIFICATE_UNKNOWN_AUTHORITY` when no authority issued the leaf. */
export function findChain(
  leaf: Certificate,
  authorities: readonly TrustedAuthority[],
  timesMs: readonly number[] = [],
): Chain {
  const [first, ...others] = listChains(leaf, authorities)
  if (first !== undefined) return chooseChain([first, ...others], timesMs)
  throw new EvidenceError(
    'CERTIFICATE_UNKNOWN_AUTHORITY',
    'The certificate was issued by no authority of the trusted root.',
  )
}

export type Chains = readonly [Chain, ...Chain[]]
export type Chain = { readonly certificates: readonly Certificate[]; readonly validity: Validity }

const isChain = (certificates: readonly Certificate[]): boolean =>
  certificates.every((certificate, at) => {
    const issuer = certificates[at + 1]
    return issuer === undefined || (isIssuedBy(certificate, issuer) && mayIssue(issuer, at))
  })

/** Whether `issuer` has signed `certificate`. Whether it may is another question. */
export function isIssuedBy(certificate: Certificate, issuer: Certificate): boolean {
  if (!areEqual(certificate.issuer, issuer.subject)) return false
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
    ...describeValidity(outside),
  })
}
