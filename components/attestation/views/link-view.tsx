import { useDocumentText } from '#components/ui/secrets.tsx'
import type { LinkView as View } from '#lib/attestation/predicates/parse-link.ts'
import { NotStated } from '../claim-text.tsx'
import { ClaimFact, Fact, Facts } from '../facts.tsx'
import { UnfoldFields } from '../field-list.tsx'
import { ListedNote } from '../listed-note.tsx'
import { UnfoldResources } from '../resource-list.tsx'

/** One step of a supply chain: what ran, what went in, what came out. */
export default function LinkView({ view }: { readonly view: View }) {
  const show = useDocumentText()
  return (
    <div className="grid gap-3">
      <Facts>
        <ClaimFact name="Step" claim={view.name} />
        <Fact name="Command">
          {view.command.items.length === 0 && view.command.unreadable === null ? (
            <NotStated />
          ) : (
            <>
              <code>{view.command.items.map((word) => show(word, 500)).join(' ')}</code>
              <ListedNote listed={view.command} />
            </>
          )}
        </Fact>
      </Facts>
      <div className="grid gap-1">
        <UnfoldResources label="Materials, before" resources={view.materials} />
        <UnfoldResources label="Products, after" resources={view.products} />
        <UnfoldFields label="By-products" fields={view.byproducts} />
        <UnfoldFields label="Environment" fields={view.environment} />
      </div>
    </div>
  )
}
