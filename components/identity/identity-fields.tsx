import { useId } from 'react'
import { Button } from '#components/ui/button.tsx'
import { Choice, Field } from '#components/ui/field.tsx'
import { Input, TextArea } from '#components/ui/input.tsx'
import { usualIssuers } from '#lib/format/identity.ts'
import type { ObservedIdentity } from './identity-dialog.tsx'
import type { IdentityDraft } from './identity-draft.ts'
import { PatternMatches, type ReadPattern } from './pattern-matches.tsx'

type IdentityFieldsProps = {
  readonly draft: IdentityDraft
  readonly observed: ObservedIdentity | null
  readonly onChange: (draft: IdentityDraft) => void
  readonly onPatternRead: (read: ReadPattern) => void
}

/** Issuer and subject, exact or by a pattern, and whose word proves them. */
export function IdentityFields({ draft, observed, onChange, onPatternRead }: IdentityFieldsProps) {
  const name = useId()
  const example = usualIssuers.find(({ issuer }) => issuer === draft.issuer)?.subject
  return (
    <div className="space-y-4">
      <IssuerField draft={draft} onChange={onChange} />
      <fieldset className="space-y-2.5">
        <legend className="mb-1.5 text-sm font-medium">Which subject?</legend>
        <Choice
          type="radio"
          name={name}
          label="Exactly this one"
          hint="Compared letter by letter."
          checked={draft.mode === 'exact'}
          onChange={() => onChange({ ...draft, mode: 'exact' })}
        />
        <Choice
          type="radio"
          name={name}
          label="All that a pattern matches"
          hint="A regular expression in the syntax of RE2, matched against the whole subject."
          checked={draft.mode === 'pattern'}
          onChange={() => onChange({ ...draft, mode: 'pattern' })}
        />
      </fieldset>
      {draft.mode === 'exact' ? (
        <Field label="Subject" hint={example === undefined ? undefined : `For instance ${example}`}>
          {(control) => (
            <TextArea
              {...control}
              rows={2}
              value={draft.subject}
              onChange={(event) => onChange({ ...draft, subject: event.target.value.replaceAll('\n', '') })}
              spellCheck={false}
              autoCapitalize="off"
              className="min-h-0"
            />
          )}
        </Field>
      ) : (
        <>
          <Field label="Pattern for subjects" hint="Write \. for a dot. The pattern stands between ^ and $ by itself.">
            {(control) => (
              <TextArea
                {...control}
                rows={2}
                value={draft.pattern}
                maxLength={1024}
                onChange={(event) => onChange({ ...draft, pattern: event.target.value.replaceAll('\n', '') })}
                spellCheck={false}
                autoCapitalize="off"
                className="min-h-0"
              />
            )}
          </Field>
          <PatternMatches
            issuer={draft.issuer}
            pattern={draft.pattern}
            repository={observed?.repository ?? null}
            onRead={onPatternRead}
          />
        </>
      )}
      {observed !== null && observed.root !== null && (
        <Choice
          type="checkbox"
          label={`Only when “${observed.root.name}” proves it`}
          hint="Another Sigstore instance can issue certificates in the same name. Leave this on unless you trust all of yours alike."
          checked={draft.trustedRoot !== null}
          onChange={(checked) => onChange({ ...draft, trustedRoot: checked ? (observed.root?.id ?? null) : null })}
        />
      )}
    </div>
  )
}

function IssuerField({ draft, onChange }: Pick<IdentityFieldsProps, 'draft' | 'onChange'>) {
  return (
    <div>
      <Field label="Issuer" hint="Who vouches for the identity: the address of its token issuer, exactly.">
        {(control) => (
          <Input
            {...control}
            value={draft.issuer}
            maxLength={2048}
            onChange={(event) => onChange({ ...draft, issuer: event.target.value })}
            spellCheck={false}
            autoCapitalize="off"
          />
        )}
      </Field>
      {draft.issuer === '' && (
        <ul aria-label="Usual issuers" className="mt-2 flex flex-wrap gap-1.5">
          {usualIssuers.map(({ issuer, name }) => (
            <li key={issuer}>
              <Button size="s" onClick={() => onChange({ ...draft, issuer })}>
                {name}
              </Button>
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}
