import { Check, Minus } from 'lucide-react'
import { ExternalLink } from '#components/ui/external-link.tsx'
import { useDocumentText } from '#components/ui/secrets.tsx'
import type { BuildLevel } from '#lib/attestation/predicates/build-level.ts'

/** Which of SLSA's build levels follow from what was verified, and why the others do not. */
export function BuildLevels({ levels }: { readonly levels: readonly BuildLevel[] }) {
  const show = useDocumentText()
  return (
    <section aria-label="SLSA build levels">
      <h5 className="font-medium">
        <ExternalLink href="https://slsa.dev/spec/v1.0/levels">SLSA build level</ExternalLink>
      </h5>
      <ul className="mt-1.5 grid gap-2">
        {levels.map(({ level, concluded, reason }) => {
          const Icon = concluded ? Check : Minus
          return (
            <li key={level} data-level={level} data-concluded={concluded} className="flex gap-2">
              <Icon aria-hidden="true" size={16} className="mt-[3px] flex-none text-soft" />
              <span className="min-w-0 [overflow-wrap:anywhere]">
                <span className="font-medium">
                  Level {level} {concluded ? 'can be concluded' : 'cannot be concluded'}.
                </span>{' '}
                <span className="text-soft">{show(reason)}</span>
              </span>
            </li>
          )
        })}
      </ul>
    </section>
  )
}
