import { type CheckList, createCheckList } from '#lib/evidence/check-list.ts'
import { areEqual } from '#lib/evidence/equal-bytes.ts'
import { EvidenceError } from '#lib/evidence/evidence-error.ts'
import type { ProvenSigner } from '#lib/trust/proven-signer.ts'
import type { TrustAnchor } from '#lib/trust/trust-rule.ts'
import type { OpenedRoot } from '#lib/trust-root/open-root.ts'
import { type Certificate, parseCertificate } from './certificates/certificate.ts'
import { readCertificateKey } from './certificates/certificate-key.ts'
import { describeValidity, toFingerprint, toNameLine } from './certificates/describe-certificate.ts'
import { proveByAnchor } from './certificates/prove-by-anchor.ts'
import { assertSigningProfile, readIdentity, type SigningIdentity } from './certificates/signing-identity.ts'
import { verifyCertificateTransparency } from './certificates/verify-certificate-transparency.ts'
import { assertValidAt, type Chains, chooseChain, listChains } from './certificates/verify-chain.ts'
import { checkProofs, type OfferedProofs, type Proofs } from './check-proofs.ts'
import type { SignedBytes } from './check-signature.ts'
import { verifySignature } from './keys/verify-signature.ts'

/** A signature that comes with the certificate of its key. Claimed, all of it. */
export type OfferedCertificate = Omit<OfferedProofs, 'signatures' | 'verifiers'> & {
  /** More than one where any of several signatures suffices. */
  readonly signed: readonly SignedBytes[]
  /** DER; the signer's first, others only as they came. */
  readonly certificates: readonly Uint8Array[]
  /** DER of what may help to find a path to an own authority; never anchors one. */
  readonly intermediates?: readonly Uint8Array[]
}

/** Who may vouch for a certificate, and when it is asked. */
export type Vouchers = {
  readonly roots: readonly OpenedRoot[]
  readonly anchors: readonly TrustAnchor[]
  readonly nowMs: number
}

export type CheckedSigner = { readonly signer: ProvenSigner | null; readonly proofs: Proofs }

/**
 * Proves by whom a certificate's key signed: by a trusted root, with the signature, the log entries and time stamps, and the
 * certificate and its own log at each proven time (Sigstore client specification, Verification); else by an own authority.
 * What does not hold is recorded, and the signer is null then.
 */
export function checkCertificate(
  list: CheckList,
  offered: OfferedCertificate,
  { roots, anchors, nowMs }: Vouchers,
): CheckedSigner {
  const leaf = list.read('certificate', () => readLeaf(offered.certificates))
  if (leaf === null) {
    list.skip('signature', 'The certificate cannot be read, and its key is in it.', 'CHECK_SKIPPED')
    const open = { ...offered, signatures: offered.signed.map(({ signature }) => signature), verifiers: null }
    return { signer: null, proofs: checkProofs(list, open, roots, nowMs) }
  }
  const signature = checkLeafSignature(list, leaf, offered.signed)
  const signatures = signature === null ? offered.signed.map((one) => one.signature) : [signature]
  const proofsOffered: OfferedProofs = { ...offered, signatures, verifiers: [leaf.der] }
  const issuing = roots.flatMap((root) => {
    const [first, ...others] = listChains(leaf, root.root.certificateAuthorities)
    return first === undefined ? [] : [{ root, chains: [first, ...others] as const }]
  })
  const attempts = issuing.map(({ root, chains }) => {
    const attempt = createCheckList()
    const proofs = checkProofs(attempt, proofsOffered, [root], nowMs)
    const identity = checkIdentity(attempt, { leaf, chains, proofs, root })
    return { root, attempt, proofs, identity }
  })
  const best = attempts.find(({ identity }) => identity !== null) ?? attempts[0]
  if (best === undefined) {
    const proofs = checkProofs(list, proofsOffered, roots, nowMs)
    const signer = checkOwnAuthority(list, leaf, offered, { roots, anchors, nowMs }, proofs)
    return { signer: signature === null ? null : signer, proofs }
  }
  list.adopt(best.attempt)
  const { identity, proofs } = best
  if (identity === null || signature === null) return { signer: null, proofs }
  const proving = attempts.filter((one) => one.identity !== null).map(({ root }) => root.id)
  return { signer: { kind: 'identity', identity, roots: proving }, proofs }
}

function readLeaf([first, ...others]: readonly Uint8Array[]): Certificate {
  if (first === undefined) throw new EvidenceError('CERTIFICATE_MALFORMED', 'There is no certificate.')
  for (const certificate of others.map(parseCertificate)) {
    // A root never comes with the evidence; tools differ in whether they would take it for an anchor.
    if (areEqual(certificate.issuer, certificate.subject)) {
      throw new EvidenceError('CERTIFICATE_PROFILE', 'The evidence brings a root certificate of its own.')
    }
  }
  return parseCertificate(first)
}

/** The signature that the certificate's key made. Its key is at hand, so that one that is not by it is no other key's. */
function checkLeafSignature(
  list: CheckList,
  leaf: Certificate,
  signed: readonly SignedBytes[],
): Uint8Array<ArrayBufferLike> | null {
  const key = list.read('certificate', () => readCertificateKey(leaf))
  if (key === null) {
    list.skip('signature', 'The key of the certificate is not one that is accepted.', 'CHECK_SKIPPED')
    return null
  }
  for (const { data, signature } of signed) {
    const scheme = verifySignature(key, data, signature)
    if (scheme === null) continue
    list.pass('signature', { certificate: toFingerprint(leaf), algorithm: key.algorithm, scheme })
    return signature
  }
  const reason = 'The signature is not by the key of its certificate.'
  list.fail('signature', new EvidenceError('SIGNATURE_INVALID', reason, { certificate: toFingerprint(leaf) }))
  return null
}

type Question = {
  readonly leaf: Certificate
  readonly chains: Chains
  readonly proofs: Proofs
  readonly root: OpenedRoot
}

/** The identity, once the certificate holds at every proven time and a log of the root knows it. */
function checkIdentity(list: CheckList, question: Question): SigningIdentity | null {
  const { leaf, root } = question
  const isPublished = list.attempt(
    'certificate-transparency',
    () => verifyCertificateTransparency(leaf, toIssuer(question), root.root.certificateLogs),
    (promises) => ({ promises }),
  )
  const identity = checkProfile(list, question)
  return isPublished === null ? null : identity
}

const toIssuer = ({ leaf, chains }: Question): Certificate => chains[0].certificates[1] ?? leaf

function checkProfile(list: CheckList, question: Question): SigningIdentity | null {
  const { leaf, chains, proofs, root } = question
  if (!isDated(list, proofs)) return null
  return list.attempt(
    'certificate',
    () => {
      const times = proofs.times.map(({ atMs }) => atMs)
      const chain = chooseChain(chains, times)
      for (const atMs of times) assertValidAt(chain, atMs)
      assertSigningProfile(leaf)
      return readIdentity(leaf)
    },
    (identity) => ({
      issuer: identity.issuer,
      subject: identity.subject,
      authority: toNameLine(toIssuer(question).x509.subject).slice(0, 300),
      root: root.name,
      rootId: root.id,
      ...describeWindow(leaf),
    }),
  )
}

/** A certificate of ten minutes says nothing without a time that somebody else vouches for. */
function isDated(list: CheckList, { times, open }: Proofs): boolean {
  if (times.length > 0) return true
  const first = open.find(({ mayDate }) => mayDate)
  if (first !== undefined) {
    list.leaveOpen(
      'certificate',
      first.code,
      'Only logs or authorities that no trusted root holds say when it was signed.',
    )
    return false
  }
  const isFalse = list.has('transparency-log', 'failed') || list.has('timestamp', 'failed')
  if (isFalse) list.skip('certificate', 'No proof of its time holds.', 'CHECK_SKIPPED')
  else {
    const reason = 'Nothing that is trusted proves when it was signed.'
    list.fail('certificate', new EvidenceError('CERTIFICATE_NO_TIME', reason))
  }
  return false
}

/** An own authority publishes nothing, so that its certificate alone is judged: when it was used if that is proven, else now. */
function checkOwnAuthority(
  list: CheckList,
  leaf: Certificate,
  { certificates, intermediates = [] }: OfferedCertificate,
  { roots, anchors, nowMs }: Vouchers,
  { times }: Proofs,
): ProvenSigner | null {
  if (anchors.length === 0) {
    recordUnknownAuthority(list, leaf, roots.length)
    return null
  }
  const offered = [...certificates.slice(1), ...intermediates]
  const provenTimes = times.map(({ atMs }) => atMs)
  try {
    const { signer, detail } = proveByAnchor(leaf.der, offered, anchors, { provenTimes, nowMs })
    list.pass('certificate', detail)
    return signer
  } catch (error) {
    if (!(error instanceof EvidenceError)) throw error
    if (error.code === 'CERTIFICATE_UNKNOWN_AUTHORITY') recordUnknownAuthority(list, leaf, roots.length)
    else list.fail('certificate', error)
    return null
  }
}

/** Whom it names is told as claimed: anybody can make a certificate that says so. */
function recordUnknownAuthority(list: CheckList, leaf: Certificate, roots: number): void {
  const reason =
    roots === 0
      ? 'No trusted root is configured, so that no authority is known.'
      : 'The certificate was issued by no authority of the trusted roots.'
  list.leaveOpen('certificate', 'CERTIFICATE_UNKNOWN_AUTHORITY', reason, {
    authority: toNameLine(leaf.x509.issuer).slice(0, 300),
    ...readClaimed(leaf),
    ...describeWindow(leaf),
  })
}

function readClaimed(leaf: Certificate): { claimedSubject?: string; claimedIssuer?: string } {
  try {
    const { subject, issuer } = readIdentity(leaf)
    return { claimedSubject: subject.slice(0, 500), claimedIssuer: issuer.slice(0, 500) }
  } catch {
    return {}
  }
}

const describeWindow = (leaf: Certificate) => ({
  ...describeValidity(leaf),
  fingerprint: toFingerprint(leaf),
})
