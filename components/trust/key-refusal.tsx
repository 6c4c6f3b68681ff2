import { ShieldX } from 'lucide-react'
import { Link } from '#components/ui/link.tsx'
import type { ReadKey } from './read-key.ts'

/** Why a dropped or pasted text is not taken as a key. */
export function KeyRefusal({ refused }: { readonly refused: Exclude<ReadKey, { kind: 'key' }> }) {
  const code = refused.kind === 'private' ? 'KEY_PRIVATE' : 'KEY_INVALID'
  return (
    <div role="alert" className="flex gap-3 rounded-control border border-invalid px-4 py-3">
      <ShieldX aria-hidden="true" size={20} className="mt-px flex-none text-invalid" />
      <div className="min-w-0">
        <p className="font-semibold">{refused.title}</p>
        <p className="mt-0.5 text-soft [overflow-wrap:anywhere]">{refused.detail}</p>
        <Link href={`/docs/errors/${code}`} className="link mt-1 inline-block text-xs">
          <code>{code}</code>
        </Link>
      </div>
    </div>
  )
}
