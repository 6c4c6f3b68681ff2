import type { Check, CheckDetail, CheckId } from '#lib/evidence/check.ts'
import type { State } from '#lib/evidence/state.ts'
import { type GraphEvidence, type GraphInput, listEvidence } from '../graph/graph-input.ts'
import { evidenceTitle, signerNodes } from '../graph/graph-signer.ts'
import { identifyTime } from '../time.ts'
import { visibleText } from '../visible-text.ts'

/** By whom a time is known: proven by a check that passed, only claimed, refused by a check, or set by yourself. */
export type TimeSource = 'proven' | 'claimed' | 'refused' | 'own'

/** A moment (`until` is its own beginning) or a window; an open end is null. Milliseconds since 1970. */
export type TimelineMark = {
  readonly id: string
  readonly kind: 'moment' | 'window'
  readonly label: string
  readonly from: number | null
  readonly until: number | null
  readonly source: TimeSource
}

/** What belongs together on the axis: an image, one signature or attestation, a rule. */
export type TimelineLane = {
  readonly id: string
  readonly title: string
  /** Who signed it, as far as that is known. */
  readonly signer: string | null
  readonly state: State | null
  /** Position among the evidence, signatures first; null for everything else. */
  readonly evidence: number | null
  readonly marks: readonly TimelineMark[]
}

export type Timeline = {
  readonly lanes: readonly TimelineLane[]
  /** When the verdict was made. */
  readonly now: number
  /** Evidence beyond what is drawn. */
  readonly left: number
}

/** A rule's window, as far as it has one. */
export type RuleWindow = {
  readonly id: string
  readonly name: string
  readonly validFrom: string | null
  readonly validUntil: string | null
}

export type TimelineInput = Pick<GraphInput, 'signatures' | 'attestations'> & {
  readonly checkedAt: string
  /** When the image's configuration says that it was built. */
  readonly builtAt: string | null
  readonly sbomAt: string | null
  readonly rules: readonly RuleWindow[]
}

/** More lanes than one can look over; the table of checks has the rest. */
const maxLanes = 40

/** Everything about an image that has a time: built, signed, logged, time-stamped, and the windows of certificates and rules. */
export function toTimeline(input: TimelineInput): Timeline {
  const all = listEvidence(input)
  const evidence = all.slice(0, maxLanes).map(
    (one, index): TimelineLane => ({
      id: `evidence ${index}`,
      title: visibleText(evidenceTitle(one)),
      signer: signerName(one, index),
      state: one.state,
      evidence: index,
      marks: evidenceMarks(one, index),
    }),
  )
  return {
    lanes: [...imageLanes(input), ...evidence, ...ruleLanes(input)],
    now: identifyTime(input.checkedAt) ?? 0,
    left: Math.max(0, all.length - maxLanes),
  }
}

/** All finite times of a timeline, and now. */
export const timesOf = ({ lanes, now }: Pick<Timeline, 'lanes' | 'now'>): number[] =>
  [now, ...lanes.flatMap(({ marks }) => marks.flatMap(({ from, until }) => [from, until]))].filter((at) => at !== null)

function signerName(evidence: GraphEvidence, index: number): string | null {
  const { signer, certificate } = signerNodes(evidence, index)
  const name = (signer ?? certificate)?.title ?? null
  return name === null ? null : visibleText(name)
}

const timeIn = (detail: CheckDetail, name: string): number | null => {
  const value = detail[name]
  return typeof value === 'string' ? identifyTime(value) : null
}

function moment(id: string, label: string, at: number | null, source: TimeSource): TimelineMark[] {
  return at === null ? [] : [{ id, kind: 'moment', label: visibleText(label), from: at, until: at, source }]
}

function imageLanes({ builtAt, sbomAt }: TimelineInput): TimelineLane[] {
  const marks = [
    ...moment('built', 'Built, says the image', builtAt === null ? null : identifyTime(builtAt), 'claimed'),
    ...moment('sbom', 'SBOM made, says the SBOM', sbomAt === null ? null : identifyTime(sbomAt), 'claimed'),
  ]
  return marks.length === 0
    ? []
    : [{ id: 'image', title: 'The image', signer: null, state: null, evidence: null, marks }]
}

const sourceOf = ({ status }: Check): TimeSource =>
  status === 'passed' ? 'proven' : status === 'failed' ? 'refused' : 'claimed'

function evidenceMarks(evidence: GraphEvidence, index: number): TimelineMark[] {
  const of = (id: CheckId) => evidence.checks.filter((check) => check.id === id)
  const named = (check: Check, name: string, other: string): string => {
    const value = check.detail[name]
    return typeof value === 'string' && value !== '' ? value : other
  }
  const windows = of('certificate').flatMap((check, number): TimelineMark[] => {
    const [from, until] = [timeIn(check.detail, 'notBefore'), timeIn(check.detail, 'notAfter')]
    if (from === null || until === null) return []
    const id = `${index} certificate ${number}`
    return [{ id, kind: 'window', label: 'Certificate valid', from, until, source: sourceOf(check) }]
  })
  const entries = of('transparency-log').flatMap((check, number) =>
    moment(
      `${index} log ${number}`,
      `Entered in ${named(check, 'log', 'a transparency log')}`,
      timeIn(check.detail, 'integratedAt'),
      sourceOf(check),
    ),
  )
  const stamps = of('timestamp').flatMap((check, number) =>
    moment(
      `${index} stamp ${number}`,
      `Time-stamped by ${named(check, 'authority', 'an authority')}`,
      timeIn(check.detail, 'at'),
      sourceOf(check),
    ),
  )
  const { signedAt } = evidence
  const claim =
    signedAt?.source === 'signer-claim'
      ? moment(`${index} signed`, 'Signed, says the signer', identifyTime(signedAt.at), 'claimed')
      : []
  return [...windows, ...claim, ...entries, ...stamps]
}

function ruleLanes({ rules }: TimelineInput): TimelineLane[] {
  return rules.flatMap(({ id, name, validFrom, validUntil }): TimelineLane[] => {
    if (validFrom === null && validUntil === null) return []
    const [from, until] = [validFrom, validUntil].map((time) => (time === null ? null : identifyTime(time)))
    const mark: TimelineMark = {
      id: `rule ${id}`,
      kind: 'window',
      label: 'Rule in force',
      from: from ?? null,
      until: until ?? null,
      source: 'own',
    }
    return [
      {
        id: `rule ${id}`,
        title: `Rule ${visibleText(name)}`,
        signer: null,
        state: null,
        evidence: null,
        marks: [mark],
      },
    ]
  })
}
