'use client'

import { Select } from '#components/ui/input.tsx'
import { useUrlParams } from '#components/url/use-url-params.ts'
import type { SbomDto } from '#lib/api/contract/attestations.ts'
import { shortenMiddle } from '#lib/format/digest.ts'
import { formatCount } from '#lib/format/size.ts'
import { visibleText } from '#lib/format/visible-text.ts'
import { notStated } from '#lib/sbom/package-query.ts'

/** As many as a list is still looked through; the search finds the others. */
const maxOptions = 300

type FacetSelectProps = {
  readonly label: string
  readonly parameter: 'type' | 'license'
  readonly facets: SbomDto['types']
  readonly selected: string | null
}

/** Narrows the packages to one value, each with the number of packages that have it. */
export function FacetSelect({ label, parameter, facets, selected }: FacetSelectProps) {
  const url = useUrlParams()
  const known = facets.slice(0, maxOptions).map(({ value, count }) => ({ value: value ?? notStated, count }))
  const isListed = selected === null || known.some(({ value }) => value === selected)
  return (
    <Select
      aria-label={label}
      value={selected ?? ''}
      onChange={(event) => url.replace({ [parameter]: event.target.value })}
      className="h-8! w-auto! max-w-52 text-sm"
    >
      <option value="">{`${label}: all`}</option>
      {!isListed && <option value={selected}>{toLabel(selected)}</option>}
      {known.map(({ value, count }) => (
        <option key={value} value={value}>
          {`${toLabel(value)} (${formatCount(count)})`}
        </option>
      ))}
    </Select>
  )
}

const toLabel = (value: string): string => (value === notStated ? 'Not stated' : shortenMiddle(visibleText(value), 60))
