import { createHash } from 'node:crypto'
import type { Discovery } from '#lib/evidence/discovery.ts'
import type { Subject } from '#lib/inspection/discovery/resolve-subject.ts'
import { formatRepository } from '#lib/oci/reference.ts'
import type { TrustInput } from '#lib/trust/trust-rule.ts'

/**
 * Names everything that a judgement depends on: subject, repository, the manifests that carry the evidence and how each item
 * was had, and the rules. Manifest digests cover layers and their annotations; time is bounded beside the key.
 */
export function toMemoKey(subject: Subject, discoveries: readonly (Discovery | null)[], trust: TrustInput): string {
  const hash = createHash('sha256')
  hash.update(JSON.stringify([formatRepository(subject.reference), subject.digest, trust.version]))
  for (const discovery of discoveries) {
    hash.update(JSON.stringify(discovery?.subject ?? null))
    for (const { format, store, manifestDigest, layer, problem, shapeProblem, claimedSubject } of discovery?.items ??
      []) {
      hash.update(JSON.stringify([format, store, manifestDigest, layer, problem, shapeProblem, claimedSubject]))
    }
  }
  return hash.digest('base64')
}
