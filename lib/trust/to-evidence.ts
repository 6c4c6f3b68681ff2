import type { CheckList } from '#lib/evidence/check-list.ts'
import type { FoundItem } from '#lib/evidence/discovery.ts'
import type { Evidence, EvidenceFormat, SignedAt, Signer } from '#lib/evidence/evidence.ts'
import type { ExamineContext } from './examine-context.ts'
import type { TrustedKey } from './trust-rule.ts'

type Made = {
  readonly format: EvidenceFormat
  readonly key: TrustedKey | null
  readonly signedAt?: SignedAt | null
  /** What the signer wrote beside; kept only when the signature over it verified. */
  readonly annotations?: Readonly<Record<string, string>>
}

/** What became of an item. Nothing that is only claimed is shown as if it were signed. */
export function toEvidence(item: FoundItem, list: CheckList, made: Made, { inherited }: ExamineContext): Evidence {
  const { format, key, signedAt = null, annotations = {} } = made
  const signer: Signer | null = key === null ? null : { kind: 'key', fingerprint: key.fingerprint, name: key.name }
  return {
    state: list.state(),
    format,
    store: item.store,
    digest: item.layer.digest,
    subject: item.subject,
    inherited,
    signer,
    signedAt: key === null ? null : signedAt,
    annotations: key === null ? {} : annotations,
    checks: list.checks(),
    command: null,
  }
}
