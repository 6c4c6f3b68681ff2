import type { Metadata } from 'next'
import { PageHeader } from '#components/layout/page-header.tsx'
import { Link } from '#components/ui/link.tsx'
import { Panel } from '#components/ui/panel.tsx'
import { errorCatalogue } from '#lib/errors/catalogue.ts'
import { errorCodes } from '#lib/errors/codes.ts'
import { verificationCodes } from '#lib/evidence/check.ts'
import { verificationCatalogue } from '#lib/evidence/verification-catalogue.ts'

export const metadata: Metadata = { title: 'Codes' }

type CodeRow = { readonly code: string; readonly title: string; readonly note: string }

export default function CodesPage() {
  return (
    <>
      <PageHeader
        title="Codes"
        lead="Codes are added, never renamed, so scripts may rely on them. Each has its page with cause and remedy."
      />
      <div className="max-w-4xl space-y-6">
        <CodeTable
          id="problems"
          title="Problems"
          note="something could not be done"
          rows={errorCodes.map((code) => ({
            code,
            title: errorCatalogue[code].title,
            note: String(errorCatalogue[code].status),
          }))}
        />
        <CodeTable
          id="checks"
          title="Checks"
          note="why evidence did not convince, or was not checked"
          rows={verificationCodes.map((code) => ({ code, title: verificationCatalogue[code].title, note: '' }))}
        />
      </div>
    </>
  )
}

type CodeTableProps = {
  readonly id: string
  readonly title: string
  readonly note: string
  readonly rows: readonly CodeRow[]
}

function CodeTable({ id, title, note, rows }: CodeTableProps) {
  return (
    <Panel id={id} title={title} aside={note}>
      <ul className="divide-y divide-line">
        {rows.map((row) => (
          <li
            key={row.code}
            className="grid gap-x-4 px-4 py-1.5 hover:bg-sunken sm:grid-cols-[17rem_minmax(0,1fr)_auto]"
          >
            <Link href={`/docs/errors/${row.code}`} className="link [overflow-wrap:anywhere]">
              <code>{row.code}</code>
            </Link>
            <span>{row.title}</span>
            <span className="num text-soft">{row.note}</span>
          </li>
        ))}
      </ul>
    </Panel>
  )
}
