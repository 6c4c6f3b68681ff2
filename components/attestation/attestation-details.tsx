'use client'

import { useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { ErrorPanel } from '#components/ui/error-panel.tsx'
import { LateSecretsNote } from '#components/ui/late-secrets-note.tsx'
import { SecretsShown } from '#components/ui/secrets.tsx'
import { Skeleton } from '#components/ui/skeleton.tsx'
import { hasSecrets } from '#lib/format/mask-secrets.ts'
import { attestationViewQuery } from '#lib/queries/attestations.ts'
import { Fact, Facts } from './facts.tsx'
import { LimitsNote } from './limits-note.tsx'
import { StatementSubjects } from './statement-subjects.tsx'
import { PredicateView, type ViewContext } from './views/predicate-view.tsx'

/** All that an attestation says, in named fields, with what it proves. */
export default function AttestationDetails({ context }: { readonly context: ViewContext }) {
  const { attestation, repository, digest } = context
  const view = useQuery(attestationViewQuery(attestation.digest, repository))
  const [isShown, setShown] = useState(false)
  const found = useMemo(() => hasSecrets(JSON.stringify(view.data ?? null)), [view.data])
  const indexDigest = attestation.inherited ? attestation.subject : null
  if (view.isError) {
    return <ErrorPanel error={view.error} onRetry={() => void view.refetch()} retrying={view.isFetching} />
  }
  if (view.data === undefined) return <Skeleton className="mt-3 h-48 w-full" />
  const { subjects, predicate, limits } = view.data
  return (
    <SecretsShown value={isShown}>
      <div className="mt-3 grid gap-4" data-limits={limits}>
        <LimitsNote attestation={attestation} limits={limits} />
        {found && <LateSecretsNote isShown={isShown} onToggle={() => setShown(!isShown)} />}
        <PredicateView view={predicate} context={context} />
        <Facts>
          <Fact name="Statement subjects">
            <StatementSubjects
              subjects={subjects.items}
              total={subjects.total}
              digest={digest}
              indexDigest={indexDigest}
            />
          </Fact>
        </Facts>
      </div>
    </SecretsShown>
  )
}
