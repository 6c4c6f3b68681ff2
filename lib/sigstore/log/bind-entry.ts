import { createHash } from 'node:crypto'
import { areEqual } from '#lib/evidence/equal-bytes.ts'
import { EvidenceError } from '#lib/evidence/evidence-error.ts'
import type { LogEntry } from '#lib/sigstore/bundle/parse-log-entry.ts'
import type { SignedData } from '#lib/sigstore/keys/verify-signature.ts'
import { type EntryDigest, parseEntryBody } from './entry-body.ts'

/** The evidence that an entry must be about. */
export type LoggedEvidence = {
  /** Any one of them; an envelope may have several. */
  readonly signatures: readonly Uint8Array[]
  /** DER of what verifies it: the certificate, the key's SPKI. Null when that is not known. */
  readonly verifiers: readonly Uint8Array[] | null
  readonly content:
    | { readonly kind: 'message'; readonly bytes: Uint8Array }
    | {
        readonly kind: 'envelope'
        readonly payload: Uint8Array
        readonly preAuthEncoding: SignedData
        /** The envelope as it is stored, where it stands alone (cosign's `.att` layers). */
        readonly stored: Uint8Array | null
      }
}

const other = (why: string) => new EvidenceError('LOG_ENTRY_OTHER', `The log entry is not about this evidence: ${why}.`)

/**
 * Ties an entry to the evidence by signature, key and content: an entry that only exists in the log says nothing about
 * anybody else's signature (CVE-2022-23649). Throws `LOG_ENTRY_OTHER` or `LOG_ENTRY_UNSUPPORTED`.
 */
export function bindEntry(entry: LogEntry, evidence: LoggedEvidence): void {
  const { digests, signatures } = parseEntryBody(entry)
  const { verifiers } = evidence
  const byVerifier = signatures.filter(({ verifier }) => verifiers === null || isAmong(verifier, verifiers))
  if (byVerifier.length === 0) throw other('it names another key or certificate')
  if (!byVerifier.some(({ signature }) => signature === null || isAmong(signature, evidence.signatures))) {
    throw other('it has another signature')
  }
  const compared = digests.map((digest) => compareDigest(digest, evidence))
  if (compared.includes(false)) throw other('it has another digest')
  if (!compared.includes(true)) throw other('nothing in it says what was signed')
}

const isAmong = (one: Uint8Array, others: readonly Uint8Array[]): boolean =>
  others.some((other) => areEqual(one, other))

const accepted = ['sha256', 'sha384', 'sha512']

/** Whether a digest is that of the evidence; null where the evidence has nothing of that kind to compare. */
function compareDigest({ covers, algorithm, hex }: EntryDigest, { content }: LoggedEvidence): boolean | null {
  const bytes = selectBytes(covers, content)
  if (bytes === null) return null
  if (!accepted.includes(algorithm)) return false
  const hash = createHash(algorithm)
  for (const piece of bytes instanceof Uint8Array ? [bytes] : bytes) hash.update(piece)
  return hash.digest('hex') === hex
}

function selectBytes(covers: EntryDigest['covers'], content: LoggedEvidence['content']): SignedData | null {
  if (content.kind === 'message') return covers === 'artifact' ? content.bytes : Buffer.from('no envelope')
  switch (covers) {
    // Rekor v2 logs an envelope's signature over its pre-authentication encoding.
    case 'artifact':
      return content.preAuthEncoding
    case 'payload':
      return content.payload
    case 'envelope':
      return content.stored
  }
}
