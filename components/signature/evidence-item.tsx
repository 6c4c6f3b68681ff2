import { ChevronRight } from 'lucide-react'
import type { ReactNode } from 'react'
import { stateLook } from '#components/state/state-look.ts'
import { StateMark } from '#components/state/state-mark.tsx'
import { CodeBlock } from '#components/ui/code-block.tsx'
import { Digest } from '#components/ui/digest.tsx'
import { Pill } from '#components/ui/pill.tsx'
import { Time } from '#components/ui/time.tsx'
import type { EvidenceDto } from '#lib/api/contract/verdict.ts'
import { formatEvidenceFormat, formatStore, isRemark, reasonOf } from '#lib/format/evidence.ts'
import { countOf } from '#lib/format/size.ts'
import { visibleText } from '#lib/format/visible-text.ts'
import { Annotations } from './annotations.tsx'
import { CheckList } from './check-list.tsx'
import { IdentityFacts } from './identity-facts.tsx'
import { SignerName } from './signer-name.tsx'

type EvidenceItemProps = {
  readonly evidence: EvidenceDto
  /** Whether its checks are unfolded at first. */
  readonly open: boolean
  /** Off where the command stands elsewhere on the page. */
  readonly showCommand?: boolean
  /** Before the signer: what is signed, where that is not the image itself. */
  readonly title?: ReactNode
  /** Below the head: named fields, an offer to trust the signer. */
  readonly children?: ReactNode
}

/** One signature or attestation: its state, whose it is, where it was found, and every check. */
export function EvidenceItem({ evidence, open, showCommand = true, title, children }: EvidenceItemProps) {
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
          <Checks evidence={evidence} open={open} showCommand={showCommand} />
        </div>
      </div>
    </article>
  )
}

type ChecksProps = Pick<EvidenceItemProps, 'evidence' | 'open'> & { readonly showCommand: boolean }

function Checks({ evidence, open, showCommand }: ChecksProps) {
  return (
    <details open={open} className="group mt-2">
      <summary className="inline-flex items-center gap-1 rounded text-sm text-soft hover:text-ink">
        <ChevronRight aria-hidden="true" size={14} className="transition-transform group-open:rotate-90" />
        {summaryOf(evidence.checks)}
      </summary>
      <div className="mt-2 grid gap-3">
        <CheckList checks={evidence.checks} />
        <Facts evidence={evidence} />
        {showCommand && evidence.command !== null && <CodeBlock code={evidence.command} />}
      </div>
    </details>
  )
}

function summaryOf(checks: EvidenceDto['checks']): string {
  const remarks = checks.filter(isRemark).length
  const count = (status: string) => checks.filter((check) => check.status === status && !isRemark(check)).length
  const parts = [
    `${count('passed')} of ${checks.length - remarks} checks passed`,
    count('failed') > 0 ? `${count('failed')} failed` : null,
    count('inconclusive') > 0 ? `${count('inconclusive')} could not be decided` : null,
    count('skipped') > 0 ? `${count('skipped')} not needed or not done` : null,
    remarks > 0 ? countOf(remarks, 'remark') : null,
  ]
  return parts.filter((part) => part !== null).join(' · ')
}

const timeSources = {
  log: 'by a transparency log',
  'timestamp-authority': 'by a time-stamp authority',
  'signer-claim': 'claimed by the signer, not proven',
} as const

function Facts({ evidence }: { readonly evidence: EvidenceDto }) {
  const { signedAt } = evidence
  return (
    <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1 text-sm">
      <dt className="text-soft">Stored as</dt>
      <dd>
        <Digest digest={evidence.digest} label="digest of the evidence" />
      </dd>
      <dt className="text-soft">Speaks of</dt>
      <dd>
        <Digest digest={evidence.subject} label="digest of the subject" />
      </dd>
      {signedAt !== null && (
        <>
          <dt className="text-soft">Signed</dt>
          <dd>
            <Time at={signedAt.at} /> <span className="text-soft">({timeSources[signedAt.source]})</span>
          </dd>
        </>
      )}
      <Annotations annotations={evidence.annotations} label="Annotations, signed" />
      {evidence.signer?.kind === 'identity' && <IdentityFacts signer={evidence.signer} />}
    </dl>
  )
}
