'use client'

import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Check, X } from 'lucide-react'
import { useEffect, useState } from 'react'
import type { ObservedSignerDto, SignersDto } from '#lib/api/contract/signers.ts'
import { countOf } from '#lib/format/size.ts'
import { visibleText } from '#lib/format/visible-text.ts'
import { toShownProblem } from '#lib/queries/client.ts'
import { signersQuery } from '#lib/queries/signers.ts'

const settleMs = 300

const warnings: Readonly<Record<SignersDto['warnings'][number], string>> = {
  'any-owner': 'It also matches workflows of any other owner.',
  'any-mail': 'It also matches mail addresses of anybody.',
  'any-host': 'It also matches addresses at any other host.',
  'any-ref': 'It also matches any other branch or tag, those of pull requests included.',
  'bare-dot': 'A dot without a backslash stands for any character: write \\. for a dot.',
}

type PatternMatchesProps = {
  readonly issuer: string
  readonly pattern: string
  readonly repository: string | null
  /** Told of each pattern that the server has read, and what is wrong with it. */
  readonly onRead: (read: ReadPattern) => void
}
export type ReadPattern = { readonly pattern: string; readonly fault: string | null }

/** Whom among the signers of the repository a pattern names, and what is too wide about it. */
export function PatternMatches({ issuer, pattern, repository, onRead }: PatternMatchesProps) {
  const [settled, setSettled] = useState({ issuer, pattern })
  useEffect(() => {
    const timer = setTimeout(() => setSettled({ issuer, pattern }), settleMs)
    return () => clearTimeout(timer)
  }, [issuer, pattern])
  const asked = {
    issuer: settled.issuer.trim(),
    subjectPattern: settled.pattern.trim(),
    ...(repository === null ? {} : { repository }),
  }
  const { data, error, isPending, isPlaceholderData } = useQuery({
    ...signersQuery(asked),
    enabled: asked.issuer !== '' && asked.subjectPattern !== '',
    placeholderData: keepPreviousData,
  })
  const fault = data?.patternFault
  useEffect(() => {
    if (fault !== undefined && !isPlaceholderData) onRead({ pattern: asked.subjectPattern, fault })
  }, [fault, isPlaceholderData, asked.subjectPattern, onRead])
  if (asked.issuer === '' || asked.subjectPattern === '') return null
  return (
    <section aria-label="What the pattern matches" className="rounded-control bg-sunken px-3 py-2.5 text-sm">
      <h3 className="font-medium">What the pattern matches{repository === null ? '' : ' in this repository'}</h3>
      <div aria-live="polite" className="text-soft">
        {error !== null && toShownProblem(error).detail}
        {error === null && isPending && 'Looking at who signs here …'}
        {data !== undefined && <Findings found={data} hasRepository={repository !== null} />}
      </div>
      <ul className="mt-1 max-h-40 space-y-1 overflow-y-auto">
        {data?.items.map((one) => (
          <Match key={JSON.stringify(one.signer)} observed={one} />
        ))}
      </ul>
    </section>
  )
}

function Findings({ found, hasRepository }: { readonly found: SignersDto; readonly hasRepository: boolean }) {
  if (found.patternFault !== null) {
    return <p className="font-medium text-invalid">It cannot be used: {found.patternFault}.</p>
  }
  return (
    <>
      {hasRepository && <p>{summaryOf(found)}</p>}
      {found.warnings.map((warning) => (
        <p key={warning} className="mt-1 font-medium text-untrusted">
          {warnings[warning]}
        </p>
      ))}
      {!hasRepository && found.warnings.length === 0 && <p>Nothing is wide about it that could be seen.</p>}
    </>
  )
}

function summaryOf({ items, checked }: SignersDto): string {
  const matching = items.filter(({ matches }) => matches === true)
  const tags = matching.reduce((sum, one) => sum + one.tags, 0)
  return `${countOf(matching.length, 'signer')} of ${items.length}, on ${tags} of ${countOf(checked, 'tag')}.`
}

function Match({ observed }: { readonly observed: ObservedSignerDto }) {
  const { signer, matches, tags } = observed
  const Icon = matches === true ? Check : X
  return (
    <li className="flex items-start gap-1.5">
      <Icon
        aria-hidden="true"
        size={14}
        className={`mt-0.5 flex-none ${matches === true ? 'text-verified' : 'text-soft'}`}
      />
      <span className="sr-only">{matches === true ? 'matches:' : 'does not match:'}</span>
      <span className="min-w-0 [overflow-wrap:anywhere]">
        {visibleText(
          signer.kind === 'key' ? (signer.name ?? `key ${signer.fingerprint.slice(0, 12)}`) : signer.subject,
        )}{' '}
        <span className="text-soft">({countOf(tags, 'tag')})</span>
      </span>
    </li>
  )
}
