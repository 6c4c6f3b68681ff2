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
import type { EvidenceDto } from '#lib/api/contract/verdict.ts'
import { invalidateTrust } from '#lib/queries/client.ts'
import { createRule, type NewRule } from '#lib/queries/rules.ts'
import { ClaimChoices } from './claim-choices.tsx'
import { explainIdentity, type IdentityDraft, toDraft, toSigner } from './identity-draft.ts'
import { IdentityFields } from './identity-fields.tsx'
import type { ReadPattern } from './pattern-matches.tsx'

export type ObservedIdentity = {
  readonly signer: Extract<NonNullable<EvidenceDto['signer']>, { kind: 'identity' }>
  readonly repository: string
  /** The trusted root that proved it. */
  readonly root: { readonly id: string; readonly name: string } | null
  readonly isLogged: boolean
}

type IdentityDialogProps = {
  /** Somebody who signed an image; null for an identity to be written by hand. */
  readonly observed: ObservedIdentity | null
  readonly onClose: () => void
  readonly onDone?: (message: string) => void
}

/** From an identity to a rule that trusts it: exactly that subject unless a pattern is asked for, and never more than shown. */
export default function IdentityDialog({ observed, onClose, onDone }: IdentityDialogProps) {
  const client = useQueryClient()
  const [draft, setDraft] = useState<IdentityDraft>(() => toDraft(observed))
  const [scope, setScope] = useState<Scope>(() =>
    observed === null ? { choice: 'other', patterns: [], problem: null } : toScope(observed.repository),
  )
  const [name, setName] = useState('')
  const [requireLog, setRequireLog] = useState(observed?.isLogged ?? true)
  const [requireTimestamp, setRequireTimestamp] = useState(false)
  const [read, setRead] = useState<ReadPattern>({ pattern: '', fault: null })
  const problem = explainIdentity(draft, read) ?? explainPatterns(scope.patterns)
  const proposed: NewRule = {
    repositories: scope.patterns,
    signer: toSigner(draft),
    requireTransparencyLog: requireLog,
    requireTimestamp,
    ...(name.trim() === '' ? {} : { name: name.trim() }),
  }

  const submit = async () => {
    await createRule(proposed)
    await invalidateTrust(client)
    onDone?.(
      `${draft.mode === 'exact' ? draft.subject : 'The identity'} is now trusted for ${scope.patterns.join(', ')}.`,
    )
    onClose()
  }
  return (
    <DialogFrame
      onClose={onClose}
      width="l"
      title="Trust an identity"
      description="Whoever holds this identity with the issuer then counts as somebody whom you trust, for the repositories that you choose."
    >
      <DialogForm
        submit="Trust this identity"
        submitting="Trusting …"
        problem={problem}
        showProblem
        onSubmit={submit}
        onClose={onClose}
      >
        <IdentityFields draft={draft} onChange={setDraft} observed={observed} onPatternRead={setRead} />
        {observed !== null && <ClaimChoices claims={observed.signer.claims} draft={draft} onChange={setDraft} />}
        {observed === null ? (
          <RepositoryPatterns patterns={scope.patterns} onChange={(patterns) => setScope({ ...scope, patterns })} />
        ) : (
          <ScopeChoice repository={observed.repository} scope={scope} onChange={setScope} />
        )}
        <fieldset className="space-y-2.5">
          <legend className="mb-1.5 text-sm font-medium">What must a signature have?</legend>
          <Choice
            type="checkbox"
            label="An entry in a transparency log"
            hint="So that nobody can sign in this name without the owner being able to see it."
            checked={requireLog}
            onChange={setRequireLog}
          />
          <Choice
            type="checkbox"
            label="A time stamp by an authority"
            hint="Beside the log’s own time, or where there is no log."
            checked={requireTimestamp}
            onChange={setRequireTimestamp}
          />
        </fieldset>
        <Field
          label="Name of the rule"
          hint="The verdict names the rule that decided. Left empty, it is named after the identity."
        >
          {(control) => (
            <Input {...control} value={name} maxLength={200} onChange={(event) => setName(event.target.value)} />
          )}
        </Field>
        {problem === null && <RulePreviewList request={{ add: [proposed] }} />}
      </DialogForm>
    </DialogFrame>
  )
}
