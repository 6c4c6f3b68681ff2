'use client'

import { ButtonLink } from '#components/ui/button.tsx'
import { ErrorPanel } from '#components/ui/error-panel.tsx'
import { Panel } from '#components/ui/panel.tsx'
import type { Problem } from '#lib/api/contract/common.ts'
import { ProblemError } from '#lib/queries/client.ts'

/** An address that names no repository or image; nothing was asked of any registry. */
export function UnreadableAddress({ problem }: { readonly problem: Problem }) {
  return (
    <Panel>
      <h1 className="sr-only">{problem.title}</h1>
      <ErrorPanel
        error={new ProblemError(problem)}
        action={
          <ButtonLink size="s" href="/repositories">
            Look through the repositories
          </ButtonLink>
        }
      />
    </Panel>
  )
}
