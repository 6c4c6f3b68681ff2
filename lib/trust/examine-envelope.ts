import { assertSigned, parseEnvelope, toPreAuthPieces } from '#lib/attestation/envelope.ts'
import { limits } from '#lib/config/limits.ts'
import { createCheckList } from '#lib/evidence/check-list.ts'
import type { FoundItem } from '#lib/evidence/discovery.ts'
import { EvidenceError } from '#lib/evidence/evidence-error.ts'
import { parseStrictEnvelope } from '#lib/evidence/parse-strict-bytes.ts'
import { mediaTypes } from '#lib/oci/media-types.ts'
import type { CheckedSigner } from '#lib/sigstore/check-certificate.ts'
import { noProofs } from '#lib/sigstore/check-proofs.ts'
import { checkSigner } from '#lib/sigstore/check-signer.ts'
import { cosignAnnotations } from '#lib/sigstore/cosign-annotations.ts'
import { noMaterial, parseCosignMaterial } from '#lib/sigstore/parse-cosign-material.ts'
import { checkContent, checkReferrer } from './check-content.ts'
import { checkRule } from './check-rule.ts'
import type { ExamineContext } from './examine-context.ts'
import { type CheckedStatement, checkLabel, checkStatement, toAttestation } from './examine-statement.ts'
import type { ExaminedItem } from './examined-item.ts'
import { toEvidence } from './to-evidence.ts'

const format = 'cosign-dsse'

/** Examines a cosign attestation: a DSSE envelope in a layer of its own. Any one good signature suffices (DSSE protocol.md). */
export function examineEnvelope(item: FoundItem, context: ExamineContext): ExaminedItem {
  const list = createCheckList()
  const { annotations } = item.layer
  const finish = (by: CheckedSigner | null, checked: CheckedStatement | null): ExaminedItem => {
    const statement = checked?.statement ?? null
    const evidence = toEvidence(item, list, { format, by, annotations: checked?.annotations ?? {} }, context)
    return { kind: 'attestation', evidence: toAttestation(evidence, statement), identity: item.layer.digest, statement }
  }
  const bytes = checkContent(list, item)
  checkReferrer(list, item)
  if (bytes === null) return finish(null, null)
  const envelope = list.attempt(
    'format',
    () => parseEnvelopeBytes(item, bytes),
    ({ signatures }) => ({ mediaType: item.layer.mediaType, signatures: signatures.length }),
  )
  if (envelope === null) {
    list.skip('signature', 'The envelope cannot be read.', 'CHECK_SKIPPED')
    return finish(null, null)
  }
  const checked = checkStatement(list, envelope, context)
  checkLabel(list, annotations[cosignAnnotations.predicateType], checked?.statement ?? null)
  const data = toPreAuthPieces(envelope)
  const signed = envelope.signatures.map(({ signature, keyId }) => ({ data, signature, hint: keyId }))
  const material = list.read('format', () => parseCosignMaterial(annotations)) ?? noMaterial
  const { payload } = envelope
  const content = { kind: 'envelope', payload, preAuthEncoding: data, stored: bytes } as const
  const isSigned = list.read('signature', () => assertSigned(envelope)) !== null
  const by = isSigned ? checkSigner(list, { ...material, signed, content }, context) : null
  checkRule(list, by?.signer ?? null, by?.proofs ?? noProofs, context)
  return finish(by, checked)
}

function parseEnvelopeBytes({ layer, shapeProblem }: FoundItem, bytes: Uint8Array) {
  if (layer.mediaType !== mediaTypes.dsseEnvelope) {
    throw new EvidenceError('EVIDENCE_MEDIA_TYPE', 'The layer’s media type is not that of a DSSE envelope.', {
      expected: mediaTypes.dsseEnvelope,
      stated: layer.mediaType.slice(0, 200),
    })
  }
  if (shapeProblem !== null) throw new EvidenceError('EVIDENCE_MEDIA_TYPE', shapeProblem)
  return parseEnvelope(readJson(bytes))
}

function readJson(bytes: Uint8Array): unknown {
  try {
    return parseStrictEnvelope(bytes, { maxDepth: limits.maxJsonDepth })
  } catch (error) {
    const why = error instanceof SyntaxError && error.message.startsWith('it ') ? error.message : 'it is not JSON'
    throw new EvidenceError('PAYLOAD_MALFORMED', `The DSSE envelope is malformed: ${why}.`)
  }
}
