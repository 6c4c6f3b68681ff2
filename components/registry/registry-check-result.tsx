'use client'

import { Check, CircleQuestionMark, Minus, X } from 'lucide-react'
import type { ReactNode } from 'react'
import { Button } from '#components/ui/button.tsx'
import { ErrorPanel } from '#components/ui/error-panel.tsx'
import type { RegistryCheckDto, RegistryDto } from '#lib/api/contract/registries.ts'
import { ProblemError } from '#lib/queries/client.ts'
import { CheckingRegistry } from './checking-registry.tsx'

type RegistryCheckResultProps = {
  readonly registry: RegistryDto
  readonly result: RegistryCheckDto | null
  readonly error: unknown
  readonly isPending: boolean
  readonly onRetry: () => void
  /** Opens what can be changed about the source: credentials, certificates. */
  readonly onChange: (() => void) | null
}

/** What the registry itself answered, point by point. */
export default function RegistryCheckResult({
  registry,
  result,
  error,
  isPending,
  onRetry,
  onChange,
}: RegistryCheckResultProps) {
  if (isPending) return <CheckingRegistry />
  if (error !== null) {
    return (
      <div className="mt-3 rounded-control border border-line">
        <ErrorPanel error={error} onRetry={onRetry} />
      </div>
    )
  }
  if (result === null) return null
  return (
    <div role="status" className="mt-3">
      <ul className="grid gap-x-6 gap-y-1.5 sm:grid-cols-2">
        {toPoints(registry, result).map(({ outcome, text }) => (
          <Point key={text} outcome={outcome}>
            {text}
          </Point>
        ))}
      </ul>
      {result.quirks.length > 0 && (
        <ul className="mt-2 list-disc pl-5 text-sm text-soft">
          {result.quirks.map((quirk) => (
            <li key={quirk}>{quirk}</li>
          ))}
        </ul>
      )}
      {result.problem !== null && (
        <div className="mt-3 rounded-control border border-line">
          <ErrorPanel
            error={new ProblemError(result.problem)}
            onRetry={onRetry}
            action={<Remedy code={result.problem.code} onChange={onChange} />}
          />
        </div>
      )}
    </div>
  )
}

const remedyWords: Readonly<Record<string, string>> = {
  REGISTRY_TLS: 'Add its certificate authority',
  REGISTRY_UNAUTHORIZED: 'Change the credentials',
  REGISTRY_FORBIDDEN: 'Change the credentials',
}

function Remedy({ code, onChange }: { readonly code: string; readonly onChange: (() => void) | null }) {
  const word = remedyWords[code]
  if (word === undefined || onChange === null) return null
  return (
    <Button size="s" look="first" onClick={onChange}>
      {word}
    </Button>
  )
}

type Outcome = 'good' | 'bad' | 'neutral' | 'unknown'
type PointText = { readonly outcome: Outcome; readonly text: string }

const apiWords = {
  distribution: 'a distribution registry',
  quay: 'Quay, listed through its own API',
  harbor: 'Harbor, listed through its own API',
  'docker-hub': 'Docker Hub, listed through its own API',
  layout: 'an OCI image layout',
} as const

function toPoints(registry: RegistryDto, result: RegistryCheckDto): PointText[] {
  if (!result.reachable) return [{ outcome: 'bad', text: 'Does not answer' }]
  const points: PointText[] = [
    { outcome: 'good', text: result.api === null ? 'Answers' : `Answers: ${apiWords[result.api]}` },
    authenticationPoint(registry, result),
    cataloguePoint(result),
    referrersPoint(result),
  ]
  // What went wrong stands below; what could not be asked for that reason says nothing of its own.
  return result.problem === null ? points : points.filter(({ outcome }) => outcome !== 'unknown')
}

function authenticationPoint(registry: RegistryDto, { authenticated, problem }: RegistryCheckDto): PointText {
  if (problem?.code === 'REGISTRY_UNAUTHORIZED' || problem?.code === 'REGISTRY_FORBIDDEN') {
    return { outcome: 'bad', text: registry.hasCredentials ? 'Refuses the credentials' : 'Asks for credentials' }
  }
  if (authenticated === null) return { outcome: 'neutral', text: 'Asks for no credentials' }
  if (authenticated)
    return { outcome: 'good', text: registry.hasCredentials ? 'Accepts the credentials' : 'Lets anybody read' }
  return { outcome: 'bad', text: registry.hasCredentials ? 'Refuses the credentials' : 'Asks for credentials' }
}

function cataloguePoint({ catalogue }: RegistryCheckDto): PointText {
  switch (catalogue) {
    case 'listed':
      return { outcome: 'good', text: 'Lists its repositories' }
    case 'refused':
      return { outcome: 'neutral', text: 'Does not let us list repositories: add them by name below' }
    case 'unsupported':
      return { outcome: 'neutral', text: 'Has no list of repositories: add them by name below' }
    case 'unknown':
      return { outcome: 'unknown', text: 'Whether it lists repositories is unknown' }
  }
}

function referrersPoint({ referrers }: RegistryCheckDto): PointText {
  switch (referrers) {
    case 'supported':
      return { outcome: 'good', text: 'Has the referrers API' }
    case 'unsupported':
      return { outcome: 'neutral', text: 'Has no referrers API: tags are asked instead' }
    case 'unknown':
      return { outcome: 'unknown', text: 'Whether it has the referrers API shows with the first image' }
  }
}

const icons = { good: Check, bad: X, neutral: Minus, unknown: CircleQuestionMark } as const

function Point({ outcome, children }: { readonly outcome: Outcome; readonly children: ReactNode }) {
  const Icon = icons[outcome]
  return (
    <li className={`flex gap-2 ${outcome === 'good' || outcome === 'bad' ? '' : 'text-soft'}`}>
      <Icon aria-hidden="true" size={16} className="mt-0.5 flex-none" />
      <span className={outcome === 'bad' ? 'font-semibold' : ''}>{children}</span>
    </li>
  )
}
