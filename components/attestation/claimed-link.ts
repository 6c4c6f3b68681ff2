import { type SafeLink, safeLink } from '#lib/format/safe-link.ts'

/**
 * An address of a predicate as a link, when it leads exactly where its text says: `https://forge.example/ours/../theirs`
 * reads as one page and leads to another, so it stays text like everything that `safeLink` refuses.
 */
export function claimedLink(text: string | null): SafeLink | null {
  const link = text === null ? null : safeLink(text)
  return link !== null && (link.href === text || link.href === `${text}/`) ? link : null
}
