import { RotateCw } from 'lucide-react'
import type { ReactNode } from 'react'
import { findUntrustedIdentity } from '#components/signature/observed-identity.ts'
import { TrustIdentityButton } from '#components/signature/trust-identity.tsx'
import { type ShownState, stateLook } from '#components/state/state-look.ts'
import { StateMark } from '#components/state/state-mark.tsx'
import { StatePill } from '#components/state/state-pill.tsx'
import { KeyDrop } from '#components/trust/key-drop.tsx'
import { Button } from '#components/ui/button.tsx'
import { ErrorPanel } from '#components/ui/error-panel.tsx'
import { Skeleton } from '#components/ui/skeleton.tsx'
import { Time } from '#components/ui/time.tsx'
import { UrlLink } from '#components/url/url-link.tsx'
import type { VerdictDto } from '#lib/api/contract/verdict.ts'
import { toEvidenceLine } from '#lib/format/evidence-line.ts'
import { formatSigner } from '#lib/format/sentence.ts'
import { visibleText } from '#lib/format/visible-text.ts'
import { Emphasised } from './emphasise.tsx'
import type { ImageSubject } from './image-target.ts'

type FrameProps = { readonly state: ShownState; readonly children: ReactNode }

function Frame({ state, children }: FrameProps) {
  return (
    <section
      aria-label="Verdict"
      data-verdict={state}
      className={`mt-3.5 mb-5 grid min-h-28 content-center rounded-panel border border-line border-l-4 bg-surface ${stateLook[state].border}`}
    >
      {children}
    </section>
  )
}

type VerdictBandProps = {
  readonly subject: ImageSubject
  readonly verdict: VerdictDto
  readonly onRefresh: () => void
  readonly refreshing: boolean
}

/** What is the case, in one sentence, and what the sentence rests on. */
export function VerdictBand({ subject, verdict, onRefresh, refreshing }: VerdictBandProps) {
  const identity = verdict.state === 'untrusted' ? findUntrustedIdentity(verdict, subject.repository) : null
  return (
    <Frame state={verdict.state}>
      <div className="flex flex-wrap items-start gap-x-3 gap-y-3 px-4 py-5 sm:gap-x-5 sm:px-6">
        <StateMark state={verdict.state} size={44} className="max-sm:size-8" />
        <div className="min-w-0 flex-1 basis-52" aria-live="polite">
          <h1 className="text-2xl font-medium leading-tight tracking-tight text-balance [overflow-wrap:anywhere] max-sm:text-xl">
            <Emphasised sentence={visibleText(verdict.sentence)} names={namesIn(verdict)} />
          </h1>
          <p className="mt-1.5 text-soft">
            {toEvidenceLine(verdict).join('\u00a0· ')}&nbsp;· checked <Time at={verdict.checkedAt} />
          </p>
          {verdict.indexState !== null && <IndexLine state={verdict.indexState} />}
        </div>
        <div className="no-print flex flex-wrap items-center gap-2">
          {identity !== null && <TrustIdentityButton observed={identity} text="Trust this signer" look="first" />}
          <KeyDrop
            repository={subject.repository}
            look={verdict.state === 'untrusted' && identity === null ? 'first' : 'plain'}
          />
          <Button onClick={onRefresh} disabled={refreshing}>
            <RotateCw aria-hidden="true" size={14} className={refreshing ? 'animate-spin' : ''} />
            Check again
          </Button>
        </div>
      </div>
    </Frame>
  )
}

function IndexLine({ state }: { readonly state: VerdictDto['state'] }) {
  return (
    <p className="mt-2 flex flex-wrap items-center gap-x-2 text-sm">
      <span className="text-soft">The index that holds this platform:</span>
      <StatePill state={state} size={16} />
      <UrlLink changes={{ platform: null }} step className="link">
        look at the index
      </UrlLink>
    </p>
  )
}

/** The names and patterns that the sentence may hold; only what the verifier returned. */
function namesIn({ signatures }: VerdictDto): string[] {
  const deciding =
    signatures.find(({ state }) => state === 'verified') ?? signatures.find(({ signer }) => signer !== null)
  if (deciding === undefined) return []
  const rule = deciding.checks.find(({ id }) => id === 'rule')?.detail ?? {}
  const signer = deciding.signer
  const name = signer === null ? '' : formatSigner(signer)
  return [name, rule.pattern, rule.repositories]
    .filter((text) => typeof text === 'string')
    .map((text) => visibleText(text))
}

/** While nothing is known: the size of what comes, so that nothing jumps. */
export function CheckingBand({ reference }: { readonly reference: string }) {
  return (
    <Frame state="checking">
      <div role="status" className="flex items-start gap-5 px-5 py-5 sm:px-6">
        <StateMark state="checking" size={44} className="max-sm:size-8" />
        <div className="min-w-0 flex-1">
          <h1 className="text-2xl font-medium leading-tight tracking-tight max-sm:text-xl">Checking …</h1>
          <p className="sr-only">{reference}</p>
          <Skeleton className="mt-2.5 h-4 w-full max-w-md" />
        </div>
      </div>
    </Frame>
  )
}

type FailedBandProps = {
  readonly reference: string
  readonly error: unknown
  readonly onRetry: () => void
  readonly retrying: boolean
  readonly action: ReactNode
}

/** The image could not be read at all: that is an error, and says nothing about signatures. */
export function FailedBand({ reference, error, onRetry, retrying, action }: FailedBandProps) {
  return (
    <Frame state="checking">
      <h1 className="sr-only">{reference}</h1>
      <ErrorPanel
        prominent
        error={error}
        onRetry={onRetry}
        retrying={retrying}
        action={action}
        meaning="Nothing is known about its signatures. That is not the same as unsigned."
      />
    </Frame>
  )
}
