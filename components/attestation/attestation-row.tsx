import { ChevronRight } from 'lucide-react'
import { stateLook } from '#components/state/state-look.ts'
import { StateMark } from '#components/state/state-mark.tsx'
import { Pill } from '#components/ui/pill.tsx'
import { useDocumentText } from '#components/ui/secrets.tsx'
import { Time } from '#components/ui/time.tsx'
import { UrlLink } from '#components/url/url-link.tsx'
import type { AttestationDto } from '#lib/api/contract/verdict.ts'
import { reasonOf } from '#lib/format/evidence.ts'
import { formatSigner } from '#lib/format/sentence.ts'
import { attestationName } from './attestation-name.ts'
import { attestedAt } from './attestation-order.ts'
import type { ViewContext } from './views/predicate-view.tsx'

/** What an opened attestation forgets of the one before. */
export const freshItem = { q: null, severity: null, fix: null, status: null }

/** One attestation that is not looked into: what it says in a line, whose word it is, and since when. */
export function AttestationRow({ context }: { readonly context: ViewContext }) {
  const { attestation, digest } = context
  const { state, inherited, signer } = attestation
  const show = useDocumentText()
  const made = attestedAt(attestation)
  // That nobody trusted signed it is said already.
  const reason = state === 'verified' || state === 'untrusted' ? null : reasonOf(attestation)
  const isAboutThis = attestation.statementSubjects.some((subject) => subject.digest === digest)
  return (
    <article data-evidence={attestation.digest} data-state={state} className="relative hover:bg-sunken">
      <div className="flex gap-2.5 px-4 py-3">
        <StateMark
          state={state}
          inherited={inherited}
          size={20}
          label={stateLook[state].sentence}
          className="mt-px flex-none"
        />
        <div className="min-w-0 flex-1">
          <h4 className="[overflow-wrap:anywhere]">
            <UrlLink
              changes={{ ...freshItem, item: attestation.digest }}
              step
              className="font-medium after:absolute after:inset-0"
            >
              <span className="sr-only">{show(attestationName(attestation))}: </span>
              <span className="line-clamp-2">{show(gistOf(attestation), 300)}</span>
            </UrlLink>
          </h4>
          <p className="mt-0.5 flex flex-wrap items-center gap-x-2 gap-y-0.5 text-soft">
            <span>{stateLook[state].sentence}:</span>
            <span className="min-w-0 font-medium [overflow-wrap:anywhere] text-ink">
              {signer === null ? nameless(state) : show(formatSigner(signer), 200)}
            </span>
            {made !== null && (
              <span className="relative z-1">
                <Time at={made.at} />
                {made.isProven ? ' (proven)' : ', as it says'}
              </span>
            )}
            {inherited && <Pill>of the index</Pill>}
            {!(isAboutThis || inherited) && <Pill>of another artifact</Pill>}
          </p>
          {reason !== null && <p className="mt-0.5 text-soft [overflow-wrap:anywhere]">{show(reason)}</p>}
        </div>
        <ChevronRight aria-hidden="true" size={16} className="mt-0.5 flex-none text-soft" />
      </div>
    </article>
  )
}

function gistOf({ predicateType, summary }: AttestationDto): string {
  if (predicateType === null) return 'The statement cannot be read'
  const gist: unknown = summary?.gist
  return typeof gist === 'string' ? gist : 'A type that this version has no view of its own for'
}

const nameless = (state: AttestationDto['state']): string =>
  state === 'unsigned' ? 'nobody signed it' : state === 'untrusted' ? 'an unknown key' : 'an unknown signer'
