import { statedOf } from '#lib/attestation/predicates/claim.ts'
import type { CustomView as View } from '#lib/attestation/predicates/parse-custom.ts'
import { formatCount } from '#lib/format/size.ts'
import { ClaimText } from '../claim-text.tsx'
import { ClaimFact, Fact, Facts } from '../facts.tsx'
import { FieldList } from '../field-list.tsx'
import { Unfold } from '../unfold.tsx'
import { PlainText } from './plain-text.tsx'

/** A text that somebody attested, and its fields where the text is JSON. */
export default function CustomView({ view }: { readonly view: View }) {
  const text = statedOf(view.text)
  return (
    <div className="grid gap-3">
      <Facts>
        <ClaimFact name="Attested" claim={view.createdAt} />
        {text === null && (
          <Fact name="Text">
            <ClaimText claim={view.text} />
          </Fact>
        )}
      </Facts>
      {view.fields !== null && <FieldList fields={view.fields} />}
      {text !== null && (
        <Unfold label={`The text as it stands, ${formatCount(view.characters)} characters`} open={view.fields === null}>
          <PlainText text={text} />
        </Unfold>
      )}
    </div>
  )
}
