import type { RuleSigner } from '#lib/trust/trust-rule.ts'
import { formatIdentity } from './identity.ts'

/** What a rule is called that nobody named: after whom it trusts, in words, and for which repositories. */
export const formatRuleName = (who: string, repositories: readonly string[]): string =>
  `${who} for ${repositories.join(', ')}`.slice(0, 200)

/** Whom a rule trusts, as its name says it. */
export function formatRuleSigner(signer: RuleSigner): string {
  switch (signer.kind) {
    case 'key':
      return `key ${signer.fingerprint.slice(0, 8)}`
    case 'identity':
      return signer.subject === undefined
        ? (signer.subjectPattern ?? '').slice(0, 120)
        : formatIdentity({ ...signer, subject: signer.subject }).slice(0, 120)
    case 'certificate':
      return `certificate ${signer.fingerprint.slice(0, 8)}`
  }
}
