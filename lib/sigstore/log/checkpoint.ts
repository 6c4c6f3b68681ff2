import { decodeBase64 } from '#lib/evidence/decode-base64.ts'
import { EvidenceError } from '#lib/evidence/evidence-error.ts'

/** What a log signed about its state: a signed note (C2SP signed-note.md, tlog-checkpoint.md). Claimed until verified. */
export type Checkpoint = {
  readonly origin: string
  readonly treeSize: bigint
  readonly rootHash: Uint8Array
  /** The text that each signature covers. */
  readonly signedText: string
  readonly signatures: readonly NoteSignature[]
}

/** `keyHint` is the beginning of the key's id: it says which key to try, and proves nothing. */
export type NoteSignature = { readonly name: string; readonly keyHint: Uint8Array; readonly signature: Uint8Array }

// A log and its witnesses; sigstore's checkpoints carry below ten.
const maxSignatures = 32
const maxLines = 64

const malformed = (why: string) => new EvidenceError('LOG_CHECKPOINT_INVALID', `The checkpoint is malformed: ${why}.`)

/** Reads a checkpoint. Throws `LOG_CHECKPOINT_INVALID`. */
export function parseCheckpoint(envelope: string): Checkpoint {
  const end = envelope.indexOf('\n\n')
  if (end < 0) throw malformed('nothing separates text and signatures')
  const signedText = envelope.slice(0, end + 1)
  const [origin = '', size = '', root = '', ...rest] = signedText.split('\n')
  if (origin === '' || rest.length > maxLines) throw malformed('it has no origin, or too many lines')
  if (!/^(?:0|[1-9][0-9]{0,18})$/.test(size)) throw malformed('its size is not a whole number')
  const rootHash = decode(root, 'its root hash')
  if (rootHash.byteLength !== 32) throw malformed('its root hash has not 32 bytes')
  return { origin, treeSize: BigInt(size), rootHash, signedText, signatures: parseSignatures(envelope.slice(end + 2)) }
}

function parseSignatures(text: string): NoteSignature[] {
  const lines = text.split('\n')
  if (lines.pop() !== '') throw malformed('its last line does not end')
  if (lines.length === 0 || lines.length > maxSignatures) throw malformed('it has no signature, or too many')
  return lines.map((line) => {
    const [, name, base64] = /^\u2014 (\S+) (\S+)$/.exec(line) ?? []
    if (name === undefined || base64 === undefined) throw malformed('a signature line is none')
    const bytes = decode(base64, 'a signature')
    if (bytes.byteLength < 5) throw malformed('a signature is too short')
    return { name, keyHint: bytes.subarray(0, 4), signature: bytes.subarray(4) }
  })
}

function decode(text: string, what: string): Uint8Array {
  try {
    return decodeBase64(text)
  } catch {
    throw malformed(`${what} is not base64`)
  }
}
