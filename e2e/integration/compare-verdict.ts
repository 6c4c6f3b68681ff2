import type { ApiAnswer } from '#e2e/api-client.ts'
import type { ExpectedEvidence, SharedCase } from '#e2e/fixtures/shared-cases.ts'
import type { Problem } from '#lib/api/contract/common.ts'
import type { EvidenceDto, VerdictDto } from '#lib/api/contract/verdict.ts'

type Seen = EvidenceDto & { readonly predicateType?: string | null }

/** What differs between an answer of `POST /verify` and what a case demands; empty when nothing does. */
export function compareVerdict(
  sharedCase: SharedCase,
  answer: ApiAnswer<VerdictDto & Problem>,
  hasReferrersApi: boolean,
): string[] {
  const { expect } = sharedCase
  const accepted = [expect.state, ...(expect.acceptStates ?? [])]
  if (answer.status === 404 && accepted.includes('not-found')) return []
  if (answer.status !== 200) {
    return accepted.includes(answer.body.code)
      ? []
      : [`status ${answer.status} ${answer.body.code}: ${answer.body.detail}`]
  }
  const verdict: VerdictDto = answer.body
  const own = <Item extends Seen>(items: readonly Item[]) => items.filter((item) => !item.inherited)
  return [
    ...differs('state', verdict.state, accepted),
    ...(expect.inherited === undefined ? [] : differs('indexState', verdict.indexState, [expect.inherited])),
    ...compareEvidence('signatures', own(verdict.signatures), expect.signatures, accepted, hasReferrersApi),
    ...compareEvidence('attestations', own(verdict.attestations), expect.attestations, accepted, hasReferrersApi),
    ...compareSbom(verdict, sharedCase),
  ]
}

const differs = (what: string, seen: unknown, accepted: readonly unknown[]): string[] =>
  accepted.includes(seen) ? [] : [`${what}: ${String(seen)} instead of ${accepted.join(' or ')}`]

/** Pairs each expected item with one that was seen; what stays over on either side is a difference. */
function compareEvidence(
  what: string,
  seen: readonly Seen[],
  expected: readonly ExpectedEvidence[],
  accepted: readonly string[],
  hasReferrersApi: boolean,
): string[] {
  const left = [...seen]
  const missing: string[] = []
  const take = (item: ExpectedEvidence, states: readonly string[]): boolean => {
    const position = left.findIndex((candidate) => fits(candidate, item, states, hasReferrersApi))
    if (position >= 0) left.splice(position, 1)
    return position >= 0
  }
  // What is exactly as preferred is paired first, so that a lenient item does not take it.
  const open = expected.filter((item) => !take(item, [item.state]))
  for (const item of open) {
    const lenient = [...(item.acceptStates ?? []), ...(accepted.length > 1 ? accepted : [])]
    if (!take(item, lenient)) missing.push(`${what}: nothing like ${JSON.stringify(item)}`)
  }
  // Where an image without signatures may also count as broken, the broken item is listed.
  const surplus = left.filter(
    (item) => !(expected.length === 0 && item.state === 'invalid' && accepted.includes('invalid')),
  )
  return [...missing, ...surplus.map((item) => `${what}: unexpected ${describeEvidence(item)}`)].slice(0, 5)
}

const describeEvidence = (item: Seen): string =>
  `${item.state} ${item.format} ${item.store} ${item.predicateType ?? ''} ${JSON.stringify(item.checks.filter((check) => check.status !== 'passed'))}`

function fits(seen: Seen, expected: ExpectedEvidence, states: readonly string[], hasReferrersApi: boolean): boolean {
  if (!states.includes(seen.state)) return false
  if (expected.format !== undefined && !isFormat(seen.format, expected.format)) return false
  if (expected.store !== undefined && !isStore(seen.store, expected.store, hasReferrersApi)) return false
  return expected.predicateType === undefined || seen.predicateType === expected.predicateType
}

const isFormat = (seen: string, expected: string): boolean =>
  seen === expected || (expected === 'notation' && seen.startsWith('notation-'))

/** A referrer is found by the API where there is one, else under the fallback tag; some are found both ways. */
function isStore(seen: string, expected: string, hasReferrersApi: boolean): boolean {
  if (expected === 'referrers') return seen === (hasReferrersApi ? 'referrers' : 'referrers-tag')
  if (expected === 'referrers-tag') return seen === 'referrers-tag' || (hasReferrersApi && seen === 'referrers')
  return seen === expected
}

function compareSbom(verdict: VerdictDto, { expect }: SharedCase): string[] {
  if (expect.sbom === null) return []
  if (verdict.sbom === null) return ['sbom: none']
  const { sbom } = verdict
  return [
    ...differs('sbom.packageCount', sbom.packageCount, [expect.sbom.packageCount]),
    ...(expect.sbom.format === undefined ? [] : differs('sbom.format', sbom.format, [expect.sbom.format])),
    ...(expect.sbom.signed === false ? differs('sbom.state', sbom.state, ['unsigned']) : []),
    ...(expect.sbom.store === 'tag' ? differs('sbom.source', sbom.source, ['attachment']) : []),
  ]
}
