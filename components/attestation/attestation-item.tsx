import { ChevronDown, ChevronUp, Download } from 'lucide-react'
import { lazy, Suspense } from 'react'
import { EvidenceItem } from '#components/signature/evidence-item.tsx'
import { buttonClass } from '#components/ui/button.tsx'
import { Skeleton } from '#components/ui/skeleton.tsx'
import { Time } from '#components/ui/time.tsx'
import { UrlLink } from '#components/url/url-link.tsx'
import type { AttestationDto } from '#lib/api/contract/verdict.ts'
import { formatPredicateType } from '#lib/format/predicate.ts'
import { visibleText } from '#lib/format/visible-text.ts'
import { evidencePath } from '#lib/queries/attestations.ts'
import { attestedAt } from './attestation-order.ts'
import { Fact, Facts } from './facts.tsx'
import { PredicateSummary } from './predicate-summary.tsx'
import { RawEvidence } from './raw-evidence.tsx'
import { StatementSubjects } from './statement-subjects.tsx'
import type { ViewContext } from './views/predicate-view.tsx'

// Arrives with the first attestation that is looked into.
const AttestationDetails = lazy(() => import('./attestation-details.tsx'))

type AttestationItemProps = {
  readonly context: ViewContext
  readonly isOpen: boolean
  /** What an item is called in the address; null closes the one that is open. */
  readonly onlyOne: boolean
}

/** One attestation: who says it, what it says in named fields, and the whole of it as stored. */
export function AttestationItem({ context, isOpen, onlyOne }: AttestationItemProps) {
  const { attestation, repository } = context
  const { predicateType, state, digest } = attestation
  const name = formatPredicateType(predicateType)
  const canOpen = predicateType !== null
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
      <div className="mt-1.5">
        <Facts>
          <Fact name="Predicate type">
            <code className="[overflow-wrap:anywhere]">{visibleText(predicateType ?? 'unreadable')}</code>
            {state !== 'verified' && canOpen && <span className="text-soft"> (claimed)</span>}
          </Fact>
          <MadeAt attestation={attestation} />
          {!isOpen && <ShortFacts context={context} />}
        </Facts>
      </div>
      {isOpen && canOpen && (
        <Suspense fallback={<Skeleton className="mt-3 h-48 w-full" />}>
          <AttestationDetails context={context} />
        </Suspense>
      )}
      <div className="mt-3 flex flex-wrap items-start gap-x-5 gap-y-2">
        {canOpen && !onlyOne && <Opener digest={digest} isOpen={isOpen} name={name} />}
        <a href={evidencePath(digest, repository)} download className={`no-print ${buttonClass({ size: 's' })}`}>
          <Download aria-hidden="true" size={13} />
          Download as stored
        </a>
        {canOpen && (
          <>
            <RawEvidence label="Statement" digest={digest} repository={repository} part="statement" />
            <RawEvidence label="Predicate" digest={digest} repository={repository} part="predicate" />
          </>
        )}
      </div>
    </EvidenceItem>
  )
}

function Opener({
  digest,
  isOpen,
  name,
}: {
  readonly digest: string
  readonly isOpen: boolean
  readonly name: string
}) {
  const Icon = isOpen ? ChevronUp : ChevronDown
  return (
    <UrlLink
      changes={{ item: isOpen ? null : digest, q: null, severity: null, fix: null, status: null }}
      step
      aria-expanded={isOpen}
      className={`no-print ${buttonClass({ size: 's', look: isOpen ? 'plain' : 'first' })}`}
    >
      <Icon aria-hidden="true" size={13} />
      {isOpen ? 'Close' : 'Read it'}
      <span className="sr-only">: {visibleText(name)}</span>
    </UrlLink>
  )
}

function MadeAt({ attestation }: { readonly attestation: AttestationDto }) {
  const made = attestedAt(attestation)
  if (made === null) return null
  return (
    <Fact name="Attested">
      <Time at={made.at} />
      <span className="text-soft">{made.isProven ? ' (proven)' : ', as it says'}</span>
    </Fact>
  )
}

/** What fits in a few lines, until somebody reads on. */
function ShortFacts({ context }: { readonly context: ViewContext }) {
  const { attestation, digest } = context
  const { statementSubjects, summary, inherited, subject } = attestation
  return (
    <>
      <Fact name="Speaks of">
        <StatementSubjects
          subjects={statementSubjects.slice(0, 3)}
          total={statementSubjects.length}
          digest={digest}
          indexDigest={inherited ? subject : null}
        />
      </Fact>
      {summary !== null && (
        <Fact name="It says">
          <PredicateSummary summary={withoutKind(summary)} />
        </Fact>
      )}
    </>
  )
}

// The heading and the time beside say these already.
function withoutKind({ kind: _, createdAt: __, ...fields }: NonNullable<AttestationDto['summary']>) {
  return fields
}
