'use client'

import { Plus } from 'lucide-react'
import { useState } from 'react'
import { RepositoryCombobox } from '#components/repository/repository-combobox.tsx'
import { Button, buttonClass } from '#components/ui/button.tsx'
import { Field } from '#components/ui/field.tsx'
import { TextArea } from '#components/ui/input.tsx'
import { explainPattern, isEverywhere } from '#lib/format/trust-pattern.ts'

type PatternsInputProps = {
  readonly patterns: readonly string[]
  readonly suggestions: readonly string[]
  readonly onChange: (patterns: string[]) => void
}

/** Repository patterns, one a line, with patterns to add by a click. */
export function PatternsInput({ patterns, suggestions, onChange }: PatternsInputProps) {
  const [text, setText] = useState(patterns.join('\n'))
  const [touched, setTouched] = useState(false)
  const change = (next: string) => {
    setText(next)
    onChange(toLines(next))
  }
  const lines = toLines(text)
  const problem = touched ? (lines.map(explainPattern).find((reason) => reason !== null) ?? null) : null
  const rest = suggestions.filter((suggestion) => !lines.includes(suggestion))
  return (
    <div>
      <Field
        label="Repository patterns"
        hint="One a line. * stands for one part of a name, ** for any number of parts; without a registry, any registry."
        error={problem}
      >
        {(control) => (
          <TextArea
            {...control}
            rows={Math.min(Math.max(lines.length + 1, 2), 8)}
            value={text}
            onChange={(event) => change(event.target.value)}
            onBlur={() => setTouched(true)}
            placeholder="workshop/*"
            spellCheck={false}
            autoCapitalize="off"
            className="min-h-0"
          />
        )}
      </Field>
      {lines.some(isEverywhere) && (
        <p className="mt-1 text-xs font-medium text-untrusted">This covers every repository of every registry.</p>
      )}
      <PatternFinder suggestions={rest} onAdd={(pattern) => change([...lines, pattern].join('\n'))} />
      {rest.length > 0 && (
        <ul aria-label="Suggestions" className="mt-2 flex flex-wrap gap-1.5">
          {rest.slice(0, 6).map((suggestion) => (
            <li key={suggestion} className="max-w-full">
              <button
                type="button"
                onClick={() => change([...lines, suggestion].join('\n'))}
                className={buttonClass({ size: 's' }, 'max-w-full font-mono font-normal!')}
              >
                <Plus aria-hidden="true" size={12} className="flex-none" />
                <span className="truncate">{suggestion}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}

type PatternFinderProps = { readonly suggestions: readonly string[]; readonly onAdd: (pattern: string) => void }

/** Adds what the sources list, by a few letters of its name. */
function PatternFinder({ suggestions, onAdd }: PatternFinderProps) {
  const [text, setText] = useState('')
  const add = (pattern: string) => {
    if (pattern.trim() === '') return
    onAdd(pattern.trim())
    setText('')
  }
  return (
    <div className="mt-2 flex gap-2">
      <RepositoryCombobox
        aria-label="Find a repository to add"
        placeholder="Find a repository to add"
        value={text}
        onChange={setText}
        onPick={add}
        onEnter={() => add(text)}
        suggestions={suggestions}
        className="h-8! min-w-0 flex-1 text-sm"
      />
      <Button size="s" className="h-8!" disabled={text.trim() === ''} onClick={() => add(text)}>
        Add
      </Button>
    </div>
  )
}

const toLines = (text: string): string[] =>
  text
    .split(/[\n,]/)
    .map((line) => line.trim())
    .filter((line) => line !== '')
