'use client'

import { useQueryClient } from '@tanstack/react-query'
import { X } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import { Button, buttonClass } from '#components/ui/button.tsx'
import { ErrorPanel } from '#components/ui/error-panel.tsx'
import { Field } from '#components/ui/field.tsx'
import { Input } from '#components/ui/input.tsx'
import { Link } from '#components/ui/link.tsx'
import type { RegistryDto } from '#lib/api/contract/registries.ts'
import { repositoryPath } from '#lib/format/page-path.ts'
import { updateRegistry } from '#lib/queries/registries.ts'
import { invalidateSources } from './invalidate-sources.ts'

/** Repositories added by name, for registries that list nothing. */
export default function RepositoriesByHand({ registry }: { readonly registry: RegistryDto }) {
  const client = useQueryClient()
  const [text, setText] = useState('')
  const [error, setError] = useState<unknown>(null)
  const change = async (body: { addRepositories?: string[]; removeRepositories?: string[] }) => {
    setError(null)
    try {
      await updateRegistry(registry.id, body)
      setText('')
      await invalidateSources(client)
    } catch (thrown) {
      setError(thrown)
    }
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const names = toNames(text, registry.host)
    if (names.length > 0) void change({ addRepositories: names })
  }
  return (
    <div className="px-4 pb-4">
      <ul className="mb-3 space-y-1">
        {registry.repositories.map((name) => (
          <li key={name} className="flex items-center gap-2">
            <Link href={repositoryPath(`${registry.host}/${name}`)} className="link min-w-0 truncate">
              {name}
            </Link>
            {!registry.readOnly && (
              <button
                type="button"
                aria-label={`Remove ${name}`}
                onClick={() => change({ removeRepositories: [name] })}
                className={buttonClass({ look: 'quiet', size: 's' }, 'px-1.5!')}
              >
                <X aria-hidden="true" size={14} />
              </button>
            )}
          </li>
        ))}
      </ul>
      {!registry.readOnly && (
        <form onSubmit={submit} className="flex flex-wrap items-end gap-2">
          <Field
            label="Add repositories"
            hint="Without the host; several are separated by commas."
            className="flex-1 basis-64"
          >
            {(control) => (
              <Input
                {...control}
                value={text}
                onChange={(event) => setText(event.target.value)}
                placeholder="team/app, team/worker"
                spellCheck={false}
                autoCapitalize="off"
              />
            )}
          </Field>
          <Button type="submit" className="mb-5.5 h-9!" disabled={toNames(text, registry.host).length === 0}>
            Add
          </Button>
        </form>
      )}
      {error !== null && <ErrorPanel error={error} />}
    </div>
  )
}

/** What somebody typed or pasted as repository names; the host is taken off where it was given. */
function toNames(text: string, host: string): string[] {
  return text
    .split(/[\s,]+/)
    .map((name) => (name.startsWith(`${host}/`) ? name.slice(host.length + 1) : name))
    .filter((name) => name !== '')
}
