import { EvidenceError } from '#lib/evidence/evidence-error.ts'
import { type Certificate, parseCertificate } from '#lib/sigstore/certificates/certificate.ts'
import type { Issued } from './list-questions.ts'
import { readCrl } from './read-crl.ts'
import { readOcsp } from './read-ocsp.ts'
import {
  type RevocationAnswer,
  type RevocationClaim,
  type RevocationQuestion,
  type RevocationStatus,
  UnusableAnswer,
} from './revocation.ts'

// Clocks differ by seconds; an answer of later is false.
const maxSkewMs = 5 * 60 * 1000

/**
 * Judges what was answered about a certificate, in the order in which it was: the first answer that is sound and says
 * anything counts. Whatever else is wrong is `unknown`, with the reason of the last one; nothing of that is ever `good`.
 */
export function judgeRevocation(
  question: RevocationQuestion,
  answers: readonly RevocationAnswer[],
  nowMs: number,
): RevocationStatus {
  const about = { certificate: parseCertificate(question.certificate), issuer: parseCertificate(question.issuer) }
  let reason = 'no place was asked'
  for (const answer of answers) {
    const status = judgeAnswer(about, answer, nowMs)
    if (status.kind !== 'unknown') return status
    reason = status.reason
  }
  return { kind: 'unknown', reason }
}

function judgeAnswer(about: Issued, answer: RevocationAnswer, nowMs: number): RevocationStatus {
  const { method, url, bytes, problem } = answer
  const unknown = (why: string): RevocationStatus => ({ kind: 'unknown', reason: `${toHost(url)} ${why}` })
  if (bytes === null) return unknown(problem ?? 'did not answer')
  try {
    const claim = method === 'ocsp' ? readOcsp(bytes, about, nowMs) : readCrl(bytes, about)
    assertCurrent(claim, about.certificate, nowMs)
    return { ...claim, method, url }
  } catch (error) {
    if (error instanceof UnusableAnswer) return unknown(error.message)
    if (error instanceof SyntaxError || error instanceof EvidenceError) {
      return unknown('sent an answer that cannot be read')
    }
    throw error
  }
}

function assertCurrent(claim: RevocationClaim, { notAfter }: Certificate, nowMs: number): void {
  if (claim.thisUpdate > nowMs + maxSkewMs) throw new UnusableAnswer('sent an answer from the future')
  // What is revoked for good stays so, however old the answer is (specs trust-store-trust-policy.md, Revocation Checking with CRL).
  if (claim.kind === 'revoked' && !claim.isOnHold) return
  if (nowMs > claim.nextUpdate) throw new UnusableAnswer('sent an answer that has expired')
  // RFC 5280 §3.3, RFC 6960 §4.4.4: of certificates that have ended, authorities may have forgotten that they were revoked.
  if (claim.kind === 'good' && nowMs > notAfter) {
    throw new UnusableAnswer('need not know any more: the certificate has ended')
  }
}

const toHost = (url: string): string => new URL(url).host
