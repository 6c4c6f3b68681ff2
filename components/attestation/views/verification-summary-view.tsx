import { Pill } from '#components/ui/pill.tsx'
import { useDocumentText } from '#components/ui/secrets.tsx'
import { statedOf } from '#lib/attestation/predicates/claim.ts'
import type { VerificationSummaryView as View } from '#lib/attestation/predicates/parse-verification-summary.ts'
import { ClaimText, HostileText, NotStated } from '../claim-text.tsx'
import { ClaimFact, Fact, Facts } from '../facts.tsx'
import { UnfoldFields } from '../field-list.tsx'
import { ImageMatchPill } from '../image-match.tsx'
import { ListedNote } from '../listed-note.tsx'
import { ResourceLine, UnfoldResources } from '../resource-list.tsx'
import { Outcome } from './outcome.tsx'
import type { ViewContext } from './predicate-view.tsx'

/** What a verifier judged by a policy, and whether it is this image that it judged. */
export default function VerificationSummaryView({
  view,
  context,
}: {
  readonly view: View
  readonly context: ViewContext
}) {
  const resource = statedOf(view.resource)
  const show = useDocumentText()
  return (
    <div className="grid gap-4">
      <Outcome outcome={view.outcome}>{formatOutcome(view, show)}</Outcome>
      <Facts>
        <ClaimFact name="Verifier" claim={view.verifier} />
        <ClaimFact name="Verified" claim={view.verifiedAt} />
        <Fact name="Resource">
          {resource === null ? (
            <ClaimText claim={view.resource} />
          ) : (
            <span className="flex flex-wrap items-baseline gap-x-2.5">
              <span className="min-w-0 [overflow-wrap:anywhere]">
                <HostileText text={resource} />
              </span>
              <ImageMatchPill named={resource} image={context} />
            </span>
          )}
        </Fact>
        <Fact name="Policy">{view.policy === null ? <NotStated /> : <ResourceLine resource={view.policy} />}</Fact>
        <Fact name="Verified levels">
          {view.levels.items.length === 0 ? (
            <ClaimText claim={view.levels.unreadable === null ? null : { unreadable: view.levels.unreadable }} />
          ) : (
            <>
              <span className="flex flex-wrap gap-1.5">
                {view.levels.items.map((level, index) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: a predicate may repeat itself.
                  <Pill key={index}>{show(level, 200)}</Pill>
                ))}
              </span>
              <ListedNote listed={view.levels} />
            </>
          )}
        </Fact>
        <ClaimFact name="SLSA version" claim={view.slsaVersion} optional />
      </Facts>
      <div className="grid gap-1">
        <UnfoldResources label="Attestations that it had before it" resources={view.inputs} />
        <UnfoldFields label="Levels of dependencies" fields={view.dependencyLevels} />
        <UnfoldFields label="Versions of the verifier" fields={view.verifierVersions} />
      </div>
    </div>
  )
}

type Show = ReturnType<typeof useDocumentText>

function formatOutcome({ outcome, result, verifier }: View, show: Show): string {
  const who = show(statedOf(verifier) ?? 'A verifier that is not named', 300)
  switch (outcome) {
    case 'passed':
      return `${who} says that it passed`
    case 'failed':
      return `${who} says that it failed`
    case null:
      return result === null
        ? `${who} lists what it verified, and states no result`
        : `The result is neither PASSED nor FAILED, so nothing follows from it`
  }
}
