import { visibleText } from '#lib/format/visible-text.ts'

type AnnotationsProps = { readonly annotations: Readonly<Record<string, string>>; readonly label: string }

/** Key and value pairs as a row of a description list. Text from the image: shown as text only. */
export function Annotations({ annotations, label }: AnnotationsProps) {
  const entries = Object.entries(annotations)
  if (entries.length === 0) return null
  return (
    <>
      <dt className="text-soft">{label}</dt>
      <dd>
        <ul className="font-mono text-xs leading-relaxed">
          {entries.map(([name, value]) => (
            <li key={name} className="[overflow-wrap:anywhere]">
              {visibleText(name)} = {visibleText(value)}
            </li>
          ))}
        </ul>
      </dd>
    </>
  )
}
