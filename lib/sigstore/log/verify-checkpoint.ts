import { hash, type KeyObject, verify } from 'node:crypto'
import { areEqual } from '#lib/evidence/equal-bytes.ts'
import { EvidenceError } from '#lib/evidence/evidence-error.ts'
import type { Checkpoint, NoteSignature } from './checkpoint.ts'
import type { TransparencyLog } from './transparency-log.ts'

/**
 * Throws `LOG_CHECKPOINT_INVALID` unless one signature of the checkpoint is by this log: found by name and key hint, in any
 * order and among witnesses, of which none is asked for (C2SP signed-note.md).
 */
export function verifyCheckpoint(checkpoint: Checkpoint, log: TransparencyLog): void {
  const hint = toKeyHint(log)
  const data = Buffer.from(checkpoint.signedText, 'utf8')
  const own = checkpoint.signatures.filter((one) => one.name === toName(log, checkpoint) && isHint(one, hint))
  if (own.some(({ signature }) => isSignedBy(log.key, data, signature))) return
  throw new EvidenceError(
    'LOG_CHECKPOINT_INVALID',
    own.length === 0
      ? 'The checkpoint has no signature of the log that the entry names.'
      : 'The checkpoint is not signed by the log that it names.',
    { log: log.origin, origin: checkpoint.origin.slice(0, 200) },
  )
}

// Rekor v1 writes "host - tree id" as origin and signs as "host"; elsewhere name and origin are one.
function toName({ origin }: TransparencyLog, checkpoint: Checkpoint): string | null {
  const [named = ''] = checkpoint.origin.split(' - ')
  return named === origin ? origin : null
}

const isHint = ({ keyHint }: NoteSignature, hint: Uint8Array): boolean => areEqual(keyHint, hint)

/** Ed25519: SHA-256 over name, line feed, 0x01 and the key's 32 bytes; others: over the SPKI DER (C2SP signed-note.md). */
function toKeyHint({ origin, key }: TransparencyLog): Uint8Array {
  const spki = key.export({ type: 'spki', format: 'der' })
  const isEd25519 = key.asymmetricKeyType === 'ed25519'
  const input = isEd25519 ? Buffer.concat([Buffer.from(`${origin}\n`), Uint8Array.of(1), spki.subarray(-32)]) : spki
  return hash('sha256', input, 'buffer').subarray(0, 4)
}

function isSignedBy(key: KeyObject, data: Uint8Array, signature: Uint8Array): boolean {
  try {
    return verify(key.asymmetricKeyType === 'ed25519' ? null : 'sha256', data, key, signature)
  } catch {
    return false
  }
}
