import { Ban } from 'lucide-react'
import { ButtonLink } from '#components/ui/button.tsx'
import { Link } from '#components/ui/link.tsx'
import type { Repositories } from '#lib/queries/repositories.ts'

type SourceProblemProps = { readonly problem: Repositories['problems'][number] }

/** Why one source lists nothing, and what to do about it; the other sources stay listed beside it. */
export function SourceProblem({ problem }: SourceProblemProps) {
  const step = nextStep(problem)
  return (
    <li className="flex gap-3 px-4 py-3">
      <Ban aria-hidden="true" size={18} className="mt-0.5 flex-none text-soft" />
      <div className="min-w-0 flex-1">
        <p>
          <code className="font-semibold">{problem.registry}</code>{' '}
          <span className="font-semibold">{problem.title}</span>
        </p>
        <p className="text-soft">{problem.detail}</p>
        <p>{problem.remedy}</p>
        <div className="mt-2 flex flex-wrap items-center gap-3">
          <ButtonLink size="s" href={step.href}>
            {step.label}
          </ButtonLink>
          <Link href={problem.type} className="link text-xs">
            <code>{problem.code}</code>
          </Link>
        </div>
      </div>
    </li>
  )
}

function nextStep({ code, registry }: SourceProblemProps['problem']): { href: string; label: string } {
  const href = `/settings/registries#${encodeURIComponent(registry)}`
  switch (code) {
    case 'REGISTRY_CATALOGUE_REFUSED':
      return { href, label: 'Add repositories by hand' }
    case 'REGISTRY_UNAUTHORIZED':
    case 'REGISTRY_FORBIDDEN':
      return { href, label: 'Change the credentials' }
    case 'REGISTRY_TLS':
      return { href, label: 'Add its certificate authority' }
    default:
      return { href, label: 'Look at this source' }
  }
}
