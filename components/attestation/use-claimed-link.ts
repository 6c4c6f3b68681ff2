import { isMasked, useDocumentText } from '#components/ui/secrets.tsx'
import type { SafeLink } from '#lib/format/safe-link.ts'
import { claimedLink } from './claimed-link.ts'

/** An address of a document as a link; null as well while it is masked, which a link would give away. */
export function useClaimedLink(text: string | null): SafeLink | null {
  const show = useDocumentText()
  return text === null || isMasked(text, show) ? null : claimedLink(text)
}
