import type { UnknownView as View } from '#lib/attestation/predicates/parse-unknown.ts'
import { FieldList } from '../field-list.tsx'
import { PlainText } from './plain-text.tsx'

/** A predicate of a type that this version does not know: what stands where, and nothing more. */
export default function UnknownView({ view }: { readonly view: View }) {
  return (
    <div className="grid gap-3">
      <p className="text-soft">
        This version has no view of its own for the type. What follows is its content, place by place, not interpreted.
      </p>
      {view.shape === 'nothing' ? (
        <p>The statement has no predicate: it says no more than its type.</p>
      ) : view.text !== null ? (
        <PlainText text={view.text} />
      ) : view.fields.total === 0 ? (
        <p>The predicate is empty.</p>
      ) : (
        <FieldList fields={view.fields} />
      )}
    </div>
  )
}
