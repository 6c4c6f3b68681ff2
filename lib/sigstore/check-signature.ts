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

export type SignatureCheck = {
  /** More than one where any of several signatures suffices. */
  readonly signed: readonly SignedBytes[]
  readonly hasCertificate: boolean
}

// Every attempt hashes the whole of the data again: with megabytes of it, only the likeliest keys are tried.
const maxHashedBytes = 256 * 1024 * 1024

/**
 * Tries the keys that are known. When none fits, a foreign key and a changed payload cannot be told apart, and the check
 * stays open; with a certificate beside it, because certificates are not checked in this version.
 */
export function checkSignature(
  list: CheckList,
  { signed, hasCertificate }: SignatureCheck,
  context: ExamineContext,
): TrustedKey | null {
  let hashed = 0
  let untried = 0
  for (const one of signed) {
    for (const key of orderKeys(context, one.hint)) {
      hashed += byteLengthOf(one.data)
      if (hashed > maxHashedBytes) {
        untried += 1
        continue
      }
      const scheme = verifySignature(key, one.data, one.signature)
      if (scheme === null) continue
      list.pass('signature', toDetail(key, scheme))
      if (hasCertificate)
        list.skip(
          'certificate',
          'The key decides; the certificate beside it is not checked in this version.',
          'CERTIFICATE_NOT_CHECKED',
        )
      return key
    }
  }
  recordUnknown(list, { tried: context.trust.keys.length, untried, hasCertificate })
  return null
}

function byteLengthOf(data: SignedData): number {
  return data instanceof Uint8Array ? data.byteLength : data.reduce((sum, piece) => sum + piece.byteLength, 0)
}

function recordUnknown(
  list: CheckList,
  { tried, untried, hasCertificate }: { tried: number; untried: number; hasCertificate: boolean },
): void {
  const detail = { keysTried: tried - Math.min(untried, tried) }
  if (untried > 0) {
    list.leaveOpen('signature', 'EVIDENCE_TOO_LARGE', 'The payload is too large to be tried with every key.', detail)
  } else if (hasCertificate) {
    list.leaveOpen(
      'signature',
      'CERTIFICATE_NOT_CHECKED',
      'It was made with a certificate; certificates are not checked in this version.',
      detail,
    )
  } else {
    const reason =
      tried === 0
        ? 'No key is known to try.'
        : 'It verifies with none of the known keys: a foreign key and a changed payload cannot be told apart.'
    list.leaveOpen('signature', 'SIGNATURE_UNKNOWN_KEY', reason, detail)
  }
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
  return /^[0-9a-f]{64}$/i.test(hint) ? hint.toLowerCase() : Buffer.from(hint.slice(0, 100), 'base64').toString('hex')
}
