import { StatePill } from '#components/state/state-pill.tsx'
import type { Timeline } from '#lib/format/timeline/timeline.ts'
import { describeTime, sourceLook } from './mark-look.ts'

/** Every mark of the picture as a row, in the order of time. */
export function TimelineTable({ timeline }: { readonly timeline: Timeline }) {
  const rows = timeline.lanes
    .flatMap((lane) => lane.marks.map((mark) => ({ lane, mark })))
    .toSorted((a, b) => (a.mark.from ?? 0) - (b.mark.from ?? 0))
  return (
    <div className="mt-3 overflow-x-auto border-t border-line">
      <table className="data-table min-w-[44rem]">
        <caption className="sr-only">When everything happened</caption>
        <thead>
          <tr>
            <th scope="col">When</th>
            <th scope="col">What</th>
            <th scope="col">Of</th>
            <th scope="col">State</th>
            <th scope="col">Known how</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ lane, mark }) => (
            <tr key={mark.id}>
              <td className="num">{describeTime(mark)}</td>
              <td className="[overflow-wrap:anywhere]">{mark.label}</td>
              <td className="[overflow-wrap:anywhere]">
                {lane.title}
                {lane.signer !== null && <span className="block text-xs text-soft">{lane.signer}</span>}
              </td>
              <td>{lane.state === null ? '–' : <StatePill state={lane.state} size={16} />}</td>
              <td>{sourceLook[mark.source].word}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
