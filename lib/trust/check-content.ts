import type { CheckList } from '#lib/evidence/check-list.ts'
import type { FoundItem } from '#lib/evidence/discovery.ts'
import { EvidenceError } from '#lib/evidence/evidence-error.ts'

/** The bytes of an item, hashed where they came in; null when they could not be had, and that is recorded. */
export function checkContent(list: CheckList, { bytes, problem, layer }: FoundItem): Uint8Array | null {
  if (bytes !== null) {
    list.pass('content', { digest: layer.digest, bytes: bytes.byteLength })
    return bytes
  }
  const detail = { digest: layer.digest, cause: problem?.code ?? null }
  if (problem?.code === 'DIGEST_MISMATCH') {
    list.fail(
      'content',
      new EvidenceError(
        'EVIDENCE_DIGEST_MISMATCH',
        'The bytes that arrived do not have the digest they were asked by.',
        detail,
      ),
    )
  } else {
    const code = problem?.code === 'LIMIT_EXCEEDED' ? 'EVIDENCE_TOO_LARGE' : 'EVIDENCE_UNREADABLE'
    list.leaveOpen('content', code, problem?.message ?? 'The evidence could not be read.', detail)
  }
  list.skip('signature', 'There are no bytes to verify.', 'CHECK_SKIPPED')
  return null
}

/** A referrer must itself name the image; the registry's list is only a hint (distribution-spec, Listing Referrers). */
export function checkReferrer(list: CheckList, { store, claimedSubject, subject }: FoundItem): void {
  if (store !== 'referrers' && store !== 'referrers-tag') return
  list.attempt(
    'referrer',
    () => {
      if (claimedSubject === subject) return
      throw new EvidenceError(
        'REFERRER_MISMATCH',
        'It was listed for this image, and its manifest names another subject.',
        {
          expected: subject,
          stated: claimedSubject,
        },
      )
    },
    () => ({ subject }),
  )
}
