import { hash } from 'node:crypto'
import { toPreAuthPieces } from '#lib/attestation/envelope.ts'
import type { Statement } from '#lib/attestation/statement.ts'
import { type CheckList, createCheckList } from '#lib/evidence/check-list.ts'
import type { FoundItem } from '#lib/evidence/discovery.ts'
import { EvidenceError } from '#lib/evidence/evidence-error.ts'
import { type Bundle, type MessageContent, parseBundle, parseBundleVersion } from '#lib/sigstore/bundle/parse-bundle.ts'
import type { BundleMaterial } from '#lib/sigstore/bundle/parse-material.ts'
import type { CheckedSigner } from '#lib/sigstore/check-certificate.ts'
import type { SignedBytes } from '#lib/sigstore/check-signature.ts'
import { checkSigner } from '#lib/sigstore/check-signer.ts'
import { cosignAnnotations, signaturePredicateType } from '#lib/sigstore/cosign-annotations.ts'
import type { LoggedEvidence } from '#lib/sigstore/log/bind-entry.ts'
import { checkContent, checkReferrer } from './check-content.ts'
import { checkRule } from './check-rule.ts'
import type { ExamineContext } from './examine-context.ts'
import { checkLabel, checkStatement, toAttestation } from './examine-statement.ts'
import type { ExaminedItem } from './examined-item.ts'
import { toEvidence } from './to-evidence.ts'

const format = 'sigstore-bundle'

/**
 * Examines a Sigstore bundle. It is an image signature only if it signs the image's bytes or its statement is exactly
 * `https://sigstore.dev/cosign/sign/v1`; any other statement is an attestation. One that cannot be read is a signature.
 */
export function examineBundle(item: FoundItem, context: ExamineContext): ExaminedItem {
  const list = createCheckList()
  const bytes = checkContent(list, item)
  checkReferrer(list, item)
  const bundle = bytes === null ? null : list.attempt('format', () => parseStoredBundle(item, bytes), toDetail)
  if (bundle === null) {
    if (bytes !== null) list.skip('signature', 'The bundle cannot be read.', 'CHECK_SKIPPED')
    return {
      kind: 'signature',
      evidence: toEvidence(item, list, { format, by: null }, context),
      identity: item.layer.digest,
    }
  }
  const { content } = bundle
  if (content.kind === 'message') return examineMessage(item, list, { ...bundle, content }, context)
  const checked = checkStatement(list, content.envelope, context)
  const statement = checked?.statement ?? null
  checkLabel(list, item.manifestAnnotations[cosignAnnotations.bundlePredicateType], statement)
  const data = toPreAuthPieces(content.envelope)
  const hint = bundle.material.signer.kind === 'public-key' ? bundle.material.signer.hint : null
  const signed = content.envelope.signatures.map(({ signature, keyId }) => ({ data, signature, hint: hint ?? keyId }))
  const { payload } = content.envelope
  const logged = { kind: 'envelope', payload, preAuthEncoding: data, stored: null } as const
  const by = checkMaterial(list, { material: bundle.material, signed, content: logged }, context)
  const made = { format, by, annotations: checked?.annotations ?? {} } as const
  return toExamined(item, toEvidence(item, list, made, context), statement)
}

function toExamined(
  item: FoundItem,
  evidence: ReturnType<typeof toEvidence>,
  statement: Statement | null,
): ExaminedItem {
  const identity = item.layer.digest
  const isSignature = statement === null || statement.predicateType === signaturePredicateType
  if (isSignature) return { kind: 'signature', evidence, identity }
  return { kind: 'attestation', evidence: toAttestation(evidence, statement), identity, statement }
}

/** The media type of layer and artefact says which version the bytes must be: a reader that believed only one would differ. */
function parseStoredBundle({ layer, shapeProblem }: FoundItem, bytes: Uint8Array): Bundle {
  if (shapeProblem !== null) throw new EvidenceError('EVIDENCE_MEDIA_TYPE', shapeProblem)
  const stored = parseBundleVersion(layer.mediaType)
  const bundle = parseBundle(bytes)
  if (stored === bundle.version) return bundle
  throw new EvidenceError('BUNDLE_VERSION', 'The layer’s media type names another version than the bundle.', {
    layer: layer.mediaType.slice(0, 200),
    bundle: bundle.mediaType.slice(0, 200),
  })
}

const toDetail = ({ mediaType, content }: Bundle) => ({ mediaType, content: content.kind })

type SignedMaterial = {
  readonly material: BundleMaterial
  readonly signed: readonly SignedBytes[]
  readonly content: LoggedEvidence['content']
}

function checkMaterial(
  list: CheckList,
  { material, signed, content }: SignedMaterial,
  context: ExamineContext,
): CheckedSigner {
  const { signer, logEntries, timestamps } = material
  const certificates = signer.kind === 'certificates' ? signer.certificates : []
  const by = checkSigner(list, { signed, certificates, content, logEntries, timestamps }, context)
  checkRule(list, by.signer, by.proofs, context)
  return by
}

/** A signature over the bytes of the manifest itself. If the message names a digest, it must be theirs. */
function examineMessage(
  item: FoundItem,
  list: CheckList,
  { content, material }: Bundle & { readonly content: MessageContent },
  context: ExamineContext,
): ExaminedItem {
  const { subject, subjectBytes } = context
  const finish = (by: CheckedSigner | null): ExaminedItem => ({
    kind: 'signature',
    evidence: toEvidence(item, list, { format, by }, context),
    identity: item.layer.digest,
  })
  if (subjectBytes === null) {
    list.leaveOpen('signature', 'EVIDENCE_UNREADABLE', 'The bytes of the manifest are not at hand to verify it with.')
    return finish(null)
  }
  const agrees = list.read('subject', () => assertMessageDigest(content, subjectBytes)) !== null
  const { signer } = material
  const hint = signer.kind === 'public-key' ? signer.hint : null
  const signed = [{ data: subjectBytes, signature: content.signature, hint }]
  const by = checkMaterial(list, { material, signed, content: { kind: 'message', bytes: subjectBytes } }, context)
  if (agrees && list.has('signature', 'passed')) list.pass('subject', { asked: subject, signed: subject })
  else if (agrees) list.skip('subject', 'The signature does not say by itself what it is over.')
  return finish(by)
}

const hashNames: Readonly<Record<string, string>> = { SHA2_256: 'sha256', SHA2_384: 'sha384', SHA2_512: 'sha512' }

/** The digest in a message signature is not signed; one that is not the manifest's makes two readers see two things. */
function assertMessageDigest({ messageDigest }: MessageContent, bytes: Uint8Array): void {
  if (messageDigest === null) return
  const { algorithm, digest } = messageDigest
  const name = Object.hasOwn(hashNames, algorithm) ? hashNames[algorithm] : undefined
  if (name === undefined) {
    throw new EvidenceError('BUNDLE_MALFORMED', 'The bundle is malformed: messageDigest.algorithm is not known.', {
      stated: algorithm.slice(0, 60),
    })
  }
  const asked = hash(name, bytes, 'hex')
  const signed = Buffer.from(digest).toString('hex')
  if (signed === asked) return
  throw new EvidenceError('SUBJECT_MISMATCH', 'The signature was made for other bytes.', {
    asked: `${name}:${asked}`,
    signed: `${name}:${signed.slice(0, 128)}`,
  })
}
