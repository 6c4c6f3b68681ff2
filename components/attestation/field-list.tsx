import { useDocumentText } from '#components/ui/secrets.tsx'
import type { Field, Listed } from '#lib/attestation/predicates/claim.ts'
import { HostileText } from './claim-text.tsx'
import { ListedNote } from './listed-note.tsx'
import { Unfold } from './unfold.tsx'

/** Values by their places, as the author arranged them. */
export function FieldList({ fields }: { readonly fields: Listed<Field> }) {
  const show = useDocumentText()
  return (
    <>
      {fields.items.length > 0 && (
        <dl className="grid gap-x-4 gap-y-1 text-sm sm:grid-cols-[fit-content(18rem)_minmax(0,1fr)]">
          {fields.items.map(({ name, value }, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: two places may bear the same name.
            <div key={index} className="contents">
              <dt className="text-soft [overflow-wrap:anywhere]">
                {name === '' ? 'value' : <code className="text-[1em]">{show(name)}</code>}
              </dt>
              <dd className="min-w-0 [overflow-wrap:anywhere] max-sm:mb-1.5">
                {value === '' ? <span className="text-soft">empty</span> : <HostileText text={value} />}
              </dd>
            </div>
          ))}
        </dl>
      )}
      <ListedNote listed={fields} />
    </>
  )
}

/** The same behind a word, left out when there is nothing. */
export function UnfoldFields({
  label,
  fields,
  open = false,
}: {
  label: string
  fields: Listed<Field>
  open?: boolean
}) {
  if (fields.total === 0 && fields.unreadable === null) return null
  return (
    <Unfold label={label} count={fields.total} open={open}>
      <FieldList fields={fields} />
    </Unfold>
  )
}
