'use client'

import { useQueryClient } from '@tanstack/react-query'
import { lazy, Suspense, useState } from 'react'
import { describeRule } from '#components/trust/describe-rule.ts'
import { Button } from '#components/ui/button.tsx'
import type { CertificateDto } from '#lib/api/contract/certificates.ts'
import type { RuleDto } from '#lib/api/contract/trust.ts'
import { visibleText } from '#lib/format/visible-text.ts'
import { invalidateTrust } from '#lib/queries/client.ts'
import { deleteRule } from '#lib/queries/rules.ts'

const RuleDialog = lazy(() => import('#components/trust/rule-dialog.tsx'))
const ConfirmDialog = lazy(() => import('#components/trust/confirm-dialog.tsx'))

type Opened = { readonly kind: 'edit' | 'remove'; readonly rule: RuleDto } | null
type CertificateRulesProps = { readonly certificate: CertificateDto; readonly rules: readonly RuleDto[] }

/** Whom of an authority's signers is trusted where: the rules that name it, to change and remove. */
export function CertificateRules({ certificate, rules }: CertificateRulesProps) {
  const client = useQueryClient()
  const [opened, setOpened] = useState<Opened>(null)
  const close = () => setOpened(null)
  if (certificate.state === 'compromised') {
    return <p className="mt-0.5 text-sm text-soft">Trusted for nothing: it is marked compromised.</p>
  }
  if (rules.length === 0) {
    const isForTime = certificate.stores.every((store) => store === 'tsa')
    return (
      <p className="mt-0.5 text-sm text-soft">
        {isForTime ? 'Its time stamps count for every repository.' : 'No rule trusts a signer of it yet.'}
      </p>
    )
  }
  return (
    <>
      <ul className="mt-1.5 space-y-1.5">
        {rules.map((rule) => (
          <li key={rule.id} className="flex flex-wrap items-start gap-x-3 border-line border-l-2 pl-3">
            <div className="min-w-0 flex-1 basis-48 text-sm">
              <p className="[overflow-wrap:anywhere]">
                {describeSigners(rule)} for <code className="font-semibold">{rule.repositories.join(', ')}</code>
              </p>
              <p className="text-xs text-soft [overflow-wrap:anywhere]">{describeRule(rule)}</p>
            </div>
            <span className="flex gap-1">
              <Button
                size="s"
                look="quiet"
                onClick={() => setOpened({ kind: 'edit', rule })}
                aria-label={`Change the rule ${rule.name}`}
              >
                Change
              </Button>
              <Button
                size="s"
                look="quiet"
                onClick={() => setOpened({ kind: 'remove', rule })}
                aria-label={`Remove the rule ${rule.name}`}
              >
                Remove
              </Button>
            </span>
          </li>
        ))}
      </ul>
      <Suspense fallback={null}>
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
            The authority stays on the shelf. Images that only this rule makes trusted become “signed, but not by anyone
            you trust”.
          </ConfirmDialog>
        )}
      </Suspense>
    </>
  )
}

function describeSigners({ signer }: RuleDto): string {
  const subject = signer.kind === 'certificate' ? signer.subject : undefined
  return subject === undefined ? 'Trusts every signer of it' : `Trusts ${visibleText(subject)}`
}
