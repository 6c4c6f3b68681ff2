'use client'

import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Download, RotateCw } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { Button, buttonClass } from '#components/ui/button.tsx'
import { ErrorPanel } from '#components/ui/error-panel.tsx'
import { Link } from '#components/ui/link.tsx'
import { Panel, PanelBody } from '#components/ui/panel.tsx'
import { Pill } from '#components/ui/pill.tsx'
import { Time } from '#components/ui/time.tsx'
import { useOpened } from '#components/ui/use-opened.ts'
import type { Problem } from '#lib/api/contract/common.ts'
import type { TrustedRootDto } from '#lib/api/contract/trusted-roots.ts'
import { countOf } from '#lib/format/size.ts'
import { invalidateTrust } from '#lib/queries/client.ts'
import { rulesQuery } from '#lib/queries/rules.ts'
import { deleteTrustedRoot, refreshTrustedRoot, trustedRootDocumentPath } from '#lib/queries/trusted-roots.ts'
import { describeAge, describeOrigin, listParts } from './root-words.ts'
import { WindowPicture } from './window-picture.tsx'

const WindowTable = lazy(() => import('./window-table.tsx'))
const RenameRootDialog = lazy(() => import('./rename-root-dialog.tsx'))
const ConfirmDialog = lazy(() => import('../trust/confirm-dialog.tsx'))

type RootCardProps = { readonly root: TrustedRootDto; readonly nowMs: number }

/** One trusted root: how old it is, whom it holds and when they are valid, and what can be done with it. */
export function RootCard({ root, nowMs }: RootCardProps) {
  const [opened, setOpened] = useState<'rename' | 'remove' | null>(null)
  const { opened: hasTable, ...table } = useOpened()
  const refresh = useRefresh(root.id)
  const parts = listParts(root)
  return (
    <Panel
      id={root.id}
      title={
        <span className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
          <span className="[overflow-wrap:anywhere]">{root.name}</span>
          <span className="flex gap-2 font-normal">
            <Pill>{describeOrigin(root)}</Pill>
            {!root.inUse && <Pill>not used</Pill>}
          </span>
        </span>
      }
      aside={<Actions root={root} refresh={refresh} onOpen={setOpened} />}
    >
      <Facts root={root} />
      {refresh.error !== null && (
        <div className="border-t border-line">
          <ErrorPanel
            error={refresh.error}
            onRetry={refresh.start}
            retrying={refresh.isPending}
            meaning={root.inUse ? 'Verdicts go on with the copy that is here.' : undefined}
          />
        </div>
      )}
      {parts.length > 0 && (
        <>
          <PanelBody className="border-t border-line">
            <WindowPicture parts={parts} nowMs={nowMs} />
          </PanelBody>
          <details className="border-t border-line" {...table}>
            <summary className="fold px-4 py-2.5 text-sm text-soft hover:text-ink">
              As a table, with keys and fingerprints
            </summary>
            <Suspense fallback={null}>
              {hasTable && <WindowTable name={root.name} parts={parts} nowMs={nowMs} />}
            </Suspense>
          </details>
        </>
      )}
      <Suspense fallback={null}>
        {opened === 'rename' && <RenameRootDialog root={root} onClose={() => setOpened(null)} />}
        {opened === 'remove' && <RemoveRootDialog root={root} onClose={() => setOpened(null)} />}
      </Suspense>
    </Panel>
  )
}

function Facts({ root }: { readonly root: TrustedRootDto }) {
  const age = describeAge(root)
  return (
    <PanelBody>
      <p>
        {age.words}
        {age.at !== null && (
          <>
            {' '}
            <Time at={age.at} />
          </>
        )}
        {root.vouchedUntil !== null && root.inUse && (
          <span className="text-soft"> · vouched for until {root.vouchedUntil.slice(0, 10)}</span>
        )}
        {root.rules.length > 0 && <span className="text-soft"> · named by {countOf(root.rules.length, 'rule')}</span>}
      </p>
      {root.problems.map((problem, index) => (
        <ProblemLine
          key={`${problem.code} ${problem.detail}`}
          problem={problem}
          isRepeated={root.problems[index + 1]?.code === problem.code}
        />
      ))}
      {root.notes.map((note) => (
        <p key={note} className="mt-1.5 text-sm text-soft">
          {note}
        </p>
      ))}
    </PanelBody>
  )
}

/** Why it is not used, or could not be renewed. What to do is said once where two problems have it in common. */
function ProblemLine({ problem, isRepeated }: { readonly problem: Problem; readonly isRepeated: boolean }) {
  const triedAt = problem.context?.at
  return (
    <p className="mt-1.5 text-sm">
      {typeof triedAt === 'string' && (
        <>
          Last tried <Time at={triedAt} />:{' '}
        </>
      )}
      {problem.detail}{' '}
      {!isRepeated && (
        <>
          <span className="text-soft">{problem.remedy}</span>{' '}
          <Link href={problem.type} className="link text-xs">
            <code>{problem.code}</code>
          </Link>
        </>
      )}
    </p>
  )
}

type Refresh = { readonly isPending: boolean; readonly error: unknown; readonly start: () => void }

function useRefresh(id: string): Refresh {
  const client = useQueryClient()
  const [isPending, setPending] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const start = () => {
    setPending(true)
    setError(null)
    refreshTrustedRoot(id)
      .catch(setError)
      .then(() => invalidateTrust(client))
      .finally(() => setPending(false))
  }
  return { isPending, error, start }
}

type ActionsProps = {
  readonly root: TrustedRootDto
  readonly refresh: Refresh
  readonly onOpen: (dialog: 'rename' | 'remove') => void
}

function Actions({ root, refresh, onOpen }: ActionsProps) {
  const { id, name, mirror, readOnly, authorities, logs } = root
  return (
    <div className="flex flex-wrap gap-1">
      {mirror !== null && (
        <Button size="s" onClick={refresh.start} disabled={refresh.isPending} aria-label={`Refresh ${name}`}>
          <RotateCw aria-hidden="true" size={13} />
          {refresh.isPending ? 'Asking the mirror …' : 'Refresh'}
        </Button>
      )}
      {authorities.length + logs.length > 0 && (
        <a
          href={trustedRootDocumentPath(id)}
          download
          aria-label={`Download trusted_root.json of ${name}`}
          className={buttonClass({ size: 's', look: 'quiet' })}
        >
          <Download aria-hidden="true" size={13} />
          Download
        </a>
      )}
      {!readOnly && (
        <>
          <Button size="s" look="quiet" onClick={() => onOpen('rename')} aria-label={`Rename ${name}`}>
            Rename
          </Button>
          <Button size="s" look="quiet" onClick={() => onOpen('remove')} aria-label={`Remove ${name}`}>
            Remove
          </Button>
        </>
      )}
    </div>
  )
}

function RemoveRootDialog({ root, onClose }: { readonly root: TrustedRootDto; readonly onClose: () => void }) {
  const client = useQueryClient()
  const rules = useQuery({ ...rulesQuery(), enabled: root.rules.length > 0 })
  const naming = (rules.data?.items ?? []).filter(({ id }) => root.rules.includes(id))
  return (
    <ConfirmDialog
      title={`Remove ${root.name}?`}
      confirm="Remove the trusted root"
      danger
      onClose={onClose}
      onConfirm={async () => {
        await deleteTrustedRoot(root.id)
        await invalidateTrust(client)
      }}
    >
      <p>Evidence that only its authorities and logs vouch for is no longer trusted.</p>
      {root.rules.length === 0 ? (
        <p className="mt-1">No rule names it.</p>
      ) : (
        <>
          <p className="mt-1">
            {countOf(root.rules.length, 'rule')} {root.rules.length === 1 ? 'names' : 'name'} it, and will trust nobody
            until changed:
          </p>
          <ul className="mt-1 list-disc pl-5">
            {naming.map(({ id, name }) => (
              <li key={id}>{name}</li>
            ))}
          </ul>
        </>
      )}
    </ConfirmDialog>
  )
}
