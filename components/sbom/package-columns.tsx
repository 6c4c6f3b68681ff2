import type { Column } from '#components/data-table/column.ts'
import { ExternalLink } from '#components/ui/external-link.tsx'
import { isMasked, useDocumentText } from '#components/ui/secrets.tsx'
import { useUrlParams } from '#components/url/use-url-params.ts'
import type { SbomPackageDto } from '#lib/api/contract/attestations.ts'
import { purlLink } from '#lib/format/purl-link.ts'

const notStated = <span className="text-soft">Not stated</span>

/** Text of a package is its author's: shown as text, links only where the purl names a known ecosystem's page. */
export const packageColumns: readonly Column<SbomPackageDto>[] = [
  {
    id: 'name',
    header: 'Package',
    width: '30%',
    cell: ({ name, purl, id }) => <Name name={name} purl={purl} id={id} />,
  },
  {
    id: 'version',
    header: 'Version',
    width: '20%',
    cell: ({ version }) => <Cell text={version} mono />,
  },
  {
    id: 'type',
    header: 'Type',
    width: '6.5rem',
    className: 'max-sm:hidden text-soft',
    cell: ({ type, purl }) => <Type type={type} purl={purl} />,
  },
  {
    id: 'license',
    header: 'Licence',
    className: 'max-md:hidden',
    cell: ({ licenseDeclared, licenseConcluded }) => (
      <License declared={licenseDeclared} concluded={licenseConcluded} />
    ),
  },
  {
    id: 'supplier',
    header: 'Supplier',
    width: '18%',
    className: 'max-lg:hidden text-soft',
    cell: ({ supplier }) => <Cell text={supplier} />,
  },
]

/** The name opens what else the document says of the package. */
function Name({ name, purl, id }: Pick<SbomPackageDto, 'name' | 'purl' | 'id'>) {
  const url = useUrlParams()
  const show = useDocumentText()
  return (
    <button
      type="button"
      title={show(purl ?? name)}
      aria-haspopup="dialog"
      onClick={() => url.push({ package: id })}
      className="block max-w-full truncate text-left font-medium hover:underline"
    >
      {show(name)}
    </button>
  )
}

function Cell({ text, mono = false }: { readonly text: string | null; readonly mono?: boolean }) {
  const show = useDocumentText()
  if (text === null || text === '') return notStated
  const shown = show(text)
  return (
    <span title={shown} className={`block truncate ${mono ? 'font-mono text-xs' : ''}`}>
      {shown}
    </span>
  )
}

/** The ecosystem, with the way to the package's page there. */
function Type({ type, purl }: Pick<SbomPackageDto, 'type' | 'purl'>) {
  const show = useDocumentText()
  // A link would give away what is masked.
  const link = purl === null || isMasked(purl, show) ? null : purlLink(purl)
  if (type === null || link === null) return <Cell text={type} />
  return (
    <span title={link.host} className="block truncate">
      <ExternalLink href={link.href} className="hover:text-ink hover:underline">
        {show(type)}
      </ExternalLink>
    </span>
  )
}

type LicenseProps = { readonly declared: string | null; readonly concluded: string | null }

function License({ declared, concluded }: LicenseProps) {
  const show = useDocumentText()
  const main = concluded ?? declared
  if (main === null) return notStated
  const shown = show(main)
  if (declared === null || concluded === null || declared === concluded) return <Cell text={main} />
  return (
    <span title={`Concluded: ${shown}\nDeclared: ${show(declared)}`} className="block truncate">
      {shown} <span className="text-soft">declared {show(declared)}</span>
    </span>
  )
}
