'use client'

import { useQueryClient } from '@tanstack/react-query'
import { lazy, type ReactNode, Suspense } from 'react'
import { Button } from '#components/ui/button.tsx'
import type { RuleDto } from '#lib/api/contract/trust.ts'
import { invalidateTrust } from '#lib/queries/client.ts'
import { deleteRule } from '#lib/queries/rules.ts'

const RuleDialog = lazy(() => import('./rule-dialog.tsx'))
const ConfirmDialog = lazy(() => import('./confirm-dialog.tsx'))

/** A rule that is about to be changed or removed. */
export type RuleChange = { readonly kind: 'edit' | 'remove'; readonly rule: RuleDto }

type RuleButtonsProps = { readonly rule: RuleDto; readonly onOpen: (change: RuleChange) => void }

export function RuleButtons({ rule, onOpen }: RuleButtonsProps) {
  return (
    <div className="flex gap-1 max-sm:-ml-2.5 sm:-mr-2.5">
      <Button
        size="s"
        look="quiet"
        onClick={() => onOpen({ kind: 'edit', rule })}
        aria-label={`Change the rule ${rule.name}`}
      >
        Change
      </Button>
      <Button
        size="s"
        look="quiet"
        onClick={() => onOpen({ kind: 'remove', rule })}
        aria-label={`Remove the rule ${rule.name}`}
      >
        Remove
      </Button>
    </div>
  )
}

type RuleChangeDialogProps = {
  readonly change: RuleChange
  /** What stays and what follows when the rule is removed. */
  readonly children: ReactNode
  readonly onClose: () => void
}

/** The dialog that changes a rule, or asks before it is removed. */
export function RuleChangeDialog({ change: { kind, rule }, children, onClose }: RuleChangeDialogProps) {
  const client = useQueryClient()
  return (
    <Suspense fallback={null}>
      {kind === 'edit' ? (
        <RuleDialog signer={rule.signer} rule={rule} onClose={onClose} />
      ) : (
        <ConfirmDialog
          title={`Remove the rule “${rule.name}”?`}
          confirm="Remove the rule"
          danger
          preview={{ remove: [rule.id] }}
          onClose={onClose}
          onConfirm={async () => {
            await deleteRule(rule.id)
            await invalidateTrust(client)
          }}
        >
          {children}
        </ConfirmDialog>
      )}
    </Suspense>
  )
}
