'use client'

import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { explainPatterns } from '#components/trust/explain-patterns.ts'
import { RepositoryPatterns } from '#components/trust/repository-patterns.tsx'
import { RulePreviewList } from '#components/trust/rule-preview-list.tsx'
import { type Scope, ScopeChoice, toScope } from '#components/trust/scope-choice.tsx'
import { DialogForm } from '#components/ui/dialog-form.tsx'
import DialogFrame from '#components/ui/dialog-frame.tsx'
import { Choice, Field } from '#components/ui/field.tsx'
import { Input } from '#components/ui/input.tsx'
import { invalidateTrust } from '#lib/queries/client.ts'
import { createRule, type NewRule } from '#lib/queries/rules.ts'
import { explainSubject, SubjectField } from './subject-field.tsx'

type CertificateRuleDialogProps = {
  /** Of the authority that vouches for the signer. */
  readonly fingerprint: string
  /** The signer that was seen, and where; null for a rule to be written by hand. */
  readonly observed: { readonly subject: string; readonly repository: string } | null
  readonly onClose: () => void
}

/** From a signer to a rule that trusts exactly this subject by this authority, unless less is asked for. */
export default function CertificateRuleDialog({ fingerprint, observed, onClose }: CertificateRuleDialogProps) {
  const client = useQueryClient()
  const [subject, setSubject] = useState(observed?.subject ?? '')
  const [scope, setScope] = useState<Scope>(() =>
    observed === null ? { choice: 'other', patterns: [], problem: null } : toScope(observed.repository),
  )
  const [name, setName] = useState('')
  const [requireTimestamp, setRequireTimestamp] = useState(false)
  const problem = explainSubject(subject) ?? explainPatterns(scope.patterns)
  const proposed: NewRule = {
    repositories: scope.patterns,
    signer: { kind: 'certificate', fingerprint, ...(subject.trim() === '' ? {} : { subject: subject.trim() }) },
    requireTimestamp,
    ...(name.trim() === '' ? {} : { name: name.trim() }),
  }

  const submit = async () => {
    await createRule(proposed)
    await invalidateTrust(client)
    onClose()
  }
  return (
    <DialogFrame
      onClose={onClose}
      width="l"
      title="Trust a signer by certificate"
      description="Whoever has a certificate with this subject from the authority then counts as somebody whom you trust, for the repositories that you choose."
    >
      <DialogForm
        submit="Trust this signer"
        submitting="Trusting …"
        problem={problem}
        showProblem
        onSubmit={submit}
        onClose={onClose}
      >
        <SubjectField subject={subject} onChange={setSubject} />
        {observed === null ? (
          <RepositoryPatterns patterns={scope.patterns} onChange={(patterns) => setScope({ ...scope, patterns })} />
        ) : (
          <ScopeChoice repository={observed.repository} scope={scope} onChange={setScope} />
        )}
        <Choice
          type="checkbox"
          label="Ask for a time stamp by an authority"
          hint="The authority must be on the shelf for time stamps."
          checked={requireTimestamp}
          onChange={setRequireTimestamp}
        />
        <Field label="Name of the rule" hint="The verdict names the rule that decided.">
          {(control) => (
            <Input {...control} value={name} maxLength={200} onChange={(event) => setName(event.target.value)} />
          )}
        </Field>
        {problem === null && <RulePreviewList request={{ add: [proposed] }} />}
      </DialogForm>
    </DialogFrame>
  )
}
