'use client'

import { useMemo } from 'react'
import { ExternalLink } from '#components/ui/external-link.tsx'
import { Pill } from '#components/ui/pill.tsx'
import { useDocumentText } from '#components/ui/secrets.tsx'
import { UrlLink } from '#components/url/url-link.tsx'
import { useUrlParams } from '#components/url/use-url-params.ts'
import {
  type VexStatement,
  type VexStatus,
  type VexView as View,
  vexStatuses,
} from '#lib/attestation/predicates/vex.ts'
import { formatCount } from '#lib/format/size.ts'
import { ClaimText, HostileText } from '../claim-text.tsx'
import { ClaimFact, Fact, Facts } from '../facts.tsx'
import { ImageMatchPill } from '../image-match.tsx'
import { ListedNote } from '../listed-note.tsx'
import { ShowMore } from '../show-more.tsx'
import { useClaimedLink } from '../use-claimed-link.ts'
import type { ViewContext } from './predicate-view.tsx'

const statusWords: Readonly<Record<VexStatus, string>> = {
  affected: 'Affected',
  under_investigation: 'Under investigation',
  not_affected: 'Not affected',
  fixed: 'Fixed',
}
const formatStatus = (status: VexStatus | null): string => (status === null ? 'No status' : statusWords[status])

/** What somebody judges of vulnerabilities, statement by statement, and whether it is about this image. */
export default function VexView({ view, context }: { readonly view: View; readonly context: ViewContext }) {
  const selected = useUrlParams().get('status')
  const shown = useMemo(
    () => view.statements.items.filter(({ status }) => selected === null || (status ?? 'none') === selected),
    [view, selected],
  )
  return (
    <div className="grid gap-4">
      <Facts>
        <ClaimFact name="Author" claim={view.author} />
        <ClaimFact name="Role" claim={view.role} optional />
        <ClaimFact name="Written" claim={view.createdAt} />
        <ClaimFact name="Last changed" claim={view.updatedAt} optional />
        <ClaimFact name="Document" claim={view.id} />
        <ClaimFact name="Revision" claim={view.version} optional />
        <Fact name="Format">
          {view.format}
          {view.specVersion !== null && (
            <>
              {' · '}
              <ClaimText claim={view.specVersion} />
            </>
          )}
        </Fact>
        <ClaimFact name="Made with" claim={view.tool} optional />
      </Facts>
      {view.statements.total === 0 ? (
        <p>It holds no statement{view.statements.unreadable === null ? '.' : ' that can be read.'}</p>
      ) : (
        <section aria-label="Statements" className="min-w-0">
          <StatusFilter counts={view.counts} selected={selected} />
          <ShowMore
            items={shown}
            step={30}
            label="Statements about vulnerabilities"
            className="mt-3 divide-y divide-line rounded-control border border-line"
          >
            {(statement) => <Statement statement={statement} context={context} format={view.format} />}
          </ShowMore>
        </section>
      )}
      <ListedNote listed={view.statements} />
    </div>
  )
}

function StatusFilter({ counts, selected }: { readonly counts: View['counts']; readonly selected: string | null }) {
  const known = [...vexStatuses, null].flatMap((status) => counts.filter((one) => one.status === status))
  return (
    <ul aria-label="Statements by status" className="flex flex-wrap gap-2">
      {known.map(({ status, count }) => {
        const name = status ?? 'none'
        return (
          <li key={name}>
            <UrlLink
              changes={{ status: selected === name ? null : name }}
              aria-current={selected === name ? 'true' : undefined}
              className="flex min-w-18 flex-col rounded-control border border-line px-3 py-1.5 leading-tight hover:border-edge aria-[current=true]:border-ink aria-[current=true]:bg-sunken"
            >
              <span className="num text-lg font-semibold">{formatCount(count)}</span>
              <span className="text-xs text-soft">{formatStatus(status)}</span>
            </UrlLink>
          </li>
        )
      })}
    </ul>
  )
}

type StatementProps = {
  readonly statement: VexStatement
  readonly context: ViewContext
  readonly format: View['format']
}

function Statement({ statement, context, format }: StatementProps) {
  const { vulnerability, aliases, status, statedStatus, justification, impact, action, notes, statedAt, link } =
    statement
  const show = useDocumentText()
  const target = useClaimedLink(link)
  const name = vulnerability === null ? 'A vulnerability without a name' : show(vulnerability, 200)
  return (
    <div data-status={status ?? 'none'} className="px-3.5 py-2.5">
      <div className="flex flex-wrap items-baseline gap-x-2.5 gap-y-1">
        <span className="min-w-0 font-semibold [overflow-wrap:anywhere]">
          {target === null ? (
            name
          ) : (
            <ExternalLink href={target.href}>
              <span title={target.host}>{name}</span>
            </ExternalLink>
          )}
        </span>
        {aliases.length > 0 && (
          <span className="text-sm text-soft [overflow-wrap:anywhere]">
            {aliases.map((alias) => show(alias, 100)).join(', ')}
          </span>
        )}
        <Pill>
          {formatStatus(status)}
          {status !== null && statedStatus !== status && typeof statedStatus === 'string' && (
            <> ({show(statedStatus, 50)})</>
          )}
        </Pill>
        {status === null && statedStatus !== null && (
          <span className="text-sm">
            <ClaimText claim={statedStatus} />
          </span>
        )}
      </div>
      <div className="mt-1.5 text-sm">
        <Facts>
          <ClaimFact name="Why" claim={justification} optional={status !== 'not_affected'} />
          <ClaimFact name={format === 'OpenVEX' ? 'Impact' : 'Detail'} claim={impact} optional />
          <ClaimFact name="What to do" claim={action} optional={status !== 'affected'} />
          <ClaimFact name="Notes" claim={notes} optional />
          <ClaimFact name="Stated" claim={statedAt} optional />
          <Fact name="Speaks of">
            <Products statement={statement} context={context} />
          </Fact>
        </Facts>
      </div>
    </div>
  )
}

function Products({ statement, context }: Pick<StatementProps, 'statement' | 'context'>) {
  const { products } = statement
  const show = useDocumentText()
  if (products.total === 0 && products.unreadable === null) {
    return <span>No product of its own: it speaks of the subjects of the whole statement.</span>
  }
  return (
    <>
      <ShowMore items={products.items} step={10} label="Products" className="grid gap-1">
        {({ id, digests, parts }) => (
          <>
            <span className="flex flex-wrap items-baseline gap-x-2.5">
              <span className="min-w-0 [overflow-wrap:anywhere]">
                {id === '' ? <span className="text-soft">A product without a name</span> : <HostileText text={id} />}
              </span>
              <ImageMatchPill named={id} digests={digests} image={context} />
            </span>
            {parts.items.length > 0 && (
              <span className="block text-xs text-soft [overflow-wrap:anywhere]">
                in it: {parts.items.map((part) => show(part, 300)).join(', ')}
                {parts.total > parts.items.length && ' …'}
              </span>
            )}
          </>
        )}
      </ShowMore>
      <ListedNote listed={products} />
    </>
  )
}
