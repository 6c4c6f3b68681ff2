'use client'

import { useQuery } from '@tanstack/react-query'
import { Plus, ShieldQuestionMark } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { Button } from '#components/ui/button.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { ErrorPanel } from '#components/ui/error-panel.tsx'
import { Panel } from '#components/ui/panel.tsx'
import { SkeletonRows } from '#components/ui/skeleton.tsx'
import type { RuleDto } from '#lib/api/contract/trust.ts'
import { rulesQuery } from '#lib/queries/rules.ts'
import { describeRule } from './describe-rule.ts'
import { RuleButtons, type RuleChange, RuleChangeDialog } from './rule-change.tsx'

const RuleDialog = lazy(() => import('./rule-dialog.tsx'))

type Opened = { readonly kind: 'add' } | RuleChange | null

/** What a key is trusted for: the rules that name it, to add, change and remove. */
export function RulesPanel({ fingerprint }: { readonly fingerprint: string }) {
  const rules = useQuery(rulesQuery())
  const [opened, setOpened] = useState<Opened>(null)
  const own =
    rules.data?.items.filter(({ signer }) => signer.kind === 'key' && signer.fingerprint === fingerprint) ?? []
  const close = () => setOpened(null)
  return (
    <Panel
      title="Trusted for"
      aside={
        <Button size="s" onClick={() => setOpened({ kind: 'add' })}>
          <Plus aria-hidden="true" size={13} />
          Add a rule
        </Button>
      }
    >
      {rules.isPending && <SkeletonRows rows={2} label="Loading the rules" />}
      {rules.isError && <ErrorPanel error={rules.error} onRetry={() => rules.refetch()} retrying={rules.isFetching} />}
      {rules.isSuccess && own.length === 0 && (
        <EmptyState title="Trusted for nothing yet" icon={<ShieldQuestionMark aria-hidden="true" size={26} />}>
          Signatures by this key verify, but count as by someone you do not trust. Add a rule that names repositories.
        </EmptyState>
      )}
      <ul className="divide-y divide-line">
        {own.map((rule) => (
          <RuleRow key={rule.id} rule={rule} onOpen={setOpened} />
        ))}
      </ul>
      <Suspense fallback={null}>
        {opened?.kind === 'add' && <RuleDialog signer={{ kind: 'key', fingerprint }} rule={null} onClose={close} />}
      </Suspense>
      {opened !== null && opened.kind !== 'add' && (
        <RuleChangeDialog change={opened} onClose={close}>
          The key stays on the shelf. Images that only this rule makes trusted become “signed, but not by anyone you
          trust”.
        </RuleChangeDialog>
      )}
    </Panel>
  )
}

type RuleRowProps = { readonly rule: RuleDto; readonly onOpen: (change: RuleChange) => void }

function RuleRow({ rule, onOpen }: RuleRowProps) {
  return (
    <li className="flex flex-wrap items-start gap-x-4 gap-y-2 px-4 py-3">
      <div className="min-w-0 flex-1 basis-56">
        <ul className="flex flex-wrap gap-x-3">
          {rule.repositories.map((pattern) => (
            <li key={pattern} className="[overflow-wrap:anywhere]">
              <code className="font-semibold">{pattern}</code>
            </li>
          ))}
        </ul>
        <p className="text-sm text-soft [overflow-wrap:anywhere]">{describeRule(rule).join('\u00a0· ')}</p>
      </div>
      <RuleButtons rule={rule} onOpen={onOpen} />
    </li>
  )
}
