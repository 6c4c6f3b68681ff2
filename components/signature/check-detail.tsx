import { Digest } from '#components/ui/digest.tsx'
import type { CheckDto } from '#lib/api/contract/verdict.ts'
import { visibleText } from '#lib/format/visible-text.ts'
import { isDigest } from '#lib/oci/digest.ts'

// Names for machines, of no use to compare by eye.
const hidden = new Set(['ruleId', 'rootId'])

/** The values that a check compared or measured, each under the name that the specification gives it. */
export function CheckDetail({ check }: { readonly check: CheckDto }) {
  const entries = Object.entries(check.detail).filter(
    ([name, value]) =>
      value !== null && value !== '' && !hidden.has(name) && !(name === 'keyState' && value === 'active'),
  )
  if (entries.length === 0) return null
  return (
    <dl className="font-mono text-xs leading-relaxed text-soft">
      {entries.map(([name, value]) => (
        <div key={name} className="[overflow-wrap:anywhere]">
          <dt className="inline">{name} = </dt>
          <dd className="inline">
            <Value value={value} />
          </dd>
        </div>
      ))}
    </dl>
  )
}

function Value({ value }: { readonly value: CheckDto['detail'][string] | undefined }) {
  const text = String(value)
  return isDigest(text) ? <Digest digest={text} ends={8} /> : visibleText(text)
}
