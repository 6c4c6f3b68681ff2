import { AppError } from '#lib/errors/app-error.ts'
import { formatRuleName, formatRuleSigner } from '#lib/format/rule-name.ts'
import { type ParsedAnchor, parseAnchors } from '#lib/sigstore/certificates/parse-anchors.ts'
import type { AddedCertificates, NewCertificate } from '#lib/store/certificate-store.ts'
import type { Store } from '#lib/store/open-store.ts'
import type { NewRule } from '#lib/store/rule-store.ts'
import { parseRepositoryPattern } from '#lib/trust/repository-pattern.ts'
import type { AnchorStore, TrustRule } from '#lib/trust/trust-rule.ts'
import { parseX509Subject } from '#lib/trust/x509-subject.ts'
import { assertKeyName } from './add-key.ts'

type NewShelfCertificates = {
  /** One certificate or several. */
  readonly pem: string
  readonly name?: string | undefined
  readonly stores: readonly AnchorStore[]
  readonly trust?: { readonly repositories: readonly string[]; readonly subject?: string | undefined } | undefined
}

/**
 * Puts certificates of authorities on the shelf, and a rule for each when it says for which repositories they are trusted;
 * all or nothing. Throws `KEY_INVALID`, `KEY_PRIVATE`, `KEY_UNSUPPORTED`, `CERTIFICATE_UNSUITABLE` or `RULE_INVALID`; one that
 * has ended is kept, as it may still vouch for signatures that were stamped before.
 */
export async function addCertificates(
  store: Pick<Store, 'certificates' | 'rules'>,
  { pem, name, stores, trust }: NewShelfCertificates,
): Promise<AddedCertificates> {
  const parsed = parseAnchors(pem)
  assertSuitable(parsed)
  assertKeyName(name)
  const certificates = parsed.map((one) => toNewCertificate(one, name ?? null, stores))
  if (trust === undefined) return store.certificates.add(certificates)
  for (const pattern of trust.repositories) parseRepositoryPattern(pattern)
  if (trust.subject !== undefined) parseX509Subject(trust.subject)
  const existing = await store.rules.list()
  const rules = certificates.map((one) => toRule(one, trust)).filter((rule) => !existing.some(isSameTrust(rule)))
  return store.certificates.add(certificates, rules)
}

function assertSuitable(parsed: readonly ParsedAnchor[]): void {
  const at = parsed.findIndex(({ unsuitable }) => unsuitable !== null)
  const found = parsed[at]
  if (found === undefined) return
  const which = parsed.length === 1 ? '' : ` Certificate ${at + 1}: ${found.subject.slice(0, 200)}.`
  throw new AppError('CERTIFICATE_UNSUITABLE', `${found.unsuitable ?? ''}${which}`, {
    context: { subject: found.subject.slice(0, 200), fingerprint: found.fingerprint },
  })
}

function toNewCertificate(
  { fingerprint, der, subject, issuer, notBefore, notAfter }: ParsedAnchor,
  name: string | null,
  stores: readonly AnchorStore[],
): NewCertificate {
  return {
    fingerprint,
    name,
    der,
    subject,
    issuer,
    notBefore: new Date(notBefore).toISOString(),
    notAfter: new Date(notAfter).toISOString(),
    stores,
  }
}

type Trust = NonNullable<NewShelfCertificates['trust']>

function toRule({ fingerprint, name }: NewCertificate, { repositories, subject }: Trust): NewRule {
  const signer = { kind: 'certificate', fingerprint, ...(subject === undefined ? {} : { subject }) } as const
  return {
    name: formatRuleName(name ?? formatRuleSigner(signer), repositories),
    repositories,
    signer,
    validFrom: null,
    validUntil: null,
    requireTransparencyLog: false,
    requireTimestamp: false,
  }
}

const toSetText = (patterns: readonly string[]): string => [...new Set(patterns)].toSorted().join(' ')

/** Said twice, it is one rule: ending one of two alike would change nothing. */
const isSameTrust =
  (rule: NewRule) =>
  (other: TrustRule): boolean =>
    other.signer.kind === 'certificate' &&
    rule.signer.kind === 'certificate' &&
    other.signer.fingerprint === rule.signer.fingerprint &&
    other.signer.subject === rule.signer.subject &&
    other.validFrom === null &&
    other.validUntil === null &&
    !other.requireTransparencyLog &&
    !other.requireTimestamp &&
    toSetText(other.repositories) === toSetText(rule.repositories)
