import { StatePill } from '#components/state/state-pill.tsx'
import { Digest } from '#components/ui/digest.tsx'
import { Panel } from '#components/ui/panel.tsx'
import { useDocumentText } from '#components/ui/secrets.tsx'
import { Time } from '#components/ui/time.tsx'
import type { SbomDto } from '#lib/api/contract/attestations.ts'
import { formatSbomFormat } from '#lib/format/evidence-line.ts'
import { countOf } from '#lib/format/size.ts'

const sources = {
  attestation: 'attestation',
  attachment: '.sbom attachment',
  buildkit: 'BuildKit entry',
} as const

/** Which SBOM was chosen and why, and those that were not. They are never merged. */
export function OtherSboms({ sbom }: { readonly sbom: SbomDto }) {
  const show = useDocumentText()
  return (
    <Panel title="Why this SBOM" aside={sbom.others.length === 0 ? 'the only one' : `of ${sbom.others.length + 1}`}>
      <p className="px-4 py-3.5">{show(sbom.chosenBecause)}</p>
      {sbom.others.length > 0 && (
        <ul className="divide-y divide-line border-t border-line">
          {sbom.others.map((other, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: one document may be attached twice.
            <li key={`${other.digest}-${index}`} className="px-4 py-3">
              <p className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
                <StatePill state={other.state} />
                <span>
                  {formatSbomFormat(other.format)} · {countOf(other.packageCount, 'package')} · {sources[other.source]}
                </span>
                <Digest digest={other.digest} />
              </p>
              <p className="mt-1 text-soft [overflow-wrap:anywhere]">
                {show(other.reason)}
                {other.tool !== null && ` Made by ${show(other.tool)}.`}
                {other.createdAt !== null && (
                  <>
                    {' '}
                    Created <Time at={other.createdAt} />.
                  </>
                )}
              </p>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  )
}
