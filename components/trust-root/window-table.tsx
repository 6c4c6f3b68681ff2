'use client'

import { Digest } from '#components/ui/digest.tsx'
import { formatDay, type RootPart } from './root-words.ts'
import { dayMs } from './window-axis.ts'

type WindowTableProps = { readonly name: string; readonly parts: readonly RootPart[]; readonly nowMs: number }

/** The same as the picture, with the keys. */
export default function WindowTable({ name, parts, nowMs }: WindowTableProps) {
  return (
    <section aria-label={`Authorities and logs of ${name}`} className="overflow-x-auto border-t border-line">
      <table className="data-table min-w-[52rem]">
        <caption className="sr-only">Authorities, logs and keys of {name}, and when they are valid</caption>
        <thead>
          <tr>
            <th scope="col">Kind</th>
            <th scope="col">Name</th>
            <th scope="col">Valid from</th>
            <th scope="col">Valid until</th>
            <th scope="col">Now</th>
            <th scope="col">Key</th>
            <th scope="col">Fingerprint</th>
          </tr>
        </thead>
        <tbody>
          {parts.map((part) => (
            <tr key={part.id}>
              <td className="whitespace-nowrap">{part.kind}</td>
              <td className="py-1.5 [overflow-wrap:anywhere]">
                {part.name}
                {part.address !== null && <span className="block text-xs text-soft">{part.address}</span>}
              </td>
              <td className="num whitespace-nowrap">
                {part.window.from === null ? 'always' : formatDay(part.window.from)}
              </td>
              <td className="num whitespace-nowrap">
                {part.window.until === null ? 'no end' : formatDay(part.window.until)}
              </td>
              <td className="whitespace-nowrap">{describeNow(part, nowMs)}</td>
              <td className="whitespace-nowrap">{part.key}</td>
              <td>
                <Digest digest={part.fingerprint} label="fingerprint" />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

function describeNow({ window: { from, until } }: RootPart, nowMs: number): string {
  if (until !== null && until < nowMs) return 'over'
  return from !== null && from >= nowMs + dayMs ? 'to come' : 'valid'
}
