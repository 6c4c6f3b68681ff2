import { areEqual } from '#lib/evidence/equal-bytes.ts'
import { EvidenceError } from '#lib/evidence/evidence-error.ts'
import type { LogEntry } from '#lib/sigstore/bundle/parse-log-entry.ts'
import { parseCheckpoint } from './checkpoint.ts'
import { computeRoot, hashLeaf } from './merkle-proof.ts'
import type { TransparencyLog } from './transparency-log.ts'
import { verifyCheckpoint } from './verify-checkpoint.ts'

const invalid = (why: string) => new EvidenceError('LOG_PROOF_INVALID', `The log entry’s proof does not hold: ${why}.`)

/**
 * Proves that the log has the entry's body: the path leads from it to the root that the log signed (RFC 6962 §2.1.1). It
 * proves no time. Throws `LOG_PROOF_INVALID` or `LOG_CHECKPOINT_INVALID`.
 */
export function verifyInclusion(entry: LogEntry, log: TransparencyLog): void {
  const { proof, body } = entry
  if (proof === null || proof.checkpoint === null) throw invalid('it has none, or no checkpoint')
  if (isOfSecondVersion(entry) && entry.logIndex !== proof.logIndex) throw invalid('its place is not the entry’s')
  const checkpoint = parseCheckpoint(proof.checkpoint)
  verifyCheckpoint(checkpoint, log)
  if (checkpoint.treeSize !== proof.treeSize) throw invalid('its size is not the checkpoint’s')
  if (!areEqual(checkpoint.rootHash, proof.rootHash)) throw invalid('its root is not the checkpoint’s')
  let root: Uint8Array
  try {
    root = computeRoot(hashLeaf(body), proof)
  } catch (error) {
    throw invalid(error instanceof RangeError ? error.message : 'it cannot be computed')
  }
  if (!areEqual(root, checkpoint.rootHash)) throw invalid('its path leads to another root')
}

/** Rekor v1 counts entries across its trees, so that the entry's place there is not the proof's. */
const isOfSecondVersion = ({ kind, version }: LogEntry): boolean => version === '0.0.2' && kind !== 'intoto'
