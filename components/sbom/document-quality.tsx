import { Panel } from '#components/ui/panel.tsx'
import type { SbomDto } from '#lib/api/contract/attestations.ts'
import { countOf, formatCount } from '#lib/format/size.ts'

const parts: readonly { readonly name: keyof SbomDto['stated']; readonly label: string }[] = [
  { name: 'version', label: 'Version' },
  { name: 'identifier', label: 'Package URL or CPE' },
  { name: 'purl', label: 'Package URL' },
  { name: 'supplier', label: 'Supplier' },
  { name: 'license', label: 'Licence' },
  { name: 'relationship', label: 'A relationship' },
]

/** How many packages state what NTIA's minimum elements ask for, and a licence: facts, from which nobody makes a score. */
export function DocumentQuality({ sbom }: { readonly sbom: SbomDto }) {
  const { stated, packageCount, document } = sbom
  return (
    <Panel title="What it states" aside={`of ${countOf(packageCount, 'package')}`}>
      <table className="w-full text-sm">
        <caption className="sr-only">
          How many packages state what NTIA’s minimum elements ask for, and a licence
        </caption>
        <tbody className="divide-y divide-line">
          {parts.map(({ name, label }) => (
            <tr key={name}>
              <th scope="row" className="px-4 py-2 text-left font-normal text-soft">
                {label}
              </th>
              <td className="w-1/3 py-2" aria-hidden="true">
                <Bar share={packageCount === 0 ? 0 : stated[name] / packageCount} />
              </td>
              <td className="num px-4 py-2 text-right whitespace-nowrap">{toShare(stated[name], packageCount)}</td>
            </tr>
          ))}
          <Whole label="Author of the document" isStated={document.authors.length + document.tools.length > 0} />
          <Whole label="Time of its making" isStated={document.createdAt !== null} />
        </tbody>
      </table>
    </Panel>
  )
}

function Bar({ share }: { readonly share: number }) {
  return (
    <svg viewBox="0 0 100 4" preserveAspectRatio="none" className="block h-1.5 w-full" role="presentation">
      <rect width="100" height="4" rx="2" className="fill-sunken" />
      <rect width={share * 100} height="4" rx="2" className="fill-soft" />
    </svg>
  )
}

function Whole({ label, isStated }: { readonly label: string; readonly isStated: boolean }) {
  return (
    <tr>
      <th scope="row" className="px-4 py-2 text-left font-normal text-soft">
        {label}
      </th>
      <td />
      <td className="px-4 py-2 text-right">{isStated ? 'Stated' : <span className="text-soft">Not stated</span>}</td>
    </tr>
  )
}

/** Never rounded to all or to none. */
function toShare(count: number, of: number): string {
  if (count === of) return of === 0 ? '0' : 'all'
  const percent = Math.min(99, Math.max(count === 0 ? 0 : 1, Math.round((count / of) * 100)))
  return `${formatCount(count)} (${percent} %)`
}
