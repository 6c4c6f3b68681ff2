'use client'

import { useQuery } from '@tanstack/react-query'
import { Archive, Landmark, OctagonX, Plus, TriangleAlert } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { Button } from '#components/ui/button.tsx'
import { Digest } from '#components/ui/digest.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { ErrorPanel } from '#components/ui/error-panel.tsx'
import { Panel } from '#components/ui/panel.tsx'
import { Pill } from '#components/ui/pill.tsx'
import { SkeletonRows } from '#components/ui/skeleton.tsx'
import type { CertificateDto } from '#lib/api/contract/certificates.ts'
import type { RuleDto } from '#lib/api/contract/trust.ts'
import { countOf } from '#lib/format/size.ts'
import { formatExactTime } from '#lib/format/time.ts'
import { visibleText } from '#lib/format/visible-text.ts'
import { certificatesQuery } from '#lib/queries/certificates.ts'
import { rulesQuery } from '#lib/queries/rules.ts'
import { CertificateActions } from './certificate-actions.tsx'
import { CertificateRules } from './certificate-rules.tsx'
import { certificateStateWords, formatCertificateName, storeWords } from './certificate-words.ts'

const AddCertificatesDialog = lazy(() => import('./add-certificates-dialog.tsx'))

/** The authorities that are trusted: of Notary Project signatures, and of cosign with certificates of one's own. */
export function CertificatesPanel({ onDone }: { readonly onDone: (message: string) => void }) {
  const certificates = useQuery(certificatesQuery())
  const rules = useQuery(rulesQuery())
  const [isOpen, setOpen] = useState(false)
  const items = certificates.data?.items ?? []
  return (
    <Panel
      id="certificates"
      title="Authorities"
      aside={
        <span className="flex items-center gap-3">
          {items.length > 0 && countOf(items.length, 'certificate')}
          <Button size="s" onClick={() => setOpen(true)}>
            <Plus aria-hidden="true" size={13} />
            Add an authority
          </Button>
        </span>
      }
    >
      {certificates.isPending && <SkeletonRows rows={2} label="Loading the authorities" />}
      {certificates.isError && (
        <ErrorPanel
          error={certificates.error}
          onRetry={() => certificates.refetch()}
          retrying={certificates.isFetching}
        />
      )}
      {certificates.isSuccess && items.length === 0 && (
        <EmptyState title="No authority yet" icon={<Landmark aria-hidden="true" size={26} />}>
          Notation signs with certificates, and cosign can. Add the certificate of the authority that issued them, and
          say whom of its signers you trust.
        </EmptyState>
      )}
      <ul className="divide-y divide-line">
        {items.map((certificate) => (
          <CertificateRow key={certificate.fingerprint} certificate={certificate} rules={rules.data?.items ?? []} />
        ))}
      </ul>
      {isOpen && (
        <Suspense fallback={null}>
          <AddCertificatesDialog
            pem={null}
            onClose={() => setOpen(false)}
            onDone={(message) => {
              setOpen(false)
              onDone(message)
            }}
          />
        </Suspense>
      )}
    </Panel>
  )
}

const looks = {
  active: { Icon: Landmark, tone: 'text-ink' },
  retired: { Icon: Archive, tone: 'text-soft' },
  compromised: { Icon: OctagonX, tone: 'text-invalid' },
} as const

type RowProps = { readonly certificate: CertificateDto; readonly rules: readonly RuleDto[] }

function CertificateRow({ certificate, rules }: RowProps) {
  const { state, subject, issuer, stores, notBefore, notAfter, warning } = certificate
  const { Icon, tone } = looks[state]
  const own = rules.filter(({ id }) => certificate.rules.includes(id))
  return (
    <li className="flex flex-wrap gap-x-4 gap-y-1 px-4 py-3 sm:flex-nowrap">
      <span className={`inline-flex w-32 flex-none items-start gap-2 font-medium ${tone}`}>
        <Icon aria-hidden="true" size={16} className="mt-0.5" />
        {certificateStateWords[state]}
      </span>
      <div className="min-w-0 flex-1 basis-full sm:basis-0">
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <span className="min-w-0 font-semibold [overflow-wrap:anywhere]">
            {visibleText(formatCertificateName(certificate))}
          </span>
          {stores.map((store) => (
            <Pill key={store} title={storeWords[store].hint}>
              {storeWords[store].word}
            </Pill>
          ))}
          <Digest digest={certificate.fingerprint} label="fingerprint" ends={8} />
        </div>
        <p className="mt-0.5 text-xs text-soft [overflow-wrap:anywhere]">
          {visibleText(subject)}
          {issuer === subject ? '' : `, issued by ${visibleText(issuer)}`}
        </p>
        <p className="text-xs text-soft">
          valid from {day(notBefore)} to {day(notAfter)}
        </p>
        {warning !== null && (
          <p className="mt-0.5 flex items-start gap-1.5 text-sm text-untrusted">
            <TriangleAlert aria-hidden="true" size={14} className="mt-0.5 flex-none" />
            {warning}
          </p>
        )}
        <CertificateRules certificate={certificate} rules={own} />
      </div>
      <div className="flex-none">
        <CertificateActions certificate={certificate} />
      </div>
    </li>
  )
}

const day = (at: string): string => formatExactTime(at).slice(0, 10)
