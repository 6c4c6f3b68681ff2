import type { VerificationCode } from '#lib/evidence/check.ts'
import { EvidenceError } from '#lib/evidence/evidence-error.ts'
import type { Proofs } from '#lib/sigstore/check-proofs.ts'
import type { ExamineContext } from './examine-context.ts'
import { matchesIdentityPattern } from './identity-pattern.ts'
import type { ProvenSigner } from './proven-signer.ts'
import { matchesRepository } from './repository-pattern.ts'
import type { RuleSigner, TrustedKey, TrustRule } from './trust-rule.ts'
import { matchesX509Subject } from './x509-subject.ts'

/**
 * The rule that decides: of those that name the signer, cover the repository and are in force, the one that is nearest to
 * being met. Rules are any-of. Throws an `EvidenceError` with the nearest reason why there is none.
 */
export function findRule(signer: ProvenSigner, proofs: Proofs, { trust, repository }: ExamineContext): TrustRule {
  if (signer.kind === 'key' && signer.key.state === 'compromised') {
    const reason = `The key ${toKeyName(signer.key)} is marked as compromised: anybody may have signed with it.`
    throw new EvidenceError('KEY_COMPROMISED', reason)
  }
  const name = formatName(signer)
  const isCovering = ({ repositories }: TrustRule) =>
    repositories.some((pattern) => matchesRepository(pattern, repository))
  const naming = trust.rules.filter((rule) => findDifference(rule, signer) === null)
  if (naming.length === 0) throw toNearest(trust.rules.filter(isCovering), signer, name)
  const covering = naming.filter(isCovering)
  if (covering.length === 0) {
    const patterns = naming.flatMap((rule) => rule.repositories).join(', ')
    throw new EvidenceError('RULE_OTHER_REPOSITORY', `${name} is trusted for other repositories only.`, {
      repository,
      trustedFor: patterns.slice(0, 500),
    })
  }
  const times = [Date.parse(trust.now), ...proofs.times.map(({ atMs }) => atMs)]
  const inForce = covering.filter((rule) => times.every((atMs) => isInForce(rule, atMs)))
  const [first] = inForce.toSorted((a, b) => countObstacles(a, proofs) - countObstacles(b, proofs))
  if (first === undefined) throw outsideWindow(covering, times, name)
  return first
}

function outsideWindow([rule]: readonly TrustRule[], times: readonly number[], name: string): EvidenceError {
  const [now = 0, signed] = times
  const isOldSignature = rule !== undefined && isInForce(rule, now)
  const when = isOldSignature ? 'was not in force when it was signed' : 'is not in force now'
  return new EvidenceError('RULE_OUTSIDE_WINDOW', `The rule for ${name} ${when}.`, {
    now: new Date(now).toISOString(),
    ...(signed === undefined ? {} : { signedAt: new Date(signed).toISOString() }),
    validFrom: rule?.validFrom ?? null,
    validUntil: rule?.validUntil ?? null,
  })
}

const isInForce = ({ validFrom, validUntil }: TrustRule, atMs: number): boolean =>
  (validFrom === null || Date.parse(validFrom) <= atMs) && (validUntil === null || atMs < Date.parse(validUntil))

/** A proof that is missing weighs more than one by somebody unknown. */
function countObstacles(
  { requireTransparencyLog, requireTimestamp }: TrustRule,
  { logs, times, open }: Proofs,
): number {
  const weigh = (isAsked: boolean, isProven: boolean, id: 'transparency-log' | 'timestamp') =>
    !isAsked || isProven ? 0 : open.some((one) => one.id === id) ? 1 : 3
  const isStamped = times.some(({ source }) => source === 'timestamp-authority')
  return (
    weigh(requireTransparencyLog, logs.length > 0, 'transparency-log') + weigh(requireTimestamp, isStamped, 'timestamp')
  )
}

type Difference = { readonly code: VerificationCode; readonly reason: string }

const otherSigner: Difference = { code: 'RULE_NONE', reason: '' }

/** In what a rule differs from the signer; null when it names them. */
function findDifference(rule: TrustRule, signer: ProvenSigner): Difference | null {
  const { signer: named } = rule
  switch (signer.kind) {
    case 'key':
      return named.kind === 'key' && named.fingerprint === signer.key.fingerprint ? null : otherSigner
    case 'certificate': {
      if (named.kind !== 'certificate' || !signer.anchors.includes(named.fingerprint)) return otherSigner
      if (named.subject === undefined || matchesX509Subject(signer.attributes, named.subject)) return null
      return { code: 'RULE_SUBJECT_DIFFERS', reason: 'a rule trusts its authority for another subject' }
    }
    case 'identity':
      return named.kind === 'identity' ? findIdentityDifference(named, signer) : otherSigner
  }
}

type NamedIdentity = Extract<RuleSigner, { kind: 'identity' }>

/** Compared letter by letter: a name that begins or ends like the allowed one is another name. */
function findIdentityDifference(
  named: NamedIdentity,
  { identity, roots }: Extract<ProvenSigner, { kind: 'identity' }>,
): Difference | null {
  const isSubject =
    named.subject !== undefined
      ? named.subject === identity.subject
      : named.subjectPattern !== undefined && matchesIdentityPattern(named.subjectPattern, identity.subject)
  const isIssuer = named.issuer === identity.issuer
  if (!isSubject && !isIssuer) return otherSigner
  if (!isIssuer) return { code: 'RULE_ISSUER_DIFFERS', reason: 'a rule names this subject with another issuer' }
  if (!isSubject) return { code: 'RULE_SUBJECT_DIFFERS', reason: 'a rule names this issuer with another subject' }
  const claims = Object.entries(named.claims ?? {})
  const isClaimed = (claim: string, value: string) =>
    Object.hasOwn(identity.claims, claim) && identity.claims[claim] === value
  if (!claims.every(([claim, value]) => isClaimed(claim, value))) {
    return { code: 'RULE_CLAIM_DIFFERS', reason: 'a rule asks for other claims in the certificate' }
  }
  if (named.trustedRoot === undefined || roots.includes(named.trustedRoot)) return null
  return { code: 'RULE_OTHER_ROOT', reason: 'a rule asks for another trusted root' }
}

const nearest: readonly VerificationCode[] = [
  'RULE_OTHER_ROOT',
  'RULE_CLAIM_DIFFERS',
  'RULE_SUBJECT_DIFFERS',
  'RULE_ISSUER_DIFFERS',
]

/** Why no rule names the signer: by the rule that comes nearest. */
function toNearest(rules: readonly TrustRule[], signer: ProvenSigner, name: string): EvidenceError {
  const differing = rules.flatMap((rule) => {
    const difference = findDifference(rule, signer)
    return difference === null || difference === otherSigner ? [] : [{ rule, difference }]
  })
  const [first] = differing.toSorted((a, b) => nearest.indexOf(a.difference.code) - nearest.indexOf(b.difference.code))
  if (first === undefined) return new EvidenceError('RULE_NONE', `No trust rule names ${name}.`, toDetail(signer))
  const { rule, difference } = first
  return new EvidenceError(difference.code, `No trust rule names ${name}; ${difference.reason}.`, {
    rule: rule.name,
    ...toDetail(signer),
    ...toExpected(rule.signer),
  })
}

function toDetail(signer: ProvenSigner): Record<string, string> {
  switch (signer.kind) {
    case 'key':
      return { fingerprint: signer.key.fingerprint }
    case 'identity':
      return { issuer: signer.identity.issuer.slice(0, 500), subject: signer.identity.subject.slice(0, 500) }
    case 'certificate':
      return { subject: signer.subject.slice(0, 500) }
  }
}

function toExpected(signer: RuleSigner): Record<string, string> {
  switch (signer.kind) {
    case 'key':
      return {}
    case 'identity':
      return { expectedIssuer: signer.issuer, expectedSubject: signer.subject ?? signer.subjectPattern ?? '' }
    case 'certificate':
      return { expectedSubject: signer.subject ?? '' }
  }
}

function formatName(signer: ProvenSigner): string {
  switch (signer.kind) {
    case 'key':
      return `the key ${toKeyName(signer.key)}`
    case 'identity':
      return signer.identity.subject.slice(0, 300)
    case 'certificate':
      return signer.subject.slice(0, 300)
  }
}

const toKeyName = ({ name, fingerprint }: TrustedKey): string => name ?? fingerprint.slice(0, 12)
