import { toPreAuthEncoding } from '#lib/attestation/envelope.ts'
import type { Statement } from '#lib/attestation/statement.ts'
import { type CheckList, createCheckList } from '#lib/evidence/check-list.ts'
import type { FoundItem } from '#lib/evidence/discovery.ts'
import { EvidenceError } from '#lib/evidence/evidence-error.ts'
import { type Digest, digestAlgorithm, digestHex } from '#lib/oci/digest.ts'
import { type Bundle, parseBundle, parseBundleVersion } from '#lib/sigstore/bundle/parse-bundle.ts'
import { checkSignature } from '#lib/sigstore/check-signature.ts'
import { cosignAnnotations, signaturePredicateType } from '#lib/sigstore/cosign-annotations.ts'
import { checkContent, checkReferrer } from './check-content.ts'
import { checkRule } from './check-rule.ts'
import type { ExamineContext } from './examine-context.ts'
import { checkLabel, checkStatement, toAttestation } from './examine-statement.ts'
import type { ExaminedItem } from './examined-item.ts'
import { toEvidence } from './to-evidence.ts'
import type { TrustedKey } from './trust-rule.ts'

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
      evidence: toEvidence(item, list, { format, key: null }, context),
      identity: item.layer.digest,
    }
  }
  const { content } = bundle
  if (content.kind === 'message') return examineMessage(item, list, bundle, context)
  const statement = checkStatement(list, content.envelope, context)
  checkLabel(list, item.manifestAnnotations[cosignAnnotations.bundlePredicateType], statement)
  const data = toPreAuthEncoding(content.envelope)
  const hint = bundle.material.signer.kind === 'public-key' ? bundle.material.signer.hint : null
  const signed = content.envelope.signatures.map(({ signature, keyId }) => ({ data, signature, hint: hint ?? keyId }))
  const key = checkKey(list, bundle, signed, context)
  const made = { format, key, annotations: statement?.annotations ?? {} } as const
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

function checkKey(
  list: CheckList,
  { material }: Bundle,
  signed: Parameters<typeof checkSignature>[1]['signed'],
  context: ExamineContext,
): TrustedKey | null {
  const hasCertificate = material.signer.kind === 'certificates'
  const key = checkSignature(list, { signed, hasCertificate }, context)
  checkRule(
    list,
    key,
    { hasLogEntry: material.logEntries.length > 0, hasTimestamp: material.timestamps.length > 0 },
    context,
  )
  return key
}

/** A signature over the bytes of the manifest itself. They are known by their digest, which the message must name. */
function examineMessage(item: FoundItem, list: CheckList, bundle: Bundle, context: ExamineContext): ExaminedItem {
  const { content, material } = bundle
  if (content.kind !== 'message') throw new TypeError('The bundle has no message signature.')
  const { messageDigest, signature } = content
  if (messageDigest !== null) {
    list.attempt(
      'subject',
      () => assertMessageDigest(messageDigest, context.subject),
      () => ({ asked: context.subject, signed: context.subject }),
    )
  }
  const hint = material.signer.kind === 'public-key' ? material.signer.hint : null
  const { subjectBytes } = context
  if (subjectBytes === null) {
    list.leaveOpen(
      'signature',
      'EVIDENCE_UNREADABLE',
      'The bytes of the image’s manifest are not at hand to verify it with.',
    )
    return {
      kind: 'signature',
      evidence: toEvidence(item, list, { format, key: null }, context),
      identity: item.layer.digest,
    }
  }
  const key = checkKey(list, bundle, [{ data: subjectBytes, signature, hint }], context)
  return { kind: 'signature', evidence: toEvidence(item, list, { format, key }, context), identity: item.layer.digest }
}

const hashNames: Readonly<Record<string, string>> = { SHA2_256: 'sha256', SHA2_512: 'sha512' }

function assertMessageDigest({ algorithm, digest }: { algorithm: string; digest: Uint8Array }, subject: Digest): void {
  const name = Object.hasOwn(hashNames, algorithm) ? hashNames[algorithm] : undefined
  if (name !== digestAlgorithm(subject)) return
  const signed = Buffer.from(digest).toString('hex')
  if (signed === digestHex(subject)) return
  throw new EvidenceError('SUBJECT_MISMATCH', 'The signature was made for other bytes.', {
    asked: subject,
    signed: `${name}:${signed}`,
  })
}
