'use client'

import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Plus, ShieldQuestionMark } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { Button } from '#components/ui/button.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { ErrorPanel } from '#components/ui/error-panel.tsx'
import { Panel } from '#components/ui/panel.tsx'
import { SkeletonRows } from '#components/ui/skeleton.tsx'
import type { RuleDto } from '#lib/api/contract/trust.ts'
import { invalidateTrust } from '#lib/queries/client.ts'
import { deleteRule, rulesQuery } from '#lib/queries/rules.ts'
import { describeRule } from './describe-rule.ts'

const RuleDialog = lazy(() => import('./rule-dialog.tsx'))
const ConfirmDialog = lazy(() => import('./confirm-dialog.tsx'))

type Opened = { readonly kind: 'add' } | { readonly kind: 'edit' | 'remove'; readonly rule: RuleDto } | null

/** What a key is trusted for: the rules that name it, to add, change and remove. */
export function RulesPanel({ fingerprint }: { readonly fingerprint: string }) {
  const client = useQueryClient()
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
          <RuleRow
            key={rule.id}
            rule={rule}
            onEdit={() => setOpened({ kind: 'edit', rule })}
            onRemove={() => setOpened({ kind: 'remove', rule })}
          />
        ))}
      </ul>
      <Suspense fallback={null}>
        {opened?.kind === 'add' && <RuleDialog signer={{ kind: 'key', fingerprint }} rule={null} onClose={close} />}
        {opened?.kind === 'edit' && <RuleDialog signer={opened.rule.signer} rule={opened.rule} onClose={close} />}
        {opened?.kind === 'remove' && (
          <ConfirmDialog
            title={`Remove the rule “${opened.rule.name}”?`}
            confirm="Remove the rule"
            danger
            preview={{ remove: [opened.rule.id] }}
            onClose={close}
            onConfirm={async () => {
              await deleteRule(opened.rule.id)
              await invalidateTrust(client)
            }}
          >
            The key stays on the shelf. Images that only this rule makes trusted become “signed, but not by anyone you
            trust”.
          </ConfirmDialog>
        )}
      </Suspense>
    </Panel>
  )
}

type RuleRowProps = { readonly rule: RuleDto; readonly onEdit: () => void; readonly onRemove: () => void }

function RuleRow({ rule, onEdit, onRemove }: RuleRowProps) {
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
        <p className="text-sm text-soft [overflow-wrap:anywhere]">{describeRule(rule)}</p>
      </div>
      <div className="flex gap-1">
        <Button size="s" look="quiet" onClick={onEdit} aria-label={`Change the rule ${rule.name}`}>
          Change
        </Button>
        <Button size="s" look="quiet" onClick={onRemove} aria-label={`Remove the rule ${rule.name}`}>
          Remove
        </Button>
      </div>
    </li>
  )
}
