import type { Check, CheckDetail } from '#lib/evidence/check.ts'
import type { GraphEvidence } from '../graph/graph-input.ts'
import { formatExactTime, identifyTime } from '../time.ts'
import { formatTimeSpan } from '../time-span.ts'
import { visibleText } from '../visible-text.ts'

/** Why the times of one item count or do not; `isFine` when nothing about them speaks against it. */
export type TimeExplanation = { readonly text: string; readonly isFine: boolean }

type Witness = { readonly at: number; readonly who: string; readonly did: string }

/**
 * In a few sentences: when a certificate was valid, who proves when it was used, and why its having expired since changes
 * nothing. `nowMs` in milliseconds since 1970.
 */
export function explainTimes(evidence: GraphEvidence, nowMs: number): TimeExplanation {
  if (evidence.state === 'unsigned')
    return { text: 'Nobody signed it, so no time is more than a claim.', isFine: false }
  const certificate = evidence.checks.find(({ id, status }) => id === 'certificate' && status !== 'skipped')
  const witnesses = listWitnesses(evidence.checks)
  const window = certificate === undefined ? null : windowOf(certificate.detail)
  return window === null ? explainKey(evidence, witnesses, nowMs) : explainWindow(window, witnesses, nowMs)
}

const textIn = (detail: CheckDetail, name: string): string | null => {
  const value = detail[name]
  return typeof value === 'string' && value !== '' ? value : null
}

function windowOf(detail: CheckDetail): { from: number; until: number } | null {
  const [from, until] = [
    identifyTime(textIn(detail, 'notBefore') ?? ''),
    identifyTime(textIn(detail, 'notAfter') ?? ''),
  ]
  return from === null || until === null ? null : { from, until }
}

/** Only what a check proved: a time in evidence that did not pass is nobody's word. Earliest first. */
function listWitnesses(checks: readonly Check[]): Witness[] {
  return checks
    .flatMap((check): Witness[] => {
      if (check.status !== 'passed') return []
      if (check.id === 'transparency-log') {
        const at = identifyTime(textIn(check.detail, 'integratedAt') ?? '')
        return at === null ? [] : [{ at, who: textIn(check.detail, 'log') ?? 'The log', did: 'entered' }]
      }
      if (check.id === 'timestamp') {
        const at = identifyTime(textIn(check.detail, 'at') ?? '')
        return at === null
          ? []
          : [{ at, who: textIn(check.detail, 'authority') ?? 'The authority', did: 'time-stamped' }]
      }
      return []
    })
    .toSorted((a, b) => a.at - b.at)
}

const exact = (ms: number): string => formatExactTime(new Date(ms).toISOString())

function explainWindow(
  { from, until }: { from: number; until: number },
  witnesses: readonly Witness[],
  nowMs: number,
): TimeExplanation {
  const valid = `Its certificate was valid for ${formatTimeSpan(until - from)}, from ${exact(from)} to ${exact(until)}.`
  const outside = witnesses.find(({ at }) => at < from || at > until)
  if (outside !== undefined) {
    const distance =
      outside.at < from
        ? `${formatTimeSpan(from - outside.at)} before it began`
        : `${formatTimeSpan(outside.at - until)} after it had expired`
    return {
      text: `${valid} But ${visibleText(outside.who)} ${outside.did} the signature ${distance}, so the certificate does not vouch for it.`,
      isFine: false,
    }
  }
  const [first] = witnesses
  if (first === undefined) {
    return {
      text: `${valid} Nothing proves that the signature was made within that time, so the certificate does not vouch for it.`,
      isFine: false,
    }
  }
  const seen = `${visibleText(first.who)} ${first.did} the signature ${formatTimeSpan(first.at - from)} after it began.`
  const since =
    nowMs > until
      ? ` It was valid when it signed; that it expired ${formatTimeSpan(nowMs - until)} ago changes nothing.`
      : ' It is valid still.'
  return { text: `${valid} ${seen}${since}`, isFine: true }
}

function explainKey({ signer, signedAt }: GraphEvidence, [first]: readonly Witness[], nowMs: number): TimeExplanation {
  if (first !== undefined) {
    const ago = formatTimeSpan(nowMs - first.at)
    return {
      text: `${visibleText(first.who)} ${first.did} the signature ${ago} ago, at ${exact(first.at)}.`,
      isFine: true,
    }
  }
  if (signedAt?.source === 'signer-claim') {
    return { text: 'When it was signed is what the signer wrote; nobody else confirms it.', isFine: true }
  }
  if (signer?.kind === 'key') {
    return {
      text: 'Nothing proves when it was signed. A key has no window of its own: its signature counts as long as your rule does.',
      isFine: true,
    }
  }
  return { text: 'Nothing proves when it was signed.', isFine: false }
}
