'use client'

import { useMemo } from 'react'
import type { Option } from '#components/ui/filter-options.ts'
import { Picker } from '#components/ui/picker.tsx'
import { useDocumentText } from '#components/ui/secrets.tsx'
import { useUrlParams } from '#components/url/use-url-params.ts'
import type { SbomDto } from '#lib/api/contract/attestations.ts'
import { shortenMiddle } from '#lib/format/digest.ts'
import { formatCount } from '#lib/format/size.ts'
import { notStated } from '#lib/sbom/package-query.ts'

type FacetSelectProps = {
  readonly label: string
  readonly parameter: 'type' | 'license'
  readonly facets: SbomDto['types']
  readonly selected: string | null
}

/** Narrows the packages to one value, each with the number of packages that have it. */
export function FacetSelect({ label, parameter, facets, selected }: FacetSelectProps) {
  const url = useUrlParams()
  const show = useDocumentText()
  const options = useMemo(() => toOptions(facets, selected, show), [facets, selected, show])
  return (
    <Picker
      label={label}
      none="all"
      options={options}
      selected={selected}
      onPick={(value) => url.replace({ [parameter]: value })}
      className="sm:max-w-60"
    />
  )
}

function toOptions(facets: SbomDto['types'], selected: string | null, show: (text: string) => string): Option[] {
  const toOption = (value: string, note?: string): Option => ({
    value,
    label: value === notStated ? 'Not stated' : shortenMiddle(show(value), 80),
    ...(note === undefined ? {} : { note }),
  })
  const known = facets.map(({ value, count }) => toOption(value ?? notStated, formatCount(count)))
  return selected === null || known.some(({ value }) => value === selected) ? known : [toOption(selected), ...known]
}
