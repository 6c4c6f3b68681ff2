import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import type { ReactNode } from 'react'
import { PageHeader } from '#components/layout/page-header.tsx'
import { Link } from '#components/ui/link.tsx'
import { Panel } from '#components/ui/panel.tsx'
import { errorCatalogue } from '#lib/errors/catalogue.ts'
import { errorCodes } from '#lib/errors/codes.ts'
import { verificationCodes } from '#lib/evidence/check.ts'
import { verificationCatalogue } from '#lib/evidence/verification-catalogue.ts'

type CodePageProps = { readonly params: Promise<{ readonly code: string }> }

type CodeText = { readonly kind: string; readonly title: string; readonly cause: string; readonly remedy: string }

/** A code of either catalogue; null for any other text. */
function findCode(text: string): CodeText | null {
  const code = errorCodes.find((one) => one === text)
  if (code !== undefined) {
    const entry = errorCatalogue[code]
    return { ...entry, kind: `A problem: something could not be done. HTTP status ${entry.status}.` }
  }
  const reason = verificationCodes.find((one) => one === text)
  if (reason === undefined) return null
  return { ...verificationCatalogue[reason], kind: 'A check: why evidence did not convince, or was not checked.' }
}

export async function generateMetadata({ params }: CodePageProps): Promise<Metadata> {
  const { code } = await params
  return { title: findCode(code)?.title ?? 'Nothing here' }
}

export default async function CodePage({ params }: CodePageProps) {
  const { code } = await params
  const text = findCode(code)
  if (text === null) notFound()
  return (
    <>
      <PageHeader
        crumbs={[{ label: 'Docs', href: '/docs' }, { label: 'Codes', href: '/docs/errors' }, { label: code }]}
        title={text.title}
        lead={text.kind}
      />
      <div className="max-w-3xl">
        <Panel>
          <dl className="divide-y divide-line">
            <Row term="Code">
              <code>{code}</code>
            </Row>
            <Row term="Cause">{text.cause}</Row>
            <Row term="What to do">{text.remedy}</Row>
          </dl>
        </Panel>
        <p className="mt-4 text-soft">
          What the states of images mean is said under{' '}
          <Link href="/docs/states" className="link">
            States
          </Link>
          .
        </p>
      </div>
    </>
  )
}

function Row({ term, children }: { readonly term: string; readonly children: ReactNode }) {
  return (
    <div className="grid gap-x-4 px-4 py-3 sm:grid-cols-[8rem_minmax(0,1fr)]">
      <dt className="text-soft">{term}</dt>
      <dd>{children}</dd>
    </div>
  )
}
