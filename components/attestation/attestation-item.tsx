import { Download } from 'lucide-react'
import { EvidenceItem } from '#components/signature/evidence-item.tsx'
import { buttonClass } from '#components/ui/button.tsx'
import type { AttestationDto } from '#lib/api/contract/verdict.ts'
import { formatPredicateType } from '#lib/format/predicate.ts'
import { visibleText } from '#lib/format/visible-text.ts'
import { evidencePartQuery, evidencePath } from '#lib/queries/attestations.ts'
import { PredicateSummary } from './predicate-summary.tsx'
import { RawJson } from './raw-json.tsx'
import { StatementSubjects } from './statement-subjects.tsx'

type AttestationItemProps = {
  readonly attestation: AttestationDto
  readonly repository: string
  /** Of the image that is looked at. */
  readonly digest: string
}

/** One attestation: who says it, what it says in named fields, and the whole of it as stored. */
export function AttestationItem({ attestation, repository, digest }: AttestationItemProps) {
  const { predicateType, statementSubjects, summary, state } = attestation
  const name = formatPredicateType(predicateType)
  return (
    <EvidenceItem
      evidence={attestation}
      open={false}
      title={
        <>
          <h3 className="min-w-0 font-semibold [overflow-wrap:anywhere]">{visibleText(name)}</h3>
          <span className="text-soft">{attestation.signer === null ? '·' : 'by'}</span>
        </>
      }
    >
      <dl className="mt-2 grid gap-x-4 gap-y-1.5 sm:grid-cols-[8rem_minmax(0,1fr)]">
        <dt className="text-soft">Predicate type</dt>
        <dd>
          <code className="[overflow-wrap:anywhere]">{visibleText(predicateType ?? 'unreadable')}</code>
          {state !== 'verified' && predicateType !== null && <span className="text-soft"> (claimed)</span>}
        </dd>
        <dt className="text-soft">Speaks of</dt>
        <dd className="min-w-0">
          <StatementSubjects subjects={statementSubjects} digest={digest} />
        </dd>
        {summary !== null && (
          <>
            <dt className="text-soft">It says</dt>
            <dd className="min-w-0">
              <PredicateSummary summary={withoutKind(summary)} />
            </dd>
          </>
        )}
      </dl>
      <div className="mt-3 flex flex-wrap items-start gap-x-5 gap-y-2">
        <a
          href={evidencePath(attestation.digest, repository)}
          download
          className={`no-print ${buttonClass({ size: 's' })}`}
        >
          <Download aria-hidden="true" size={13} />
          Download as stored
        </a>
        {predicateType !== null && (
          <>
            <RawJson label="Statement" options={evidencePartQuery(attestation.digest, repository, 'statement')} />
            <RawJson label="Predicate" options={evidencePartQuery(attestation.digest, repository, 'predicate')} />
          </>
        )}
      </div>
    </EvidenceItem>
  )
}

// The heading says it already.
function withoutKind({ kind: _, ...fields }: NonNullable<AttestationDto['summary']>) {
  return fields
}
