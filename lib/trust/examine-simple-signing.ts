import { type CheckList, createCheckList } from '#lib/evidence/check-list.ts'
import { decodeBase64 } from '#lib/evidence/decode-base64.ts'
import type { FoundItem } from '#lib/evidence/discovery.ts'
import type { SignedAt } from '#lib/evidence/evidence.ts'
import { EvidenceError } from '#lib/evidence/evidence-error.ts'
import { mediaTypes } from '#lib/oci/media-types.ts'
import { parseReference } from '#lib/oci/reference.ts'
import type { CheckedSigner } from '#lib/sigstore/check-certificate.ts'
import { noProofs } from '#lib/sigstore/check-proofs.ts'
import { checkSigner } from '#lib/sigstore/check-signer.ts'
import { cosignAnnotations } from '#lib/sigstore/cosign-annotations.ts'
import { toSignatureForm } from '#lib/sigstore/keys/signature-form.ts'
import { noMaterial, parseCosignMaterial } from '#lib/sigstore/parse-cosign-material.ts'
import { parseSimpleSigningPayload, type SimpleSigningPayload } from '#lib/sigstore/simple-signing/parse-payload.ts'
import { checkContent, checkReferrer } from './check-content.ts'
import { checkRule } from './check-rule.ts'
import type { ExamineContext } from './examine-context.ts'
import type { ExaminedItem } from './examined-item.ts'
import { toEvidence } from './to-evidence.ts'

const format = 'cosign-simple-signing'

/** Examines a cosign signature over a simple-signing payload (cosign specs/SIGNATURE_SPEC.md). */
export function examineSimpleSigning(item: FoundItem, context: ExamineContext): ExaminedItem {
  const list = createCheckList()
  const { annotations } = item.layer
  const bytes = checkContent(list, item)
  checkReferrer(list, item)
  if (bytes === null) {
    const evidence = toEvidence(item, list, { format, by: null }, context)
    return { kind: 'signature', evidence, identity: toIdentity(item) }
  }
  list.attempt(
    'format',
    () => assertShape(item),
    () => ({ mediaType: item.layer.mediaType }),
  )
  const signature = list.read('signature', () => readSignature(annotations))
  const payload = checkPayload(list, bytes, context)
  const by = signature === null ? null : checkBytes(list, { bytes, signature, annotations }, context)
  if (payload !== null) checkRepository(list, payload, context)
  checkRule(list, by?.signer ?? null, by?.proofs ?? noProofs, context)
  const made = { format, by, claimedAt: toClaimedAt(payload), annotations: payload?.annotations ?? {} } as const
  const key = by?.signer?.kind === 'key' ? by.signer.key : null
  const twin =
    key === null || signature === null
      ? undefined
      : `${item.layer.digest} ${key.fingerprint} ${toSignatureForm(key.algorithm, signature)}`
  return { kind: 'signature', evidence: toEvidence(item, list, made, context), identity: toIdentity(item), twin }
}

type Signed = {
  readonly bytes: Uint8Array
  readonly signature: Uint8Array
  readonly annotations: Readonly<Record<string, string>>
}

function checkBytes(
  list: CheckList,
  { bytes, signature, annotations }: Signed,
  context: ExamineContext,
): CheckedSigner {
  const material = list.read('format', () => parseCosignMaterial(annotations)) ?? noMaterial
  const signed = [{ data: bytes, signature, hint: null }]
  return checkSigner(list, { ...material, signed, content: { kind: 'message', bytes } }, context)
}

/** Payload and signature bytes, however the annotation spells them. */
function toIdentity({ layer }: FoundItem): string {
  const text = layer.annotations[cosignAnnotations.signature] ?? ''
  try {
    return `${layer.digest} ${Buffer.from(readSignature(layer.annotations)).toString('base64')}`
  } catch {
    return `${layer.digest} as written: ${text}`
  }
}

function assertShape({ layer, shapeProblem }: FoundItem): void {
  if (layer.mediaType !== mediaTypes.simpleSigning) {
    throw new EvidenceError('EVIDENCE_MEDIA_TYPE', 'The layer’s media type is not that of a simple-signing payload.', {
      expected: mediaTypes.simpleSigning,
      stated: layer.mediaType.slice(0, 200),
    })
  }
  if (shapeProblem !== null) throw new EvidenceError('EVIDENCE_MEDIA_TYPE', shapeProblem)
}

function readSignature(annotations: Readonly<Record<string, string>>): Uint8Array {
  const text = annotations[cosignAnnotations.signature]
  if (text === undefined || text === '') {
    throw new EvidenceError('SIGNATURE_MISSING', `The layer has no annotation ${cosignAnnotations.signature}.`)
  }
  try {
    return decodeBase64(text, { lineBreaks: true })
  } catch (error) {
    const why = error instanceof SyntaxError ? error.message : 'it cannot be decoded'
    throw new EvidenceError('SIGNATURE_ENCODING', `The signature cannot be decoded: ${why}.`)
  }
}

/** What the payload says is compared whether or not a key fits: another digest or type is what no key could repair. */
function checkPayload(list: CheckList, bytes: Uint8Array, { subject }: ExamineContext): SimpleSigningPayload | null {
  const payload = list.attempt(
    'payload-type',
    () => parseSimpleSigningPayload(bytes),
    () => ({ type: 'cosign container image signature' }),
  )
  if (payload === null) list.skip('subject', 'The payload cannot be read.', 'CHECK_SKIPPED')
  else
    list.attempt(
      'subject',
      () => assertDigest(payload, subject),
      () => ({ asked: subject, signed: payload.imageDigest }),
    )
  return payload
}

function assertDigest({ imageDigest }: SimpleSigningPayload, subject: string): void {
  if (imageDigest === subject) return
  throw new EvidenceError('SUBJECT_MISMATCH', 'The signature was made for another image.', {
    asked: subject,
    signed: imageDigest,
  })
}

/** The name that the signer gave the image. It differs for every mirror and copy, so it is told and decides nothing. */
function checkRepository(
  list: CheckList,
  { dockerReference }: SimpleSigningPayload,
  { repository }: ExamineContext,
): void {
  const detail = { signedAs: dockerReference.slice(0, 300), repository }
  if (toRepository(dockerReference) === repository) list.pass('repository', detail)
  else
    list.leaveOpen(
      'repository',
      'REPOSITORY_DIFFERS',
      'It was signed under another name, as copies and mirrors are.',
      detail,
    )
}

function toRepository(reference: string): string | null {
  try {
    const parsed = parseReference(reference)
    return `${parsed.registry}/${parsed.repository}`
  } catch {
    return null
  }
}

/** Some signers write a time into the payload; it is their own claim. */
function toClaimedAt(payload: SimpleSigningPayload | null): SignedAt | null {
  const seconds = Number(payload?.annotations.timestamp ?? Number.NaN)
  if (!Number.isSafeInteger(seconds) || seconds <= 0 || seconds > 253_402_300_799) return null
  return { at: new Date(seconds * 1000).toISOString(), source: 'signer-claim' }
}
