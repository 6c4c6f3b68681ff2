'use client'

import { ChevronUp, Download } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { summariseChecks } from '#components/signature/checks-summary.ts'
import { EvidenceFrame } from '#components/signature/evidence-frame.tsx'
import { LateSignerOffer } from '#components/signature/late-signer-offer.tsx'
import { stateLook } from '#components/state/state-look.ts'
import { buttonClass } from '#components/ui/button.tsx'
import { useDocumentText } from '#components/ui/secrets.tsx'
import { Skeleton } from '#components/ui/skeleton.tsx'
import { Time } from '#components/ui/time.tsx'
import { UrlLink } from '#components/url/url-link.tsx'
import type { AttestationDto } from '#lib/api/contract/verdict.ts'
import { evidencePath } from '#lib/queries/attestations.ts'
import { attestationName } from './attestation-name.ts'
import { attestedAt } from './attestation-order.ts'
import { freshItem } from './attestation-row.tsx'
import { Fact, Facts } from './facts.tsx'
import { LateDetails } from './late-details.tsx'
import { RawEvidence } from './raw-evidence.tsx'
import type { ViewContext } from './views/predicate-view.tsx'

// Each arrives when it is looked at.
const EvidenceChecks = lazy(() => import('#components/signature/evidence-checks.tsx'))
const AttestationDetails = lazy(() => import('./attestation-details.tsx'))

type AttestationItemProps = {
  readonly context: ViewContext
  /** Off where there is nothing else to look at. */
  readonly canClose: boolean
}

/** One attestation that is looked into: who says it, all that it says in named fields, and the whole of it as stored. */
export function AttestationItem({ context, canClose }: AttestationItemProps) {
  const { attestation, repository } = context
  const { predicateType, state, digest } = attestation
  const isReadable = predicateType !== null
  const show = useDocumentText()
  return (
    <EvidenceFrame
      evidence={attestation}
      title={
        <>
          <h4 className="sr-only">{show(attestationName(attestation))}</h4>
          <span>{stateLook[state].sentence}:</span>
        </>
      }
    >
      <LateSignerOffer evidence={attestation} repository={repository} />
      <div className="mt-2.5">
        <Facts>
          <Fact name="Predicate type">
            <code className="[overflow-wrap:anywhere]">{show(predicateType ?? 'unreadable')}</code>
            {state !== 'verified' && isReadable && <span className="text-soft"> (claimed)</span>}
          </Fact>
          <MadeAt attestation={attestation} />
        </Facts>
      </div>
      {isReadable && (
        <Suspense fallback={<Skeleton className="mt-3 h-48 w-full" />}>
          <AttestationDetails context={context} />
        </Suspense>
      )}
      <div className="mt-3 flex flex-wrap items-start gap-x-5 gap-y-2">
        <a href={evidencePath(digest, repository)} download className={`no-print ${buttonClass({ size: 's' })}`}>
          <Download aria-hidden="true" size={13} />
          Download as stored
        </a>
        {isReadable && (
          <>
            <RawEvidence label="Statement" digest={digest} repository={repository} part="statement" />
            <RawEvidence label="Predicate" digest={digest} repository={repository} part="predicate" />
          </>
        )}
        {canClose && (
          <UrlLink
            changes={{ ...freshItem, item: null }}
            className={`no-print ml-auto ${buttonClass({ size: 's', look: 'quiet' })}`}
          >
            <ChevronUp aria-hidden="true" size={13} />
            Close
          </UrlLink>
        )}
      </div>
      <Checks attestation={attestation} />
    </EvidenceFrame>
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

function Checks({ attestation }: { readonly attestation: AttestationDto }) {
  const [opened, setOpened] = useState(false)
  return (
    <LateDetails label={summariseChecks(attestation.checks)} onOpen={() => setOpened(true)}>
      {opened && (
        <Suspense fallback={<Skeleton className="mt-2 h-40 w-full" />}>
          <EvidenceChecks evidence={attestation} showCommand />
        </Suspense>
      )}
    </LateDetails>
  )
}
