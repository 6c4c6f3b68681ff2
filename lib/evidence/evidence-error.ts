import type { CheckDetail, VerificationCode } from './check.ts'

/** What is wrong with one piece of evidence. Thrown by `parse…` and `verify…`; a check records it and the others go on. */
export class EvidenceError extends Error {
  override readonly name = 'EvidenceError'
  readonly code: VerificationCode
  readonly detail: CheckDetail

  constructor(code: VerificationCode, reason: string, detail: CheckDetail = {}) {
    super(reason)
    this.code = code
    this.detail = detail
  }
}
