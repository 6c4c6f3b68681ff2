import { stateLook } from '#components/state/state-look.ts'
import { StatePill } from '#components/state/state-pill.tsx'
import { Digest } from '#components/ui/digest.tsx'
import { Panel } from '#components/ui/panel.tsx'
import type { VerdictDto } from '#lib/api/contract/verdict.ts'
import { shortenMiddle } from '#lib/format/digest.ts'
import { groupBySigner, type PictureNode, toNodes, toVouchings, type Vouching } from './vouching.ts'

/** More lines than a picture can hold at a glance; the table has all of them. */
const maxLines = 8
const rowHeight = 46
const boxHeight = 32
const columns = {
  signer: { x: 0, width: 200 },
  statement: { x: 270, width: 200 },
  subject: { x: 540, width: 140 },
} as const
const width = 680

/** Who vouches for what: signers at the left, what they say, and of what. Every line is a row of the table below it. */
export function TrustPicture({ verdict }: { readonly verdict: VerdictDto }) {
  const vouchings = groupBySigner(toVouchings(verdict))
  if (vouchings.length === 0) return null
  return (
    <Panel title="Who vouches for what">
      <div className="px-4 pt-4 max-sm:hidden">
        <Picture lines={vouchings.slice(0, maxLines)} />
      </div>
      <details className="group px-4 py-3" open={vouchings.length > maxLines}>
        <summary className="inline-block rounded text-sm text-soft hover:text-ink">As a table</summary>
        <VouchingTable vouchings={vouchings} />
      </details>
    </Panel>
  )
}

function Picture({ lines }: { readonly lines: readonly Vouching[] }) {
  const signers = toNodes(lines.map(({ signer }) => signer))
  const subjects = toNodes(lines.map(({ subject }) => subject))
  const height = lines.length * rowHeight
  return (
    <svg
      role="img"
      aria-label="Lines from signers to what they vouch for; the table has the same"
      viewBox={`0 -2 ${width} ${height + 2}`}
      className="w-full max-w-3xl"
    >
      {lines.map((line, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the same signer may vouch for the same thing twice.
        <g key={row} className={stateLook[line.state].text}>
          <Edge from={rowOf(signers, line.signer)} to={row} between={['signer', 'statement']} line={line} />
          <Edge from={row} to={rowOf(subjects, line.subject)} between={['statement', 'subject']} line={line} />
          <Box column="statement" text={line.statement} row={row} />
        </g>
      ))}
      {signers.map(({ text, row }) => (
        <Box key={text} column="signer" text={text} row={row} />
      ))}
      {subjects.map(({ text, row }) => (
        <Box key={text} column="subject" text={text} row={row} />
      ))}
    </svg>
  )
}

const rowOf = (nodes: readonly PictureNode[], text: string): number =>
  nodes.find((node) => node.text === text)?.row ?? 0

type Column = keyof typeof columns
type EdgeProps = {
  readonly from: number
  readonly to: number
  readonly between: readonly [Column, Column]
  readonly line: Vouching
}

const middle = (row: number): number => row * rowHeight + boxHeight / 2

/** Whole where every check passed, dashed where the signer is not trusted or not known, cut through where it is broken. */
function Edge({ from, to, between: [left, right], line }: EdgeProps) {
  const x1 = columns[left].x + columns[left].width
  const x2 = columns[right].x
  const [y1, y2] = [middle(from), middle(to)]
  const [cx, cy] = [(x1 + x2) / 2, (y1 + y2) / 2]
  return (
    <>
      <path
        d={`M${x1} ${y1}C${cx} ${y1} ${cx} ${y2} ${x2} ${y2}`}
        fill="none"
        stroke="currentColor"
        strokeWidth={line.inherited ? 1.25 : 2}
        strokeDasharray={line.state === 'verified' || line.state === 'invalid' ? undefined : '4 5'}
      />
      {line.state === 'invalid' && (
        <>
          <path d={`M${cx - 5} ${cy - 9}L${cx + 5} ${cy + 9}`} stroke="var(--surface)" strokeWidth={9} />
          <path d={`M${cx - 8} ${cy - 7}l4 14M${cx + 4} ${cy - 7}l4 14`} stroke="currentColor" strokeWidth={2} />
        </>
      )}
    </>
  )
}

function Box({ column, text, row }: { readonly column: Column; readonly text: string; readonly row: number }) {
  const { x, width: boxWidth } = columns[column]
  return (
    <g>
      <title>{text}</title>
      <rect
        x={x + 0.5}
        y={row * rowHeight + 0.5}
        width={boxWidth - 1}
        height={boxHeight - 1}
        rx={8}
        fill="var(--sunken)"
        stroke="var(--line)"
      />
      <text x={x + 12} y={middle(row)} dominantBaseline="central" fill="var(--ink)" fontSize={13}>
        {shortenMiddle(text, 26)}
      </text>
    </g>
  )
}

function VouchingTable({ vouchings }: { readonly vouchings: readonly Vouching[] }) {
  return (
    <div className="mt-2 overflow-x-auto">
      <table className="data-table min-w-[36rem]">
        <caption className="sr-only">Who vouches for what</caption>
        <thead>
          <tr>
            <th scope="col">Trust</th>
            <th scope="col">Signer</th>
            <th scope="col">Vouches for</th>
            <th scope="col">Of</th>
          </tr>
        </thead>
        <tbody>
          {vouchings.map((line, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the same signer may vouch for the same thing twice.
            <tr key={index}>
              <td>
                <StatePill state={line.state} inherited={line.inherited} size={16} />
              </td>
              <td>{line.signer}</td>
              <td className="[overflow-wrap:anywhere]">{line.statement}</td>
              <td>
                {line.subject} <Digest digest={line.digest} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
