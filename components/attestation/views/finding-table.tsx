'use client'

import { useState } from 'react'
import { Button } from '#components/ui/button.tsx'
import { ExternalLink } from '#components/ui/external-link.tsx'
import { useDocumentText } from '#components/ui/secrets.tsx'
import type { Finding } from '#lib/attestation/predicates/vulnerabilities.ts'
import { formatCount } from '#lib/format/size.ts'
import { useClaimedLink } from '../use-claimed-link.ts'

const step = 50

/** Findings to compare, worst first. On a narrow screen the versions stand below the package. */
export function FindingTable({ findings }: { readonly findings: readonly Finding[] }) {
  const [shown, setShown] = useState(step)
  const rest = findings.length - shown
  if (findings.length === 0) return <p className="mt-3 text-soft">No finding matches.</p>
  return (
    <>
      <div className="mt-3 overflow-hidden rounded-control border border-line">
        <table className="data-table table-fixed">
          <caption className="sr-only">Findings of the scanner</caption>
          <thead>
            <tr>
              <th scope="col" className="w-24 text-sm md:w-27">
                Severity
              </th>
              <th scope="col">Vulnerability</th>
              <th scope="col" className="max-md:hidden">
                Package
              </th>
              <th scope="col" className="w-44 max-md:hidden">
                Installed
              </th>
              <th scope="col" className="w-44 max-md:hidden">
                Fixed in
              </th>
            </tr>
          </thead>
          <tbody>
            {findings.slice(0, shown).map((finding, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a report may list the same finding twice.
              <FindingRow key={index} finding={finding} />
            ))}
          </tbody>
        </table>
      </div>
      {rest > 0 && (
        <Button size="s" className="no-print mt-2" onClick={() => setShown(shown + step)}>
          Show {formatCount(Math.min(step, rest))} of {formatCount(rest)} more
        </Button>
      )}
    </>
  )
}

const cell = 'py-1.5! align-top [overflow-wrap:anywhere]'

function FindingRow({ finding }: { readonly finding: Finding }) {
  const { id, severity, package: name, packageType, installed, fixed, link, title } = finding
  const show = useDocumentText()
  const target = useClaimedLink(link)
  return (
    <tr data-finding={show(id, 100)}>
      <td className={`${cell} first-letter:uppercase ${isGrave(severity) ? 'font-semibold' : 'text-soft'}`}>
        {severity}
      </td>
      <td className={cell}>
        {target === null ? (
          show(id, 200)
        ) : (
          <ExternalLink href={target.href}>
            <span title={target.host}>{show(id, 200)}</span>
          </ExternalLink>
        )}
        <span className="block text-sm md:hidden">
          {name === null ? 'Package not stated' : show(name, 200)} {show(installed ?? '', 100)}
          <span className="block text-soft">
            {fixed === null ? 'no fixed version stated' : `fixed in ${show(fixed, 100)}`}
          </span>
        </span>
        {title !== null && title !== id && <span className="line-clamp-2 text-xs text-soft">{show(title, 300)}</span>}
      </td>
      <td className={`${cell} max-md:hidden`}>
        {name === null ? <span className="text-soft">Not stated</span> : show(name, 200)}
        {packageType !== null && <span className="text-xs text-soft"> {show(packageType, 50)}</span>}
      </td>
      <td className={`${cell} max-md:hidden`}>
        {installed === null ? <span className="text-soft">Not stated</span> : show(installed, 100)}
      </td>
      <td className={`${cell} max-md:hidden`}>
        {fixed === null ? <span className="text-soft">None stated</span> : show(fixed, 200)}
      </td>
    </tr>
  )
}

const isGrave = (severity: Finding['severity']): boolean => severity === 'critical' || severity === 'high'
