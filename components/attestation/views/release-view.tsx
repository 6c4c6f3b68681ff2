import type { ReleaseView as View } from '#lib/attestation/predicates/parse-release.ts'
import { ClaimFact, Facts } from '../facts.tsx'
import { UnfoldFields } from '../field-list.tsx'

/** To which release the subjects belong. */
export default function ReleaseView({ view }: { readonly view: View }) {
  return (
    <div className="grid gap-3">
      <Facts>
        <ClaimFact name="Package" claim={view.purl} />
        <ClaimFact name="Package id" claim={view.packageId} optional />
        <ClaimFact name="Repository" claim={view.repository} optional />
        <ClaimFact name="Tag" claim={view.tag} optional />
      </Facts>
      <UnfoldFields label="It also says" fields={view.others} open />
    </div>
  )
}
