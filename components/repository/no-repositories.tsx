'use client'

import { Boxes } from 'lucide-react'
import { ButtonLink } from '#components/ui/button.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { UrlLink } from '#components/url/url-link.tsx'

/** Why the list is empty, and the next step. */
export function NoRepositories({ isFiltered }: { readonly isFiltered: boolean }) {
  if (isFiltered) {
    return (
      <EmptyState
        title="No repository matches"
        action={
          <UrlLink changes={{ q: null, registry: null }} className="link">
            Show all repositories
          </UrlLink>
        }
      >
        The sources list nothing of this name. A repository that is not listed can still be opened by its reference.
      </EmptyState>
    )
  }
  return (
    <EmptyState
      icon={<Boxes aria-hidden="true" size={28} />}
      title="No source lists a repository"
      action={
        <ButtonLink look="first" href="/settings/registries">
          Add a source
        </ButtonLink>
      }
    >
      Add a registry or an OCI layout, or paste the reference of an image at the top of this page.
    </EmptyState>
  )
}
