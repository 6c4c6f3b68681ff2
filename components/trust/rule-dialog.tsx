'use client'

import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { DialogForm } from '#components/ui/dialog-form.tsx'
import DialogFrame from '#components/ui/dialog-frame.tsx'
import { Choice, Field } from '#components/ui/field.tsx'
import { Input } from '#components/ui/input.tsx'
import type { RuleDto } from '#lib/api/contract/trust.ts'
import { invalidateTrust } from '#lib/queries/client.ts'
import { createRule, type NewRule, updateRule } from '#lib/queries/rules.ts'
import { explainPatterns } from './explain-patterns.ts'
import { RepositoryPatterns } from './repository-patterns.tsx'
import { RulePreviewList } from './rule-preview-list.tsx'

type RuleDialogProps = {
  /** Whom the rule names; it cannot be changed. */
  readonly signer: RuleDto['signer']
  /** The rule to change; null for a new one. */
  readonly rule: RuleDto | null
  readonly onClose: () => void
}

/** Makes or changes a rule, and says before saving what it would change. */
export default function RuleDialog({ signer, rule, onClose }: RuleDialogProps) {
  const client = useQueryClient()
  const [patterns, setPatterns] = useState<string[]>(rule === null ? [] : [...rule.repositories])
  const [name, setName] = useState(rule?.name ?? '')
  const [from, setFrom] = useState(toDay(rule?.validFrom))
  const [until, setUntil] = useState(toDay(rule?.validUntil))
  const [requireLog, setRequireLog] = useState(rule?.requireTransparencyLog ?? false)
  const [requireTimestamp, setRequireTimestamp] = useState(rule?.requireTimestamp ?? false)
  const windowProblem = from !== '' && until !== '' && until < from ? 'The end lies before the beginning.' : null
  const problem = explainPatterns(patterns) ?? windowProblem

  const fields = {
    repositories: patterns,
    validFrom: from === '' ? null : `${from}T00:00:00Z`,
    validUntil: until === '' ? null : `${until}T23:59:59Z`,
    requireTransparencyLog: requireLog,
    requireTimestamp,
    ...(name.trim() === '' ? {} : { name: name.trim() }),
  }
  const proposed: NewRule = { ...fields, signer }

  const submit = async () => {
    if (rule === null) await createRule(proposed)
    else await updateRule(rule.id, fields)
    await invalidateTrust(client)
    onClose()
  }
  return (
    <DialogFrame onClose={onClose} title={rule === null ? 'Add a rule' : 'Change the rule'}>
      <DialogForm
        submit={rule === null ? 'Add the rule' : 'Save the rule'}
        submitting="Saving …"
        problem={problem}
        onSubmit={submit}
        onClose={onClose}
      >
        <RepositoryPatterns patterns={patterns} onChange={setPatterns} />
        <Field label="Name" hint="The verdict names the rule that decided. Left empty, it is named after the signer.">
          {(control) => (
            <Input {...control} value={name} maxLength={200} onChange={(event) => setName(event.target.value)} />
          )}
        </Field>
        <div className="grid gap-3 sm:grid-cols-2">
          <Field label="In force from" hint="Empty: since ever">
            {(control) => (
              <Input {...control} type="date" value={from} onChange={(event) => setFrom(event.target.value)} />
            )}
          </Field>
          <Field label="In force until" hint="Empty: for ever" error={windowProblem}>
            {(control) => (
              <Input {...control} type="date" value={until} onChange={(event) => setUntil(event.target.value)} />
            )}
          </Field>
        </div>
        <Choice
          type="checkbox"
          label="Ask for a transparency log entry"
          hint="A signature without one then does not count."
          checked={requireLog}
          onChange={setRequireLog}
        />
        <Choice
          type="checkbox"
          label="Ask for a time stamp by an authority"
          hint="The log’s own time does not count as one."
          checked={requireTimestamp}
          onChange={setRequireTimestamp}
        />
        {problem === null && (
          <RulePreviewList request={{ add: [proposed], ...(rule === null ? {} : { remove: [rule.id] }) }} />
        )}
      </DialogForm>
    </DialogFrame>
  )
}

const toDay = (at: string | null | undefined): string => at?.slice(0, 10) ?? ''
