import { Check, CircleHelp, Info, Minus, X } from 'lucide-react'
import type { CheckDto } from '#lib/api/contract/verdict.ts'
import { checkTitle } from '#lib/format/check-title.ts'
import { isRemark } from '#lib/format/evidence.ts'
import { visibleText } from '#lib/format/visible-text.ts'
import { CheckDetail } from './check-detail.tsx'

const looks = {
  passed: { Icon: Check, word: 'Passed', tone: 'text-verified' },
  failed: { Icon: X, word: 'Failed', tone: 'text-invalid' },
  inconclusive: { Icon: CircleHelp, word: 'Could not be decided', tone: 'text-untrusted' },
  skipped: { Icon: Minus, word: 'Not checked', tone: 'text-soft' },
  remark: { Icon: Info, word: 'Remark', tone: 'text-soft' },
} as const

/** Every check in the order in which it was made, with the values that were compared. */
export function CheckList({ checks }: { readonly checks: readonly CheckDto[] }) {
  return (
    <ol className="grid gap-2">
      {checks.map((check, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: several log entries have one id, and the order is the verifier’s.
        <CheckLine key={`${check.id} ${at}`} check={check} />
      ))}
    </ol>
  )
}

function CheckLine({ check }: { readonly check: CheckDto }) {
  const isNote = isRemark(check)
  const { Icon, word, tone } = looks[isNote ? 'remark' : check.status]
  return (
    <li data-check={check.id} data-status={check.status} className="grid grid-cols-[1.25rem_minmax(0,1fr)] items-start">
      <span className={`pt-[3px] ${tone}`}>
        <Icon aria-hidden="true" size={14} strokeWidth={3} />
        <span className="sr-only">{word}:</span>
      </span>
      <div className={`min-w-0 ${check.status === 'skipped' ? 'text-soft' : ''}`}>
        {!isNote && <p className="[overflow-wrap:anywhere]">{checkTitle(check.id)}</p>}
        {check.status !== 'passed' && <p className="text-soft [overflow-wrap:anywhere]">{visibleText(check.reason)}</p>}
        <CheckDetail check={check} />
      </div>
    </li>
  )
}
