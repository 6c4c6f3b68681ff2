'use client'

import { useQuery } from '@tanstack/react-query'
import { Plus, UserRoundCheck } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { describeRule } from '#components/trust/describe-rule.ts'
import { RuleButtons, type RuleChange, RuleChangeDialog } from '#components/trust/rule-change.tsx'
import { Button } from '#components/ui/button.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { ErrorPanel } from '#components/ui/error-panel.tsx'
import { Panel } from '#components/ui/panel.tsx'
import { Pill } from '#components/ui/pill.tsx'
import { SkeletonRows } from '#components/ui/skeleton.tsx'
import type { RuleDto } from '#lib/api/contract/trust.ts'
import { formatClaim } from '#lib/format/claim.ts'
import { describeIdentity, formatIssuer } from '#lib/format/identity.ts'
import { countOf } from '#lib/format/size.ts'
import { rulesQuery } from '#lib/queries/rules.ts'

const IdentityDialog = lazy(() => import('./identity-dialog.tsx'))

type IdentityRule = RuleDto & { readonly signer: Extract<RuleDto['signer'], { kind: 'identity' }> }
type Opened = { readonly kind: 'add' } | RuleChange | null

const isIdentityRule = (rule: RuleDto): rule is IdentityRule => rule.signer.kind === 'identity'

/** Identities that are trusted: workflows and people that an issuer vouches for, each by the rule that names it. */
export function IdentitiesPanel() {
  const rules = useQuery(rulesQuery())
  const [opened, setOpened] = useState<Opened>(null)
  const own = rules.data?.items.filter(isIdentityRule) ?? []
  const close = () => setOpened(null)
  return (
    <Panel
      title="Identities"
      aside={
        <span className="flex items-center gap-3">
          {own.length > 0 && countOf(own.length, 'rule')}
          <Button size="s" onClick={() => setOpened({ kind: 'add' })}>
            <Plus aria-hidden="true" size={13} />
            Trust an identity
          </Button>
        </span>
      }
    >
      {rules.isPending && <SkeletonRows rows={2} label="Loading the identities" />}
      {rules.isError && <ErrorPanel error={rules.error} onRetry={() => rules.refetch()} retrying={rules.isFetching} />}
      {rules.isSuccess && own.length === 0 && (
        <EmptyState title="No identity yet" icon={<UserRoundCheck aria-hidden="true" size={26} />}>
          Images signed without a key of one’s own, by a workflow or a person, name an identity. Open such an image and
          make a rule from its signer, or write one here.
        </EmptyState>
      )}
      <ul className="divide-y divide-line">
        {own.map((rule) => (
          <IdentityRow key={rule.id} rule={rule} onOpen={setOpened} />
        ))}
      </ul>
      <Suspense fallback={null}>
        {opened?.kind === 'add' && <IdentityDialog observed={null} onClose={close} />}
      </Suspense>
      {opened !== null && opened.kind !== 'add' && (
        <RuleChangeDialog change={opened} onClose={close}>
          Images that only this rule makes trusted become “signed, but not by anyone you trust”.
        </RuleChangeDialog>
      )}
    </Panel>
  )
}

type RowProps = { readonly rule: IdentityRule; readonly onOpen: (change: RuleChange) => void }

function IdentityRow({ rule, onOpen }: RowProps) {
  const { issuer, subject, subjectPattern, claims = {} } = rule.signer
  const { name, of, ref } = describeIdentity({ issuer, subject: subject ?? '' })
  return (
    <li className="flex flex-wrap items-start gap-x-4 gap-y-2 px-4 py-3">
      <div className="min-w-0 flex-1 basis-56">
        <div className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
          {subject === undefined ? (
            <code className="min-w-0 font-semibold [overflow-wrap:anywhere]">{subjectPattern}</code>
          ) : (
            <span className="min-w-0 font-semibold [overflow-wrap:anywhere]">
              {of === null ? name : `${name} of ${of}`}
            </span>
          )}
          {subject === undefined && <Pill>pattern</Pill>}
          {ref !== null && <Pill>{ref}</Pill>}
          <Pill title={issuer}>{formatIssuer(issuer)}</Pill>
        </div>
        {of !== null && <p className="text-xs text-soft [overflow-wrap:anywhere]">{subject}</p>}
        {Object.entries(claims).map(([claim, value]) => (
          <p key={claim} className="text-sm text-soft [overflow-wrap:anywhere]">
            {formatClaim(claim)}: {value}
          </p>
        ))}
        <p className="text-sm text-soft [overflow-wrap:anywhere]">
          {[`Trusted for ${rule.repositories.join(', ')}`, ...describeRule(rule)].join('\u00a0· ')}
        </p>
      </div>
      <RuleButtons rule={rule} onOpen={onOpen} />
    </li>
  )
}
