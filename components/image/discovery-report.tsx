import { Link } from '#components/ui/link.tsx'
import { Panel } from '#components/ui/panel.tsx'
import type { StoreAnswerDto, VerdictDto } from '#lib/api/contract/verdict.ts'
import { shortenDigestsIn } from '#lib/format/digest.ts'
import { formatAnswer, formatStore } from '#lib/format/evidence.ts'
import { visibleText } from '#lib/format/visible-text.ts'

type DiscoveryReportProps = { readonly verdict: Pick<VerdictDto, 'discovery' | 'indexState'> }

/** Every place where evidence can be kept, what it was asked, and what it answered. */
export function DiscoveryReport({ verdict }: DiscoveryReportProps) {
  const { discovery } = verdict
  const failed = discovery.filter(({ answer }) => answer === 'failed').length
  return (
    <Panel
      title="Where we looked"
      id="discovery"
      aside={
        failed === 0 ? `${discovery.length} asked, all answered` : `${discovery.length} asked, ${failed} gave no answer`
      }
    >
      <table className="w-full table-fixed">
        <caption className="sr-only">Places that were asked for signatures and attestations</caption>
        <colgroup>
          <col />
          <col className="w-30" />
        </colgroup>
        <thead className="sr-only">
          <tr>
            <th scope="col">Place</th>
            <th scope="col">Answer</th>
          </tr>
        </thead>
        {groupBySubject(verdict).map(({ subject, answers }) => (
          <tbody key={subject ?? ''} className="divide-y divide-line border-line not-first:border-t">
            {subject !== null && (
              <tr className="bg-sunken text-xs text-soft">
                <th scope="rowgroup" colSpan={2} className="px-4 py-1.5 text-left font-medium">
                  {subject}
                </th>
              </tr>
            )}
            {answers.map((answer) => (
              <AnswerRow key={`${answer.store} ${answer.asked}`} answer={answer} />
            ))}
          </tbody>
        ))}
      </table>
    </Panel>
  )
}

type Group = { readonly subject: string | null; readonly answers: readonly StoreAnswerDto[] }

/** For a platform, its index was asked about as well, after it: BuildKit's entries end each round. */
function groupBySubject({ discovery, indexState }: DiscoveryReportProps['verdict']): readonly Group[] {
  const end = discovery.findIndex(({ store }) => store === 'index') + 1
  if (indexState === null || end === 0) return [{ subject: null, answers: discovery }]
  return [
    { subject: 'About this platform', answers: discovery.slice(0, end) },
    { subject: 'About its index', answers: discovery.slice(end) },
  ].filter(({ answers }) => answers.length > 0)
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
        <code title={answer.asked} className="block text-xs text-soft [overflow-wrap:anywhere]">
          {shortenDigestsIn(visibleText(answer.asked))}
        </code>
        {answer.answer === 'failed' && answer.detail && (
          <span className="block text-xs [overflow-wrap:anywhere]">{visibleText(answer.detail)}</span>
        )}
      </td>
      <td className="py-2 pr-4 text-right align-top">
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
