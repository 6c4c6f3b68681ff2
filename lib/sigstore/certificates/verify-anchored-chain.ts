import type { X509Certificate } from 'node:crypto'
import { areEqual } from '#lib/evidence/equal-bytes.ts'
import { EvidenceError } from '#lib/evidence/evidence-error.ts'
import { type Certificate, malformedCertificate } from './certificate.ts'
import { type DerValue, derTags, parseChildren, parseDer, readOid, readSequence } from './der.ts'
import { describeValidity } from './describe-certificate.ts'
import { extensionIds, readBasicConstraints, readExtendedKeyUsage, readKeyUsage } from './extensions.ts'
import { isIssuedBy } from './verify-chain.ts'

/** When a chain has to be valid: at each proven time, or now because there is none. Milliseconds since the epoch. */
export type JudgedTimes = readonly [number, ...number[]]

export type ChainDemands = {
  readonly times: JudgedTimes
  /** Object identifier of what the leaf was used for: authorities that are limited to other purposes lead nowhere. */
  readonly purpose: string
}

// A leaf, two intermediates and a root are usual.
const maxPathLength = 10
// Hostile chains loop and branch: after so many signatures there is no path.
const maxSignatures = 100

const refused = (why: string) =>
  new EvidenceError('CERTIFICATE_PROFILE', `A certificate above the signer’s is not one for issuing it: ${why}.`)

/**
 * The path from a leaf to one of the anchors, leaf first and anchor last (RFC 5280 §6). Offered certificates may help to find
 * it; none of them is believed for being there. Every certificate of the path, the anchor too, must be valid at every time.
 * Throws `CERTIFICATE_UNKNOWN_AUTHORITY` when there is no path, else what is wrong with the one that came nearest.
 */
export function verifyAnchoredChain(
  leaf: Certificate,
  offered: readonly Certificate[],
  anchors: readonly Certificate[],
  demands: ChainDemands,
): readonly Certificate[] {
  const search: Search = { offered, anchors, signatures: 0 }
  let nearest: EvidenceError | null = null
  for (const path of listPaths([leaf], search)) {
    try {
      assertPath(path, demands)
      return path
    } catch (error) {
      if (!(error instanceof EvidenceError)) throw error
      nearest ??= error
    }
  }
  throw (
    nearest ??
    new EvidenceError('CERTIFICATE_UNKNOWN_AUTHORITY', 'The certificate leads to none of the trusted certificates.')
  )
}

type Search = {
  readonly offered: readonly Certificate[]
  readonly anchors: readonly Certificate[]
  signatures: number
}

/** Every path that signatures make, shortest way to an anchor first; none visits a certificate twice. */
function* listPaths(path: readonly Certificate[], search: Search): Generator<readonly Certificate[]> {
  const last = path.at(-1)
  if (last === undefined) return
  // Trusting one certificate alone makes sense for one that nobody else issued (Notary Project trust stores).
  if (path.length === 1 && isAmong(last, search.anchors) && isSelfIssued(last)) yield path
  if (path.length === maxPathLength) return
  for (const anchor of search.anchors) {
    if (isNext(anchor, path, search)) yield [...path, anchor]
  }
  for (const issuer of search.offered) {
    if (isAmong(issuer, search.anchors) || !isNext(issuer, path, search)) continue
    yield* listPaths([...path, issuer], search)
  }
}

function isNext(issuer: Certificate, path: readonly Certificate[], search: Search): boolean {
  const last = path.at(-1)
  if (last === undefined || isAmong(issuer, path) || !areEqual(last.issuer, issuer.subject)) return false
  search.signatures += 1
  return search.signatures <= maxSignatures && isIssuedBy(last, issuer)
}

/** What makes a path one, its signatures apart: may each issue what is below it, and was each valid? */
export function assertPath(path: readonly Certificate[], { times, purpose }: ChainDemands): void {
  for (const [at, certificate] of path.entries()) {
    // An anchor is believed for being one, so nothing rests on its own signature.
    if (at < path.length - 1) assertStrongSignature(certificate)
    if (at > 0) assertIssuer(certificate, at - 1, purpose)
  }
  for (const time of times) assertValidAt(path, time)
}

const understood: readonly string[] = [
  extensionIds.subjectKeyId,
  extensionIds.keyUsage,
  extensionIds.subjectAltName,
  extensionIds.basicConstraints,
  extensionIds.authorityKeyId,
  extensionIds.extendedKeyUsage,
  // Certificate policies: which of them apply is nobody's question here.
  '2.5.29.32',
  // Where revocation lists are: whether they are asked is not the question here.
  '2.5.29.31',
]
const nameConstraints = '2.5.29.30'
const anyPurpose = '2.5.29.37.0'

/** `below` counts the intermediates between the issuer and the leaf (RFC 5280 §4.2.1.9). */
function assertIssuer(issuer: Certificate, below: number, purpose: string): void {
  const constraints = readBasicConstraints(issuer)
  if (constraints?.isCa !== true) throw refused('it is not an authority')
  if (constraints.pathLength !== null && constraints.pathLength < BigInt(below)) {
    throw refused('more certificates are below it than it may have')
  }
  if (readKeyUsage(issuer)?.('keyCertSign') === false) throw refused('its key may not sign certificates')
  const purposes = readExtendedKeyUsage(issuer)
  if (purposes !== null && !purposes.includes(purpose) && !purposes.includes(anyPurpose)) {
    throw refused('it is limited to other purposes')
  }
  // Ignoring a limit of names would let the authority sign for whom it must not.
  if (issuer.extensions.has(nameConstraints)) throw refused('it is limited to some names, which is not supported')
  const unknown = findUnknownCritical(issuer)
  if (unknown !== null) throw refused(`it has the unknown critical extension ${unknown}`)
  if (!isStrongKey(issuer.x509)) throw refused('its key is too weak, or of a kind that is not accepted')
}

/** The critical extension that is not understood, for which a certificate must be refused (RFC 5280 §4.2), or null. */
export function findUnknownCritical({ extensions }: Certificate): string | null {
  const found = [...extensions].find(([id, { isCritical }]) => isCritical && !understood.includes(id))
  return found?.[0] ?? null
}

const curves: readonly string[] = ['prime256v1', 'secp384r1', 'secp521r1']
const minRsaBits = 2_048
// Beyond this a signature takes seconds to verify.
const maxRsaBits = 8_192

/** Whether a certificate’s key is strong enough that something may rest on its signatures. */
export function isStrongKey(certificate: X509Certificate): boolean {
  const { asymmetricKeyType, asymmetricKeyDetails } = certificate.publicKey
  const { modulusLength = 0, namedCurve = '' } = asymmetricKeyDetails ?? {}
  switch (asymmetricKeyType) {
    case 'rsa':
    case 'rsa-pss':
      return modulusLength >= minRsaBits && modulusLength <= maxRsaBits
    case 'ec':
      return curves.includes(namedCurve)
    default:
      return asymmetricKeyType === 'ed25519'
  }
}

const strongSignatures: readonly string[] = [
  '1.2.840.113549.1.1.11', // RSA with SHA-256, SHA-384, SHA-512
  '1.2.840.113549.1.1.12',
  '1.2.840.113549.1.1.13',
  '1.2.840.10045.4.3.2', // ECDSA with the same
  '1.2.840.10045.4.3.3',
  '1.2.840.10045.4.3.4',
  '1.3.101.112', // Ed25519
]
const pss = '1.2.840.113549.1.1.10'
const strongHashes: readonly string[] = ['2.16.840.1.101.3.4.2.1', '2.16.840.1.101.3.4.2.2', '2.16.840.1.101.3.4.2.3']

/** SHA-1 collides: whoever gets one certificate signed by it has another (specs signature-specification.md as well). */
export function assertStrongSignature({ der }: Certificate): void {
  let algorithm: DerValue | undefined
  try {
    algorithm = readSequence(parseDer(der))[1]
    const [id, parameters] = readSequence(algorithm)
    const oid = readOid(id)
    if (strongSignatures.includes(oid) || (oid === pss && strongHashes.includes(readPssHash(parameters)))) return
  } catch {
    throw malformedCertificate('its signature algorithm cannot be read')
  }
  throw refused('a signature in the chain is by an algorithm that is too weak')
}

/** RFC 4055 §3.1: SHA-1 where the hash is left out. */
function readPssHash(parameters: DerValue | undefined): string {
  const hash = parameters?.tag === derTags.sequence ? parseChildren(parameters).find(({ tag }) => tag === 0xa0) : null
  return hash == null ? 'sha1' : readOid(readSequence(parseChildren(hash)[0])[0])
}

function assertValidAt(path: readonly Certificate[], atMs: number): void {
  const outside = path.find(({ notBefore, notAfter }) => atMs < notBefore || atMs > notAfter)
  if (outside === undefined) return
  throw new EvidenceError('CERTIFICATE_OUTSIDE_VALIDITY', 'A certificate was not valid at the time of the judgement.', {
    at: new Date(atMs).toISOString(),
    ...describeValidity(outside),
  })
}

export const isSelfIssued = (certificate: Certificate): boolean =>
  areEqual(certificate.issuer, certificate.subject) && isIssuedBy(certificate, certificate)

const isAmong = ({ der }: Certificate, list: readonly Certificate[]): boolean =>
  list.some((other) => areEqual(other.der, der))
