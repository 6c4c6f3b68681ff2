'use client'

import { useId } from 'react'
import { Choice } from '#components/ui/field.tsx'
import { explainPattern, toPatternChoices } from '#lib/format/trust-pattern.ts'
import { explainPatterns } from './explain-patterns.ts'
import { PatternsInput } from './patterns-input.tsx'

/** For which repositories: one of the choices offered, or patterns of one's own. */
export type Scope = { readonly choice: string; readonly patterns: string[]; readonly problem: string | null }

export function toScope(repository: string): Scope {
  const first = toPatternChoices(repository)[0]
  return first === undefined
    ? { choice: 'other', patterns: [], problem: explainPattern('') }
    : { choice: first.id, patterns: [first.pattern], problem: null }
}

type ScopeChoiceProps = {
  readonly repository: string
  readonly scope: Scope
  readonly onChange: (scope: Scope) => void
}

export function ScopeChoice({ repository, scope, onChange }: ScopeChoiceProps) {
  const name = useId()
  const choices = toPatternChoices(repository)
  return (
    <fieldset className="space-y-2.5">
      <legend className="mb-1.5 text-sm font-medium">For which repositories?</legend>
      {choices.map(({ id, pattern, label, hint }) => (
        <Choice
          key={id}
          type="radio"
          name={name}
          label={label}
          hint={hint}
          checked={scope.choice === id}
          onChange={() => onChange({ choice: id, patterns: [pattern], problem: null })}
        />
      ))}
      <Choice
        type="radio"
        name={name}
        label="Other repositories"
        checked={scope.choice === 'other'}
        onChange={() => onChange({ choice: 'other', patterns: [repository], problem: null })}
      />
      {scope.choice === 'other' && (
        <div className="pl-6.5">
          <PatternsInput
            patterns={scope.patterns}
            suggestions={choices.map(({ pattern }) => pattern)}
            onChange={(patterns) => onChange({ choice: 'other', patterns, problem: explainPatterns(patterns) })}
          />
        </div>
      )}
    </fieldset>
  )
}
