import type { ReactNode } from 'react'
import { ExternalLink } from '#components/ui/external-link.tsx'
import { Time } from '#components/ui/time.tsx'
import type { AttestationDto } from '#lib/api/contract/verdict.ts'
import { safeLink } from '#lib/format/safe-link.ts'
import { identifyTime } from '#lib/format/time.ts'
import { visibleText } from '#lib/format/visible-text.ts'

const maxDepth = 3
const maxItems = 12

/** The predicate's named fields, as its author wrote them. Everything here is claimed: text only, links only to http(s). */
export function PredicateSummary({ summary }: { readonly summary: NonNullable<AttestationDto['summary']> }) {
  return <Fields fields={summary} depth={0} />
}

function Fields({ fields, depth }: { readonly fields: Readonly<Record<string, unknown>>; readonly depth: number }) {
  const entries = Object.entries(fields).filter(([, value]) => value !== null && value !== undefined && value !== '')
  if (entries.length === 0) return <span className="text-soft">Not stated</span>
  return (
    <dl className="grid gap-x-4 gap-y-1 sm:grid-cols-[minmax(7rem,auto)_minmax(0,1fr)]">
      {entries.map(([name, value]) => (
        <div key={name} className="contents">
          <dt className="text-soft [overflow-wrap:anywhere]">{visibleText(name)}</dt>
          <dd className="min-w-0 [overflow-wrap:anywhere] max-sm:mb-1.5">
            <Value value={value} depth={depth} />
          </dd>
        </div>
      ))}
    </dl>
  )
}

function Value({ value, depth }: { readonly value: unknown; readonly depth: number }): ReactNode {
  if (typeof value === 'string') return <Text text={value} />
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  if (value === null || value === undefined) return <span className="text-soft">Not stated</span>
  if (depth >= maxDepth) return <span className="text-soft">See the raw JSON.</span>
  if (Array.isArray(value)) return <Items items={value} depth={depth} />
  return <Fields fields={value as Readonly<Record<string, unknown>>} depth={depth + 1} />
}

function Items({ items, depth }: { readonly items: readonly unknown[]; readonly depth: number }) {
  if (items.length === 0) return <span className="text-soft">None</span>
  return (
    <ul className="grid gap-1">
      {items.slice(0, maxItems).map((item, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: what a predicate lists may repeat itself.
        <li key={index}>
          <Value value={item} depth={depth + 1} />
        </li>
      ))}
      {items.length > maxItems && <li className="text-soft">and {items.length - maxItems} more, in the raw JSON</li>}
    </ul>
  )
}

function Text({ text }: { readonly text: string }) {
  if (identifyTime(text) !== null) return <Time at={text} />
  const link = safeLink(text)
  const shown = visibleText(text)
  if (link === null) return shown
  return <ExternalLink href={link.href}>{shown}</ExternalLink>
}
