import type { CheckList } from '#lib/evidence/check-list.ts'
import type { ExamineContext } from '#lib/trust/examine-context.ts'
import { matchesRepository } from '#lib/trust/repository-pattern.ts'
import type { TrustedKey } from '#lib/trust/trust-rule.ts'
import { type SignatureScheme, type SignedData, verifySignature } from './keys/verify-signature.ts'

/** One signature over bytes. `hint` says whose it claims to be: no evidence, only the order of the attempts. */
export type SignedBytes = {
  readonly data: SignedData
  readonly signature: Uint8Array
  readonly hint: string | null
}

/** The known key that made one of the signatures, and which; or how many could not even be tried. */
export type KeySearch =
  | { readonly key: TrustedKey; readonly signature: Uint8Array }
  | { readonly key: null; readonly untried: number }

// Every attempt hashes the whole of the data again: with megabytes of it, only the likeliest keys are tried.
const maxHashedBytes = 256 * 1024 * 1024

/** Tries the keys that are known, on every one of the signatures, and records the one that fits. */
export function checkSignature(list: CheckList, signed: readonly SignedBytes[], context: ExamineContext): KeySearch {
  let hashed = 0
  let untried = 0
  for (const { data, signature, hint } of signed) {
    for (const key of orderKeys(context, hint)) {
      hashed += byteLengthOf(data)
      if (hashed > maxHashedBytes) {
        untried += 1
        continue
      }
      const scheme = verifySignature(key, data, signature)
      if (scheme === null) continue
      list.pass('signature', toDetail(key, scheme))
      return { key, signature }
    }
  }
  return { key: null, untried }
}

function byteLengthOf(data: SignedData): number {
  return data instanceof Uint8Array ? data.byteLength : data.reduce((sum, piece) => sum + piece.byteLength, 0)
}

/** Records that no key fits: a foreign key and a changed payload cannot be told apart, so the check stays open. */
export function recordUnknownKey(list: CheckList, untried: number, { trust }: ExamineContext): void {
  const tried = trust.keys.length
  const detail = { keysTried: tried - Math.min(untried, tried) }
  if (untried > 0) {
    list.leaveOpen('signature', 'EVIDENCE_TOO_LARGE', 'The payload is too large to be tried with every key.', detail)
    return
  }
  const reason =
    tried === 0
      ? 'No key is known to try.'
      : 'It verifies with none of the known keys: a foreign key and a changed payload cannot be told apart.'
  list.leaveOpen('signature', 'SIGNATURE_UNKNOWN_KEY', reason, detail)
}

const toDetail = (key: TrustedKey, scheme: SignatureScheme) => ({
  key: key.name,
  fingerprint: key.fingerprint,
  algorithm: key.algorithm,
  scheme,
})

/** The hinted key first, then those that a rule trusts here, then the rest: only the order differs, never the outcome. */
function orderKeys({ trust, repository }: ExamineContext, hint: string | null): readonly TrustedKey[] {
  if (trust.keys.length < 2) return trust.keys
  const covering = new Set(
    trust.rules.flatMap(({ signer, repositories }) =>
      signer.kind === 'key' && repositories.some((pattern) => matchesRepository(pattern, repository))
        ? [signer.fingerprint]
        : [],
    ),
  )
  const hinted = hint === null ? null : toFingerprint(hint)
  const rank = ({ fingerprint }: TrustedKey) => (fingerprint === hinted ? 0 : covering.has(fingerprint) ? 1 : 2)
  return trust.keys.toSorted((a, b) => rank(a) - rank(b))
}

/** cosign's hints are the SHA-256 of the SPKI in base64; others write it in hexadecimal. */
function toFingerprint(hint: string): string {
  return hint.length === 64 ? hint.toLowerCase() : Buffer.from(hint.slice(0, 100), 'base64').toString('hex')
}
