import { ChevronRight } from 'lucide-react'
import type { ReactNode } from 'react'
import type { EvidenceDto } from '#lib/api/contract/verdict.ts'
import { summariseChecks } from './checks-summary.ts'
import EvidenceChecks from './evidence-checks.tsx'
import { EvidenceFrame } from './evidence-frame.tsx'

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

/** One signature: its state, whose it is, where it was found, and every check. */
export function EvidenceItem({ evidence, open, showCommand = true, title, children }: EvidenceItemProps) {
  return (
    <EvidenceFrame evidence={evidence} title={title}>
      {children}
      <details open={open} className="group mt-2">
        <summary className="inline-flex items-start gap-1 rounded text-sm text-soft hover:text-ink">
          <ChevronRight
            aria-hidden="true"
            size={14}
            className="mt-[3px] flex-none transition-transform group-open:rotate-90"
          />
          {summariseChecks(evidence.checks)}
        </summary>
        <EvidenceChecks evidence={evidence} showCommand={showCommand} />
      </details>
    </EvidenceFrame>
  )
}
