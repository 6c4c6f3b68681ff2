import type { ReactNode } from 'react'
import { stateLook } from '#components/state/state-look.ts'
import { StateMark } from '#components/state/state-mark.tsx'
import { Pill } from '#components/ui/pill.tsx'
import type { EvidenceDto } from '#lib/api/contract/verdict.ts'
import { formatEvidenceFormat, formatStore, reasonOf } from '#lib/format/evidence.ts'
import { visibleText } from '#lib/format/visible-text.ts'
import { SignerName } from './signer-name.tsx'

type EvidenceFrameProps = {
  readonly evidence: EvidenceDto
  /** Before the signer: what is signed, where that is not the image itself. */
  readonly title?: ReactNode
  readonly children?: ReactNode
}

/** One signature or attestation: its state, whose it is, where it was found, why it has its state. */
export function EvidenceFrame({ evidence, title, children }: EvidenceFrameProps) {
  const reason = evidence.state === 'verified' ? null : reasonOf(evidence)
  return (
    <article data-evidence={evidence.digest} data-state={evidence.state} className="px-4 py-3.5">
      <div className="flex gap-2.5">
        <StateMark
          state={evidence.state}
          inherited={evidence.inherited}
          size={20}
          label={stateLook[evidence.state].sentence}
          className="mt-px"
        />
        <div className="min-w-0 flex-1">
          <div className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
            {title}
            <SignerName evidence={evidence} />
            {evidence.inherited && <Pill>inherited from the index</Pill>}
            <span className="text-soft sm:ml-auto">
              {formatEvidenceFormat(evidence.format)} · {formatStore(evidence.store)}
            </span>
          </div>
          {reason !== null && <p className="mt-1 text-soft [overflow-wrap:anywhere]">{visibleText(reason)}</p>}
          {children}
        </div>
      </div>
    </article>
  )
}
