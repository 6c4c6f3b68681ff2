import type { CheckList } from '#lib/evidence/check-list.ts'
import type { FoundItem } from '#lib/evidence/discovery.ts'
import type { Evidence, EvidenceFormat, SignedAt, Signer } from '#lib/evidence/evidence.ts'
import type { CheckedSigner } from '#lib/sigstore/check-certificate.ts'
import type { Proofs } from '#lib/sigstore/check-proofs.ts'
import type { ExamineContext } from './examine-context.ts'
import type { ProvenSigner } from './proven-signer.ts'

type Made = {
  readonly format: EvidenceFormat
  /** Who signed, and when, as far as it is proven. */
  readonly by: CheckedSigner | null
  /** The signer's own word, which counts only where nobody else says when it was. */
  readonly claimedAt?: SignedAt | null
  /** What the signer wrote beside; kept only when the signature over it verified. */
  readonly annotations?: Readonly<Record<string, string>>
}

/** What became of an item. Nothing that is only claimed is shown as if it were signed. */
export function toEvidence(item: FoundItem, list: CheckList, made: Made, { inherited }: ExamineContext): Evidence {
  const { format, by, claimedAt = null, annotations = {} } = made
  const isProven = by !== null && by.signer !== null
  return {
    state: list.state(),
    format,
    store: item.store,
    digest: item.layer.digest,
    subject: item.subject,
    inherited,
    signer: isProven ? toSigner(by.signer) : null,
    signedAt: isProven ? (toSignedAt(by.proofs) ?? claimedAt) : null,
    annotations: isProven ? annotations : {},
    checks: list.checks(),
    command: null,
  }
}

function toSigner(signer: ProvenSigner): Signer {
  switch (signer.kind) {
    case 'key':
      return { kind: 'key', fingerprint: signer.key.fingerprint, name: signer.key.name }
    case 'identity':
      return { kind: 'identity', ...signer.identity }
    case 'certificate':
      return { kind: 'certificate', subject: signer.subject, issuer: signer.issuer, fingerprint: signer.fingerprint }
  }
}

/** The first time at which somebody else had seen the signature. */
function toSignedAt({ times }: Proofs): SignedAt | null {
  const [first] = times.toSorted((a, b) => a.atMs - b.atMs)
  return first === undefined ? null : { at: new Date(first.atMs).toISOString(), source: first.source }
}
