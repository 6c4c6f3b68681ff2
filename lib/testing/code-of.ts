import { EvidenceError } from '#lib/evidence/evidence-error.ts'

/** The code of the `EvidenceError` that a call throws; null when it throws nothing. Any other error is the test's own. */
export function codeOf(call: () => unknown): string | null {
  try {
    call()
    return null
  } catch (error) {
    if (error instanceof EvidenceError) return error.code
    throw error
  }
}
