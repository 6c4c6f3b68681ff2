import type { CheckDetail } from '#lib/evidence/check.ts'
import type { CheckList } from '#lib/evidence/check-list.ts'
import { areEqual } from '#lib/evidence/equal-bytes.ts'
import { EvidenceError } from '#lib/evidence/evidence-error.ts'
import { type NotarySignature, schemes } from '#lib/notation/notary-signature.ts'
import { type Issued, listIssued, listQuestions } from '#lib/notation/revocation/list-questions.ts'
import type { RevocationQuestion } from '#lib/notation/revocation/revocation.ts'
import { verifyNotaryChain } from '#lib/notation/verify-notary-chain.ts'
import { type ProvenStamp, verifyNotaryTimestamp } from '#lib/notation/verify-notary-timestamp.ts'
import type { Certificate } from '#lib/sigstore/certificates/certificate.ts'
import { describeValidity, toFingerprint } from '#lib/sigstore/certificates/describe-certificate.ts'
import { formatName, readName } from '#lib/sigstore/certificates/distinguished-name.ts'
import { usages } from '#lib/sigstore/certificates/extensions.ts'
import { openAnchors, toProof } from '#lib/sigstore/certificates/prove-by-anchor.ts'
import { assertPath, type JudgedTimes } from '#lib/sigstore/certificates/verify-anchored-chain.ts'
import type { CheckedSigner } from '#lib/sigstore/check-certificate.ts'
import { noProofs, type OpenProof, type Proofs } from '#lib/sigstore/check-proofs.ts'
import { assertNotRevoked, checkRevocation } from './check-revocation.ts'
import type { ExamineContext } from './examine-context.ts'
import type { AnchorStore } from './trust-rule.ts'

type Offered = { readonly notary: NotarySignature; readonly certificates: readonly Certificate[] }

// Clocks differ by seconds; a time further in the future is false.
const maxSkewMs = 5 * 60 * 1000

/** Who signed, and about which certificates somebody may be asked whether they were revoked. */
export type CheckedNotary = CheckedSigner & { readonly questions: readonly RevocationQuestion[] }

/**
 * Proves by whom the certificate of a Notary Project signature was issued: its chain, the trust store that its scheme names,
 * its validity when it was stamped, else when its authority says that it signed, else now, and that nobody revoked it, as far
 * as that was asked. What does not hold is recorded.
 */
export function checkNotaryCertificate(list: CheckList, offered: Offered, context: ExamineContext): CheckedNotary {
  const { notary, certificates } = offered
  const proofs = checkStamp(list, notary, context)
  const judged = toJudgement(notary, proofs, Date.parse(context.trust.now))
  const path = list.read('certificate', () => {
    verifyNotaryChain(certificates)
    return certificates
  })
  if (path === null) return { signer: null, proofs, questions: [] }
  const { signer, issued } = checkTrust(list, { notary, path, judged, proofs }, context)
  return { signer, proofs, questions: listQuestions([...issued, ...proofs.issued]) }
}

type Judgement = {
  readonly times: JudgedTimes
  /** In what words the check says when the certificates had to be valid. */
  readonly when: string
  readonly isNow: boolean
}

type Question = {
  readonly notary: NotarySignature
  readonly path: readonly Certificate[]
  readonly judged: Judgement
  readonly proofs: StampProofs
}

type Trusted = {
  readonly signer: CheckedSigner['signer']
  /** What is proven to have been issued under an anchor: none where nothing is. */
  readonly issued: readonly Issued[]
}
const nobody: Trusted = { signer: null, issued: [] }

function checkTrust(list: CheckList, question: Question, context: ExamineContext): Trusted {
  const { notary, path, judged, proofs } = question
  const store: AnchorStore = notary.scheme === schemes.x509 ? 'ca' : 'signingAuthority'
  const detail = { store, ...describe(path), judged: judged.when }
  const isHeld = checkValidity(list, question, detail, context)
  if (!isHeld) return nobody
  const anchors = context.trust.anchors.filter((anchor) => anchor.store === store)
  const proven = list.attempt(
    'certificate',
    () => {
      assertAnchored(path, openAnchors(anchors, store), detail)
      return toProof(path, anchors, judged.isNow ? judged.times[0] : null)
    },
    (proof) => ({ store, ...proof.detail, judged: judged.when }),
  )
  if (proven === null) return nobody
  const issued = listIssued(path, openAnchors(anchors, store))
  const { revocation: statuses } = context
  const provenMs = proofs.stamp?.latestMs ?? null
  const isGood = checkRevocation(list, { signer: issued, stamp: proofs.issued, provenMs, statuses })
  return { signer: isGood ? proven.signer : null, issued }
}

/** Whether the chain held when it had to. Where only somebody unknown could say when that was, this stays open. */
function checkValidity(
  list: CheckList,
  { notary, path, judged, proofs }: Question,
  detail: CheckDetail,
  context: ExamineContext,
): boolean {
  try {
    assertPast(notary, Date.parse(context.trust.now))
    assertPath(path, { times: judged.times, purpose: usages.codeSigning })
    return true
  } catch (error) {
    if (!(error instanceof EvidenceError)) throw error
    const [open] = proofs.open
    if (open !== undefined && error.code === 'CERTIFICATE_OUTSIDE_VALIDITY') {
      const reason =
        'Its certificates are not valid now, and only an unknown time-stamp authority says when it was signed.'
      list.leaveOpen('certificate', open.code, reason, { ...detail, ...error.detail })
    } else {
      list.fail('certificate', new EvidenceError(error.code, error.message, { ...detail, ...error.detail }))
    }
    return false
  }
}

/** A signing authority vouches for its time; for one to come nobody can. */
function assertPast({ scheme, signingTime }: NotarySignature, nowMs: number): void {
  if (scheme === schemes.x509 || signingTime <= nowMs + maxSkewMs) return
  throw new EvidenceError('PROVEN_TIME_IN_FUTURE', 'The signing authority states a time in the future.', {
    at: new Date(signingTime).toISOString(),
  })
}

/** An anchor is an authority of the chain, or the only certificate of it (specs trust-store-trust-policy.md, Trust Store). */
function assertAnchored(path: readonly Certificate[], anchors: readonly Certificate[], detail: CheckDetail): void {
  const candidates = path.length === 1 ? path : path.slice(1)
  if (candidates.some(({ der }) => anchors.some((anchor) => areEqual(anchor.der, der)))) return
  const reason =
    anchors.length === 0
      ? 'No authority is trusted to issue certificates for such a signature.'
      : 'The certificate leads to none of the trusted certificates.'
  throw new EvidenceError('CERTIFICATE_UNKNOWN_AUTHORITY', reason, detail)
}

/** Named as claimed: anybody can make a chain that says so. */
function describe(path: readonly Certificate[]): CheckDetail {
  const [leaf] = path
  const root = path.at(-1)
  if (leaf === undefined || root === undefined) return {}
  return {
    claimedSubject: formatName(readName(leaf.subject)).slice(0, 500),
    claimedRoot: formatName(readName(root.subject)).slice(0, 500),
    rootFingerprint: toFingerprint(root),
    ...describeValidity(leaf),
  }
}

type StampProofs = Proofs & { readonly stamp: ProvenStamp | null; readonly issued: readonly Issued[] }

/** A time stamp is looked at under one scheme only (specs signature-specification.md, Unsigned Attributes). */
function checkStamp(
  list: CheckList,
  { scheme, timestamp, signature }: NotarySignature,
  context: ExamineContext,
): StampProofs {
  const none = { ...noProofs, stamp: null, issued: [] }
  if (timestamp === null) return none
  if (scheme !== schemes.x509) {
    list.skip('timestamp', 'There is a time stamp, which has no meaning under this signing scheme.')
    return none
  }
  try {
    const anchors = openAnchors(context.trust.anchors, 'tsa')
    const stamp = verifyNotaryTimestamp(timestamp, signature, anchors)
    assertStampPast(stamp, Date.parse(context.trust.now))
    const issued = listIssued(stamp.path, anchors)
    assertNotRevoked(issued, context.revocation)
    list.pass('timestamp', describeStamp(stamp))
    return { ...noProofs, times: [{ atMs: stamp.atMs, source: 'timestamp-authority' }], stamp, issued }
  } catch (error) {
    if (!(error instanceof EvidenceError)) throw error
    if (error.code !== 'TIMESTAMP_UNKNOWN_AUTHORITY') {
      list.fail('timestamp', error)
      return none
    }
    return { ...none, open: [toOpen(error)] }
  }
}

const toOpen = ({ code, message, detail }: EvidenceError): OpenProof => ({
  id: 'timestamp',
  code,
  reason: message,
  detail,
  mayDate: true,
})

function assertStampPast({ earliestMs, atMs }: ProvenStamp, nowMs: number): void {
  if (earliestMs <= nowMs + maxSkewMs) return
  throw new EvidenceError('PROVEN_TIME_IN_FUTURE', 'The proven time lies in the future.', {
    at: new Date(atMs).toISOString(),
  })
}

function describeStamp({ atMs, latestMs, path }: ProvenStamp): CheckDetail {
  const [signer] = path
  return {
    at: new Date(atMs).toISOString(),
    accuracyMs: latestMs - atMs,
    authority: signer === undefined ? null : formatName(readName(signer.subject)).slice(0, 300),
  }
}

function toJudgement({ scheme, signingTime }: NotarySignature, { stamp }: StampProofs, nowMs: number): Judgement {
  if (scheme !== schemes.x509) {
    return { times: [signingTime], when: 'at the time that the signing authority states', isNow: false }
  }
  if (stamp === null) return { times: [nowMs], when: 'now: no time of the signature is proven', isNow: true }
  return { times: [stamp.earliestMs, stamp.latestMs], when: 'when it was stamped', isNow: false }
}
