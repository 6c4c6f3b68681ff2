import type { ReactNode } from 'react'
import { Digest } from '#components/ui/digest.tsx'
import { Panel } from '#components/ui/panel.tsx'
import { useDocumentText } from '#components/ui/secrets.tsx'
import { Time } from '#components/ui/time.tsx'
import type { SbomDto } from '#lib/api/contract/attestations.ts'
import { formatSbomFormat } from '#lib/format/evidence-line.ts'
import { countOf } from '#lib/format/size.ts'

/** What the document says about itself; all of it is claimed by its author. */
export function DocumentFacts({ sbom }: { readonly sbom: SbomDto }) {
  const show = useDocumentText()
  const text = (value: string | null): ReactNode => (value === null || value === '' ? notStated : show(value))
  const list = (values: readonly string[]): ReactNode => (values.length === 0 ? notStated : show(values.join(', ')))
  const { document } = sbom
  return (
    <Panel title="The document" aside="as it describes itself">
      <dl className="grid gap-x-4 gap-y-1.5 px-4 py-3.5 sm:grid-cols-[8rem_minmax(0,1fr)]">
        <Fact name="Format">
          {formatSbomFormat(sbom.format)}
          {document.specVersion !== null && ` ${show(document.specVersion.replace(/^SPDX-/, ''))}`}
        </Fact>
        <Fact name="Stored as">
          <Digest digest={sbom.digest} />
        </Fact>
        <Fact name="Name">{text(document.name)}</Fact>
        <Fact name="Created">{document.createdAt === null ? notStated : <Time at={document.createdAt} />}</Fact>
        <Fact name="Tools">{list(document.tools)}</Fact>
        <Fact name="Authors">{list(document.authors)}</Fact>
        <Fact name="Describes">
          <Described describes={document.describes} />
        </Fact>
        <Fact name="Namespace">
          <code className="[overflow-wrap:anywhere]">{text(document.namespace)}</code>
        </Fact>
        <Fact name="Licence of the document">{text(document.dataLicense)}</Fact>
        <Fact name="Also lists">
          {countOf(document.fileCount, 'file')}, {countOf(document.relationshipCount, 'relationship')}
        </Fact>
      </dl>
    </Panel>
  )
}

const notStated = <span className="text-soft">Not stated</span>

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <>
      <dt className="text-soft">{name}</dt>
      <dd className="min-w-0 [overflow-wrap:anywhere] max-sm:mb-1.5">{children}</dd>
    </>
  )
}

function Described({ describes }: Pick<SbomDto['document'], 'describes'>) {
  const show = useDocumentText()
  if (describes.length === 0) return notStated
  return (
    <ul className="grid gap-1">
      {describes.slice(0, 5).map((described, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a document may describe the same thing twice.
        <li key={index} className="min-w-0 [overflow-wrap:anywhere]">
          {show(described.name)} {described.version !== null && show(described.version)}{' '}
          {described.digests.slice(0, 2).map((digest) => (
            <Digest key={digest} digest={digest} />
          ))}
        </li>
      ))}
      {describes.length > 5 && <li className="text-soft">and {describes.length - 5} more</li>}
    </ul>
  )
}
