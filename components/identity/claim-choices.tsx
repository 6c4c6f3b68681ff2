import { Choice } from '#components/ui/field.tsx'
import { formatClaim } from '#lib/format/claim.ts'
import { visibleText } from '#lib/format/visible-text.ts'
import type { IdentityDraft } from './identity-draft.ts'

type ClaimChoicesProps = {
  readonly claims: Readonly<Record<string, string>>
  readonly draft: IdentityDraft
  readonly onChange: (draft: IdentityDraft) => void
}

// Those that differ with every run would make a rule for one image.
const lasting = [
  'sourceRepositoryURI',
  'sourceRepositoryIdentifier',
  'sourceRepositoryOwnerURI',
  'sourceRepositoryOwnerIdentifier',
  'sourceRepositoryRef',
  'sourceRepositoryVisibilityAtSigning',
  'buildTrigger',
  'runnerEnvironment',
  'githubWorkflowRepository',
  'githubWorkflowRef',
  'githubWorkflowTrigger',
  'githubWorkflowName',
]

/** Claims of the observed certificate that the rule may ask for as well. */
export function ClaimChoices({ claims, draft, onChange }: ClaimChoicesProps) {
  const offered = lasting.flatMap((claim) => {
    const value = Object.hasOwn(claims, claim) ? claims[claim] : undefined
    return value === undefined ? [] : [{ claim, value }]
  })
  if (offered.length === 0) return null
  const toggle = (claim: string, value: string, checked: boolean) => {
    const { [claim]: _, ...others } = draft.claims
    onChange({ ...draft, claims: checked ? { ...others, [claim]: value } : others })
  }
  return (
    <details className="rounded-control border border-line px-3 py-2">
      <summary className="fold text-sm font-medium">
        Ask for more than the name ({Object.keys(draft.claims).length} chosen)
      </summary>
      <div className="mt-2 space-y-2">
        {offered.map(({ claim, value }) => (
          <Choice
            key={claim}
            type="checkbox"
            label={formatClaim(claim)}
            hint={visibleText(value)}
            checked={Object.hasOwn(draft.claims, claim)}
            onChange={(checked) => toggle(claim, value, checked)}
          />
        ))}
      </div>
    </details>
  )
}
