import { expect } from 'vitest'
import { parseCertificate } from '#lib/sigstore/certificates/certificate.ts'
import { toFingerprint } from '#lib/sigstore/certificates/describe-certificate.ts'
import {
  imageMediaType,
  type NotaryMade,
  toNotaryCose,
  toNotaryItem,
  toNotaryJws,
} from '#lib/testing/notary-evidence.ts'
import { contextFor } from '#lib/testing/signed-evidence.ts'
import {
  makeAuthority,
  makeSigner,
  makeStamper,
  makeTimestampToken,
  type TestCertificate,
} from '#lib/testing/test-authority.ts'
import { examineNotation } from '#lib/trust/examine-notation.ts'
import type { AnchorStore, TrustAnchor, TrustRule } from '#lib/trust/trust-rule.ts'

// The judgement is made on 2026-06-01; certificates last the year 2026 unless told otherwise.
export const root = makeAuthority()
export const signer = makeSigner(root)
export const tsa = makeAuthority('time root')
export const stamper = makeStamper(tsa)

export const toAnchor = (
  { der }: TestCertificate,
  store: AnchorStore,
  changes: Partial<TrustAnchor> = {},
): TrustAnchor => ({
  fingerprint: toFingerprint(parseCertificate(der)),
  name: null,
  der,
  store,
  ...changes,
})

export const toRule = ({ fingerprint }: TrustAnchor, changes: Partial<TrustRule> = {}): TrustRule => ({
  id: fingerprint,
  name: 'notary',
  repositories: ['**'],
  signer: { kind: 'certificate', fingerprint },
  validFrom: null,
  validUntil: null,
  requireTransparencyLog: false,
  requireTimestamp: false,
  ...changes,
})

export const trusted = [toAnchor(root, 'ca')]

export function examine(
  made: Partial<NotaryMade> = {},
  anchors: readonly TrustAnchor[] = trusted,
  rules: readonly TrustRule[] = anchors.map((anchor) => toRule(anchor)),
  changes: (jws: ReturnType<typeof toNotaryJws>) => void = () => {},
) {
  const whole: NotaryMade = { signer, chain: [root], ...made }
  const base = contextFor([])
  const context = {
    ...base,
    subjectMediaType: imageMediaType,
    trust: { ...base.trust, anchors, rules },
  }
  const jws = toNotaryJws(whole)
  changes(jws)
  const outcomes = [
    examineNotation(toNotaryItem(jws), 'notation-jws', context),
    examineNotation(toNotaryItem(toNotaryCose(whole)), 'notation-cose', context),
  ].map(({ evidence }) => evidence)
  const [first, second] = outcomes
  if (first === undefined || second === undefined) throw new TypeError('There are two.')
  return { first, second }
}

export const codesOf = ({ first }: ReturnType<typeof examine>): readonly string[] =>
  first.checks.flatMap((check) =>
    check.status === 'failed' || check.status === 'inconclusive' ? [check.code ?? ''] : [],
  )

/** The state, which both envelopes must share, and the codes. */
export const judge = (...given: Parameters<typeof examine>): string => {
  const outcome = examine(...given)
  if (given[3] === undefined) expect(outcome.second.state).toBe(outcome.first.state)
  return [outcome.first.state, ...codesOf(outcome)].join(' ')
}

export const stampAt = (at: string, accuracy?: number, by = stamper, certificates?: readonly TestCertificate[]) => ({
  stamp: (data: Uint8Array) =>
    makeTimestampToken(by, {
      data,
      at,
      ...(accuracy === undefined ? {} : { accuracy }),
      ...(certificates === undefined ? {} : { certificates }),
    }),
})
