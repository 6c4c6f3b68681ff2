import { stateLook } from '#components/state/state-look.ts'
import { StateMark } from '#components/state/state-mark.tsx'
import { Pill } from '#components/ui/pill.tsx'
import { useDocumentText } from '#components/ui/secrets.tsx'
import { Time } from '#components/ui/time.tsx'
import { UrlLink } from '#components/url/url-link.tsx'
import type { AttestationDto } from '#lib/api/contract/verdict.ts'
import { formatSigner } from '#lib/format/sentence.ts'
import { countOf } from '#lib/format/size.ts'
import { attestationName } from './attestation-name.ts'

/** One attestation in a line: what it is, whose it is, and what its author says of its making. */
export function AttestationBrief({ attestation }: { readonly attestation: AttestationDto }) {
  const { state, inherited, signer, summary } = attestation
  const show = useDocumentText()
  const packages = numberIn(summary, 'packages')
  const tool = toolIn(summary)
  const createdAt = textIn(summary, 'createdAt')
  return (
    <div className="flex flex-wrap items-center gap-x-2.5 gap-y-1 px-4 py-3" data-state={state}>
      <StateMark state={state} inherited={inherited} size={20} label={stateLook[state].sentence} />
      <UrlLink
        changes={{ tab: 'attestations', type: null, item: attestation.digest }}
        step
        className="min-w-0 font-semibold [overflow-wrap:anywhere] hover:underline"
      >
        {show(attestationName(attestation))}
      </UrlLink>
      {packages !== null && <Pill>{countOf(packages, 'package')}</Pill>}
      {inherited && <Pill>of the index</Pill>}
      {(tool !== null || createdAt !== null) && (
        <span className="min-w-0 text-soft [overflow-wrap:anywhere]">
          made{tool !== null && ` by ${show(tool)}`}
          {createdAt !== null && (
            <>
              {tool === null ? ' ' : ', '}
              <Time at={createdAt} />
            </>
          )}
        </span>
      )}
      <span className="text-soft sm:ml-auto">{signer === null ? signerless(state) : show(formatSigner(signer))}</span>
    </div>
  )
}

function signerless(state: AttestationDto['state']): string {
  return state === 'unsigned' ? 'not signed' : state === 'untrusted' ? 'unknown key' : 'unknown signer'
}

type Summary = AttestationDto['summary']

function textIn(summary: Summary, name: string): string | null {
  const value = summary !== null && Object.hasOwn(summary, name) ? summary[name] : null
  return typeof value === 'string' && value !== '' ? value : null
}

function numberIn(summary: Summary, name: string): number | null {
  const value = summary !== null && Object.hasOwn(summary, name) ? summary[name] : null
  return typeof value === 'number' ? value : null
}

/** The tool among the creators: SPDX writes `Tool: name-version` beside persons and organisations. */
function toolIn(summary: Summary): string | null {
  const tools: unknown = summary !== null && Object.hasOwn(summary, 'tools') ? summary.tools : null
  if (!Array.isArray(tools)) return null
  const names = tools.filter((tool) => typeof tool === 'string')
  return (names.find((name) => name.startsWith('Tool: ')) ?? names[0])?.replace(/^Tool: /, '') ?? null
}
