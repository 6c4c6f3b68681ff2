import { suggestSubjectPattern } from '#lib/format/identity.ts'
import type { NewRule } from '#lib/queries/rules.ts'
import type { ObservedIdentity } from './identity-dialog.tsx'
import type { ReadPattern } from './pattern-matches.tsx'

/** An identity as somebody writes it down for a rule. */
export type IdentityDraft = {
  readonly issuer: string
  readonly mode: 'exact' | 'pattern'
  readonly subject: string
  readonly pattern: string
  readonly claims: Readonly<Record<string, string>>
  /** Id of the only trusted root that may prove it; null for any. */
  readonly trustedRoot: string | null
}

export function toDraft(observed: ObservedIdentity | null): IdentityDraft {
  const { issuer = '', subject = '' } = observed?.signer ?? {}
  const pattern = subject === '' ? '' : suggestSubjectPattern(subject)
  return { issuer, mode: 'exact', subject, pattern, claims: {}, trustedRoot: observed?.root?.id ?? null }
}

/** What is missing; null when a rule can be made of it. The server has the last word on patterns. */
export function explainIdentity({ issuer, mode, subject, pattern }: IdentityDraft, read: ReadPattern): string | null {
  if (issuer.trim() === '') return 'Name the issuer.'
  if (mode === 'exact' && subject.trim() === '') return 'Name the subject.'
  if (mode === 'exact') return null
  if (pattern.trim() === '') return 'Write a pattern.'
  if (read.pattern !== pattern.trim()) return 'Reading the pattern …'
  return read.fault === null ? null : `The pattern cannot be used: ${read.fault}.`
}

export function toSigner({ issuer, mode, subject, pattern, claims, trustedRoot }: IdentityDraft): NewRule['signer'] {
  return {
    kind: 'identity',
    issuer: issuer.trim(),
    ...(mode === 'exact' ? { subject: subject.trim() } : { subjectPattern: pattern.trim() }),
    ...(Object.keys(claims).length === 0 ? {} : { claims }),
    ...(trustedRoot === null ? {} : { trustedRoot }),
  }
}
