import { ExternalLink } from '#components/ui/external-link.tsx'
import { useDocumentText } from '#components/ui/secrets.tsx'
import { Time } from '#components/ui/time.tsx'
import { type Claim, isUnreadable } from '#lib/attestation/predicates/claim.ts'
import { formatCount } from '#lib/format/size.ts'
import { identifyTime } from '#lib/format/time.ts'
import { useClaimedLink } from './use-claimed-link.ts'

/** What a predicate says in one place: text, a time, a link to http(s) only, or plainly that it says nothing or cannot be read. */
export function ClaimText({ claim }: { readonly claim: Claim<string | number | boolean> }) {
  if (claim === null) return <NotStated />
  if (isUnreadable(claim)) return <CannotBeRead what={claim.unreadable} />
  if (typeof claim === 'boolean') return claim ? 'Yes' : 'No'
  if (typeof claim === 'number') return <span className="num">{formatCount(claim)}</span>
  return <HostileText text={claim} />
}

export function NotStated() {
  return <span className="text-soft">Not stated</span>
}

/** Says what stands there instead. */
export function CannotBeRead({ what }: { readonly what: string }) {
  const show = useDocumentText()
  return <span className="text-soft italic">Cannot be read: {show(what)}</span>
}

// attacker-controlled: text nodes only; a link only when it is an http(s) address by its parsed protocol.
export function HostileText({ text }: { readonly text: string }) {
  const show = useDocumentText()
  const link = useClaimedLink(text)
  if (identifyTime(text) !== null) return <Time at={text} />
  const shown = show(text)
  return link === null ? shown : <ExternalLink href={link.href}>{shown}</ExternalLink>
}
