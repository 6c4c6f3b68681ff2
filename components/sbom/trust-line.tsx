import { TriangleAlert } from 'lucide-react'
import type { ImageSubject } from '#components/image/image-target.ts'
import { stateLook } from '#components/state/state-look.ts'
import { StateMark } from '#components/state/state-mark.tsx'
import { Link } from '#components/ui/link.tsx'
import { useDocumentText } from '#components/ui/secrets.tsx'
import type { SbomDto } from '#lib/api/contract/attestations.ts'
import { SbomSigner } from './sbom-signer.tsx'

type TrustLineProps = { readonly subject: ImageSubject; readonly sbom: SbomDto }

/** By whose word the list below is what it is, before the list itself; warnings where its word does not reach. */
export function TrustLine({ subject, sbom }: TrustLineProps) {
  const { state, trustLine, warnings } = sbom
  const show = useDocumentText()
  return (
    <section
      aria-label="Whose word the SBOM is"
      data-sbom-state={state}
      className={`rounded-panel border border-line border-l-4 bg-surface ${stateLook[state].border}`}
    >
      <div className="flex gap-3 px-4 py-3">
        <StateMark state={state} size={22} label={stateLook[state].sentence} className="mt-px" />
        <div className="min-w-0">
          <p className="text-lg leading-snug [overflow-wrap:anywhere]">{show(trustLine)}</p>
          <SbomSigner subject={subject} sbom={sbom} />
        </div>
      </div>
      {warnings.length > 0 && (
        <ul>
          {warnings.map(({ code, message }) => (
            <li
              key={code}
              data-warning={code}
              className="flex gap-2.5 border-t border-line bg-untrusted/8 px-4 py-2.5 last:rounded-b-panel"
            >
              <TriangleAlert aria-hidden="true" size={16} className="mt-[3px] flex-none text-untrusted" />
              <span className="min-w-0 [overflow-wrap:anywhere]">
                {show(message)} <Warning code={code} />
              </span>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}

function Warning({ code }: { readonly code: string }) {
  return (
    <Link href="/docs/states" className="text-xs text-soft hover:underline">
      {code}
    </Link>
  )
}
