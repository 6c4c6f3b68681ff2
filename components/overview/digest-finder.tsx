'use client'

import { useQuery } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { type FormEvent, useState } from 'react'
import { StatePill } from '#components/state/state-pill.tsx'
import { Button } from '#components/ui/button.tsx'
import { Digest } from '#components/ui/digest.tsx'
import { ErrorPanel } from '#components/ui/error-panel.tsx'
import { Field } from '#components/ui/field.tsx'
import { Input } from '#components/ui/input.tsx'
import { Link } from '#components/ui/link.tsx'
import { Panel, PanelBody } from '#components/ui/panel.tsx'
import { SkeletonRows } from '#components/ui/skeleton.tsx'
import { imagePath } from '#lib/format/page-path.ts'
import { recognisePaste } from '#lib/format/recognise-paste.ts'
import { looksQuery } from '#lib/queries/looks.ts'

/** A digest names an image only together with a repository: offers those where it was seen, and asks for another. */
export function DigestFinder({ digest }: { readonly digest: string }) {
  const looks = useQuery(looksQuery(1000))
  const found = looks.data?.items.filter((look) => look.digest === digest) ?? []
  return (
    <Panel title="Where is this digest?" aside={<Digest digest={digest} />} className="mt-6">
      {looks.isPending && <SkeletonRows rows={1} label="Looking among the images looked at" />}
      {looks.isError && <ErrorPanel error={looks.error} onRetry={() => looks.refetch()} />}
      <ul className="divide-y divide-line">
        {found.map((look) => (
          <li key={look.reference} className="flex items-center gap-4 px-4 py-2">
            <StatePill state={look.state} />
            <Link href={imagePath(look.reference)} className="link min-w-0 truncate">
              {look.reference}
            </Link>
          </li>
        ))}
      </ul>
      <PanelBody className={found.length > 0 ? 'border-t border-line' : ''}>
        {looks.isSuccess && found.length === 0 && (
          <p className="mb-3">No image with this digest was looked at here. A registry finds it by repository only.</p>
        )}
        <RepositoryForm digest={digest} />
      </PanelBody>
    </Panel>
  )
}

function RepositoryForm({ digest }: { readonly digest: string }) {
  const router = useRouter()
  const [repository, setRepository] = useState('')
  const [error, setError] = useState<string | null>(null)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const paste = recognisePaste(`${repository.trim()}@${digest}`)
    if (paste.kind === 'reference') router.push(imagePath(paste.reference))
    else setError('This is not a repository. Write it as host/path, without a tag.')
  }
  return (
    <form onSubmit={submit} className="flex flex-wrap items-end gap-2">
      <Field label="Repository" error={error} className="flex-1 basis-64">
        {(control) => (
          <Input
            {...control}
            value={repository}
            onChange={(event) => setRepository(event.target.value)}
            placeholder="registry.example.com/team/app"
            spellCheck={false}
            autoCapitalize="off"
          />
        )}
      </Field>
      <Button type="submit" className="h-9!" disabled={repository.trim() === ''}>
        Inspect
      </Button>
    </form>
  )
}
