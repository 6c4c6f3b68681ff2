import type { StoreAnswer } from '#lib/evidence/discovery.ts'
import type { Evidence } from '#lib/evidence/evidence.ts'
import { combineStates, compareStates, type State } from '#lib/evidence/state.ts'
import { formatEvidenceCommand } from '#lib/format/cosign-command.ts'
import { formatSentence } from '#lib/format/sentence.ts'
import type { Digest } from '#lib/oci/digest.ts'
import type { SbomFacts } from '#lib/sbom/sbom.ts'
import type { Examined } from './examine-discovery.ts'
import type { Verdict } from './verdict.ts'

/** What was found and examined about one digest. */
export type Findings = { readonly examined: Examined; readonly answers: readonly StoreAnswer[] }

export type VerdictInput = {
  /** As asked, normalised. */
  readonly reference: string
  /** `host/path`, for the commands that do the same check. */
  readonly repository: string
  readonly digest: Digest
  readonly mediaType: string
  readonly platform: string | null
  readonly own: Findings
  /** Of the index that holds this platform's manifest; null when no platform was asked for. */
  readonly index: (Findings & { readonly digest: Digest }) | null
  readonly sbom: SbomFacts | null
  readonly checkedAt: string
}

/** The state of what speaks of one digest itself. A store that failed rules out `unsigned` and any worse word than open. */
export function evaluateState({ examined, answers }: Findings): State {
  const states = examined.signatures.map(({ state }) => state)
  const failed = answers.some(({ answer }) => answer === 'failed')
  return combineStates(failed ? [...states, 'undetermined'] : states)
}

/**
 * The one object that every screen, answer and badge shows. Evidence about the index is listed as inherited and counts in
 * `indexState` alone.
 */
export function evaluateVerdict(input: VerdictInput): Verdict {
  const { own, index, reference, digest, mediaType, platform, sbom, checkedAt } = input
  const state = evaluateState(own)
  const indexState = index === null ? null : evaluateState(index)
  const withCommand = <Item extends Evidence>(evidence: Item): Item => ({
    ...evidence,
    command: formatEvidenceCommand(
      evidence,
      `${input.repository}@${evidence.inherited && index !== null ? index.digest : digest}`,
    ),
  })
  const inherited = index?.examined ?? { signatures: [], attestations: [] }
  const signatures = sortOwnFirst([...own.examined.signatures, ...inherited.signatures]).map(withCommand)
  const attestations = sortOwnFirst([...own.examined.attestations, ...inherited.attestations]).map(withCommand)
  const sentence = formatSentence({ state, indexState, signatures, answers: own.answers })
  const discovery = index === null ? own.answers : [...own.answers, ...index.answers]
  return {
    reference,
    digest,
    mediaType,
    platform,
    state,
    indexState,
    sentence,
    signatures,
    attestations,
    sbom,
    discovery,
    checkedAt,
  }
}

/** Own before inherited, then best first; the order among equals is kept. */
function sortOwnFirst<Item extends Evidence>(items: readonly Item[]): readonly Item[] {
  return items.toSorted((a, b) => Number(a.inherited) - Number(b.inherited) || compareStates(a.state, b.state))
}
