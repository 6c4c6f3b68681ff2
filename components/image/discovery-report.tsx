import { Link } from '#components/ui/link.tsx'
import { Panel } from '#components/ui/panel.tsx'
import type { StoreAnswerDto } from '#lib/api/contract/verdict.ts'
import { shortenDigestsIn, shortenMiddle } from '#lib/format/digest.ts'
import { formatAnswer, formatStore } from '#lib/format/evidence.ts'
import { visibleText } from '#lib/format/visible-text.ts'

/** Every place where evidence can be kept, what it was asked, and what it answered. */
export function DiscoveryReport({ answers }: { readonly answers: readonly StoreAnswerDto[] }) {
  const failed = answers.filter(({ answer }) => answer === 'failed').length
  return (
    <Panel
      title="Where we looked"
      id="discovery"
      aside={
        failed === 0 ? `${answers.length} asked, all answered` : `${answers.length} asked, ${failed} gave no answer`
      }
    >
      <table className="w-full table-fixed">
        <caption className="sr-only">Places that were asked for signatures and attestations</caption>
        <thead className="sr-only">
          <tr>
            <th scope="col">Place</th>
            <th scope="col">Answer</th>
          </tr>
        </thead>
        <tbody className="divide-y divide-line">
          {answers.map((answer) => (
            <AnswerRow key={`${answer.store} ${answer.asked}`} answer={answer} />
          ))}
        </tbody>
      </table>
    </Panel>
  )
}

const tones = {
  found: '',
  absent: 'text-soft',
  unsupported: 'text-soft',
  failed: 'font-medium text-undetermined',
} as const

function AnswerRow({ answer }: { readonly answer: StoreAnswerDto }) {
  return (
    <tr data-store={answer.store} data-answer={answer.answer}>
      <td className="py-2 pr-2 pl-4">
        <span className="block">{capital(formatStore(answer.store))}</span>
        <code title={answer.asked} className="block truncate text-xs text-soft">
          {shortenMiddle(shortenDigestsIn(visibleText(answer.asked)), 28)}
        </code>
        {answer.answer === 'failed' && answer.detail && (
          <span className="block text-xs [overflow-wrap:anywhere]">{visibleText(answer.detail)}</span>
        )}
      </td>
      <td className="w-30 py-2 pr-4 text-right align-top">
        <span className={tones[answer.answer]}>{formatAnswer(answer)}</span>
        <span className="block text-xs text-soft">
          {answer.status !== null && `HTTP ${answer.status}`}
          {answer.code !== null && (
            <>
              {' '}
              <Link href={`/docs/errors/${answer.code}`} className="link" title={answer.code}>
                why
              </Link>
            </>
          )}
        </span>
      </td>
    </tr>
  )
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)
