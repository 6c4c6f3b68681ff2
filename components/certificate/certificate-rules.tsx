'use client'

import { useState } from 'react'
import { describeRule } from '#components/trust/describe-rule.ts'
import { RuleButtons, type RuleChange, RuleChangeDialog } from '#components/trust/rule-change.tsx'
import type { CertificateDto } from '#lib/api/contract/certificates.ts'
import type { RuleDto } from '#lib/api/contract/trust.ts'
import { visibleText } from '#lib/format/visible-text.ts'

type CertificateRulesProps = { readonly certificate: CertificateDto; readonly rules: readonly RuleDto[] }

/** Whom of an authority's signers is trusted where: the rules that name it, to change and remove. */
export function CertificateRules({ certificate, rules }: CertificateRulesProps) {
  const [opened, setOpened] = useState<RuleChange | null>(null)
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
              <p className="text-xs text-soft [overflow-wrap:anywhere]">{describeRule(rule).join('\u00a0· ')}</p>
            </div>
            <RuleButtons rule={rule} onOpen={setOpened} />
          </li>
        ))}
      </ul>
      {opened !== null && (
        <RuleChangeDialog change={opened} onClose={() => setOpened(null)}>
          The authority stays on the shelf. Images that only this rule makes trusted become “signed, but not by anyone
          you trust”.
        </RuleChangeDialog>
      )}
    </>
  )
}

function describeSigners({ signer }: RuleDto): string {
  const subject = signer.kind === 'certificate' ? signer.subject : undefined
  return subject === undefined ? 'Trusts every signer of it' : `Trusts ${visibleText(subject)}`
}
