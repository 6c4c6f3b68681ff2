import { type CheckList, createCheckList } from '#lib/evidence/check-list.ts'
import type { FoundItem } from '#lib/evidence/discovery.ts'
import type { SignedAt } from '#lib/evidence/evidence.ts'
import { EvidenceError } from '#lib/evidence/evidence-error.ts'
import { headerNames, type NotarySignature, payloadType } from '#lib/notation/notary-signature.ts'
import { parseNotaryCose } from '#lib/notation/parse-cose.ts'
import { parseNotaryJws } from '#lib/notation/parse-jws.ts'
import { verifyEnvelope } from '#lib/notation/verify-envelope.ts'
import { verifyTarget } from '#lib/notation/verify-target.ts'
import { type Certificate, parseCertificate } from '#lib/sigstore/certificates/certificate.ts'
import { toFingerprint } from '#lib/sigstore/certificates/describe-certificate.ts'
import { noProofs } from '#lib/sigstore/check-proofs.ts'
import { checkContent, checkReferrer } from './check-content.ts'
import { checkNotaryCertificate } from './check-notary-certificate.ts'
import { checkRule } from './check-rule.ts'
import type { ExamineContext } from './examine-context.ts'
import type { ExaminedItem } from './examined-item.ts'
import { toEvidence } from './to-evidence.ts'

type NotationFormat = 'notation-jws' | 'notation-cose'

/** What was read of a signature: its envelope, and the certificates in it. */
type Opened = { readonly notary: NotarySignature; readonly certificates: readonly Certificate[] }

/**
 * Examines a Notary Project signature as its specification asks at level strict: integrity, target, certificate, time, expiry
 * and trust, each by itself (specs trust-store-trust-policy.md, Signature Verification). Revocation counts where it is known;
 * an authority that cannot be asked leaves the verdict as it is, where level strict would refuse.
 */
export function examineNotation(item: FoundItem, format: NotationFormat, context: ExamineContext): ExaminedItem {
  const list = createCheckList()
  const bytes = checkContent(list, item)
  checkReferrer(list, item)
  const opened = bytes === null ? null : checkFormat(list, item, format, bytes)
  const identity = item.layer.digest
  if (opened === null) {
    if (bytes !== null) list.skip('signature', 'The envelope cannot be read.', 'CHECK_SKIPPED')
    checkRule(list, null, noProofs, context)
    return { kind: 'signature', evidence: toEvidence(item, list, { format, by: null }, context), identity }
  }
  const { notary } = opened
  const target = checkTarget(list, notary, context)
  const isSigned = checkSignature(list, opened)
  checkExpiry(list, notary, context)
  const checked = checkNotaryCertificate(list, opened, context)
  const by = isSigned ? checked : { ...checked, signer: null }
  checkRule(list, by.signer, by.proofs, context)
  const made = { format, by, claimedAt: toClaimedAt(notary), annotations: target?.annotations ?? {} }
  const { questions } = checked
  return { kind: 'signature', evidence: toEvidence(item, list, made, context), identity, questions }
}

function checkFormat(list: CheckList, item: FoundItem, format: NotationFormat, bytes: Uint8Array): Opened | null {
  const opened = list.read('format', () => open(item, format, bytes))
  if (opened === null) return null
  const { notary } = opened
  const detail = {
    envelope: format === 'notation-jws' ? 'JWS' : 'COSE',
    payloadType,
    algorithm: notary.algorithm,
    scheme: notary.scheme,
    certificates: notary.certificates.length,
  }
  if (notary.plugin === null) list.pass('format', detail)
  else {
    const reason = 'The signer asks that a verification plugin check it as well, and plugins are not run.'
    list.leaveOpen('format', 'SCHEME_NOT_CHECKED', reason, {
      ...detail,
      [headerNames.plugin]: notary.plugin.slice(0, 200),
    })
  }
  return opened
}

function open({ shapeProblem }: FoundItem, format: NotationFormat, bytes: Uint8Array): Opened {
  if (shapeProblem !== null) throw new EvidenceError('EVIDENCE_MEDIA_TYPE', shapeProblem)
  const notary = format === 'notation-jws' ? parseNotaryJws(bytes) : parseNotaryCose(bytes)
  return { notary, certificates: notary.certificates.map(parseCertificate) }
}

function checkTarget(list: CheckList, { payload }: NotarySignature, context: ExamineContext) {
  const { subject, subjectBytes, subjectMediaType = null } = context
  const target = { digest: subject, size: subjectBytes?.byteLength ?? null, mediaType: subjectMediaType }
  return list.attempt(
    'subject',
    () => verifyTarget(payload, target),
    () => target,
  )
}

function checkSignature(list: CheckList, { notary, certificates: [leaf] }: Opened): boolean {
  if (leaf === undefined) return false
  const detail = { certificate: toFingerprint(leaf), algorithm: notary.algorithm }
  return (
    list.attempt(
      'signature',
      () => verifyEnvelope(notary, leaf),
      (key) => ({ ...detail, key }),
    ) !== null
  )
}

/** The signer's own “best by” (specs signature-specification.md, Expiry). */
function checkExpiry(list: CheckList, { expiry, signingTime }: NotarySignature, { trust }: ExamineContext): void {
  if (expiry === null) return
  const detail = { expiry: toText(expiry), now: trust.now }
  list.attempt(
    'expiry',
    () => {
      if (expiry > Date.parse(trust.now) && expiry > signingTime) return
      throw new EvidenceError('NOTARY_EXPIRED', 'The signature’s own expiry has passed.', detail)
    },
    () => detail,
  )
}

/** Under both schemes it is the signer, or the authority that signs, who says so. */
const toClaimedAt = ({ signingTime }: NotarySignature): SignedAt => ({
  at: toText(signingTime),
  source: 'signer-claim',
})

const toText = (atMs: number): string => new Date(atMs).toISOString()
