import type { Check } from '#lib/evidence/check.ts'
import type { StoreAnswer } from '#lib/evidence/discovery.ts'
import type { Evidence, EvidenceFormat, Store } from '#lib/evidence/evidence.ts'

const formatNames: Readonly<Record<EvidenceFormat, string>> = {
  'cosign-simple-signing': 'cosign simple signing',
  'cosign-dsse': 'cosign DSSE envelope',
  'sigstore-bundle': 'Sigstore bundle',
  'notation-jws': 'Notary Project signature (JWS)',
  'notation-cose': 'Notary Project signature (COSE)',
  'in-toto-unsigned': 'in-toto statement, not signed',
  'gpg-simple-signing': 'GPG signature (simple signing)',
}

export const formatEvidenceFormat = (format: EvidenceFormat): string => formatNames[format]

const storeNames: Readonly<Record<Store, string>> = {
  referrers: 'referrers API',
  'referrers-tag': 'referrers tag',
  tag: 'cosign tag',
  index: 'BuildKit entry',
  'signature-extension': 'GPG signature extension',
}

export const formatStore = (store: Store): string => storeNames[store]

/** Why an item has the state that it has: the reason of the first check that failed or could not be decided. */
export function reasonOf(evidence: Pick<Evidence, 'checks'>): string | null {
  const checks = evidence.checks.filter((check) => !isRemark(check))
  const deciding =
    checks.find(({ status }) => status === 'failed') ?? checks.find(({ status }) => status === 'inconclusive')
  return deciding === undefined || deciding.status === 'passed' ? null : deciding.reason
}

/** True for a check that says something worth knowing but decides nothing: copies and mirrors bear another name. */
export function isRemark(check: Check): boolean {
  if (check.status === 'passed') return false
  return check.code === 'REPOSITORY_DIFFERS' || check.code === 'PREDICATE_TYPE_DIFFERS'
}

/** What a store answered, in a word or two. */
export function formatAnswer({ answer, count }: Pick<StoreAnswer, 'answer' | 'count'>): string {
  switch (answer) {
    case 'found':
      return `${count} found`
    case 'absent':
      return 'nothing'
    case 'unsupported':
      return 'not offered here'
    case 'failed':
      return 'no answer'
  }
}
