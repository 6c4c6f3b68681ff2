import type { Column } from '#components/data-table/column.ts'
import { ExternalLink } from '#components/ui/external-link.tsx'
import type { SbomPackageDto } from '#lib/api/contract/attestations.ts'
import { purlLink } from '#lib/format/purl-link.ts'
import { visibleText } from '#lib/format/visible-text.ts'

const notStated = <span className="text-soft">Not stated</span>

/** Text of a package is its author's: shown as text, links only where the purl names a known ecosystem's page. */
export const packageColumns: readonly Column<SbomPackageDto>[] = [
  {
    id: 'name',
    header: 'Package',
    width: '30%',
    cell: ({ name, purl }) => {
      const shown = visibleText(name)
      const link = purl === null ? null : purlLink(purl)
      return (
        <span title={shown} className="block truncate font-medium">
          {link === null ? (
            shown
          ) : (
            <ExternalLink href={link.href} className="hover:underline">
              {shown}
            </ExternalLink>
          )}
        </span>
      )
    },
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
    cell: ({ type }) => <Cell text={type} />,
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

function Cell({ text, mono = false }: { readonly text: string | null; readonly mono?: boolean }) {
  if (text === null || text === '') return notStated
  const shown = visibleText(text)
  return (
    <span title={shown} className={`block truncate ${mono ? 'font-mono text-xs' : ''}`}>
      {shown}
    </span>
  )
}

type LicenseProps = { readonly declared: string | null; readonly concluded: string | null }

function License({ declared, concluded }: LicenseProps) {
  const main = concluded ?? declared
  if (main === null) return notStated
  const shown = visibleText(main)
  if (declared === null || concluded === null || declared === concluded) return <Cell text={main} />
  return (
    <span title={`Concluded: ${shown}\nDeclared: ${visibleText(declared)}`} className="block truncate">
      {shown} <span className="text-soft">declared {visibleText(declared)}</span>
    </span>
  )
}
