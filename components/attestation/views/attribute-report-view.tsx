import type { Attribute, AttributeReportView as View } from '#lib/attestation/predicates/parse-attribute-report.ts'
import { ClaimText } from '../claim-text.tsx'
import { Fact, Facts } from '../facts.tsx'
import { FieldList } from '../field-list.tsx'
import { ListedNote } from '../listed-note.tsx'
import { ResourceLine } from '../resource-list.tsx'
import { ShowMore } from '../show-more.tsx'

/** Properties, each with what it is about and what is named as evidence for it. */
export default function AttributeReportView({ view }: { readonly view: View }) {
  return (
    <div className="grid gap-3">
      {view.producer !== null && (
        <Facts>
          <Fact name="Producer">
            <ResourceLine resource={view.producer} />
          </Fact>
        </Facts>
      )}
      <ShowMore
        items={view.attributes.items}
        step={30}
        label="Attributes"
        className="divide-y divide-line rounded-control border border-line"
      >
        {(attribute) => <AttributeRow attribute={attribute} />}
      </ShowMore>
      {view.attributes.total === 0 && view.attributes.unreadable === null && <p>It lists no attribute.</p>}
      <ListedNote listed={view.attributes} />
    </div>
  )
}

function AttributeRow({ attribute }: { readonly attribute: Attribute }) {
  return (
    <div className="px-3.5 py-2.5">
      <p className="font-semibold [overflow-wrap:anywhere]">
        <ClaimText claim={attribute.attribute} />
      </p>
      <div className="mt-1 text-sm">
        <Facts>
          {attribute.target !== null && (
            <Fact name="Of">
              <ResourceLine resource={attribute.target} />
            </Fact>
          )}
          {attribute.conditions.total > 0 && (
            <Fact name="When">
              <FieldList fields={attribute.conditions} />
            </Fact>
          )}
          <Fact name="Evidence">
            {attribute.evidence === null ? (
              <span className="text-soft">None named: the signer’s word alone</span>
            ) : (
              <ResourceLine resource={attribute.evidence} />
            )}
          </Fact>
        </Facts>
      </div>
    </div>
  )
}
