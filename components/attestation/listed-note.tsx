import type { Listed } from '#lib/attestation/predicates/claim.ts'
import { formatCount } from '#lib/format/size.ts'
import { CannotBeRead } from './claim-text.tsx'

/** What a list leaves out: entries beyond those that are shown, and what could not be read. */
export function ListedNote({ listed }: { readonly listed: Listed<unknown> }) {
  const { items, total, unreadable } = listed
  const rest = total - items.length
  return (
    <>
      {unreadable !== null && (
        <p className="mt-1 text-sm">
          <CannotBeRead what={unreadable} />
        </p>
      )}
      {rest > 0 && unreadable === null && (
        <p className="mt-1 text-sm text-soft">
          The first {formatCount(items.length)} of {formatCount(total)}; all of them are in the raw JSON.
        </p>
      )}
    </>
  )
}
