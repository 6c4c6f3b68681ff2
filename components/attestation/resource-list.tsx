import { Digest } from '#components/ui/digest.tsx'
import { useDocumentText } from '#components/ui/secrets.tsx'
import { type Listed, statedOf } from '#lib/attestation/predicates/claim.ts'
import type { Resource } from '#lib/attestation/predicates/resource.ts'
import { ClaimText } from './claim-text.tsx'
import { ListedNote } from './listed-note.tsx'
import { ShowMore } from './show-more.tsx'
import { Unfold } from './unfold.tsx'

/** What a predicate points to, one in a line: name or address, and its digests. */
export function ResourceList({ resources, label }: { readonly resources: Listed<Resource>; readonly label: string }) {
  return (
    <>
      <ShowMore items={resources.items} step={30} className="grid gap-1.5 text-sm" label={label}>
        {(resource) => <ResourceLine resource={resource} />}
      </ShowMore>
      <ListedNote listed={resources} />
    </>
  )
}

export function ResourceLine({ resource }: { readonly resource: Resource }) {
  const { name, uri, digests, mediaType } = resource
  const show = useDocumentText()
  const isNamed = statedOf(name) !== null || statedOf(uri) === null
  return (
    <span className="flex min-w-0 flex-wrap items-baseline gap-x-2.5">
      {isNamed && (
        <span className="min-w-0 [overflow-wrap:anywhere]">
          <ClaimText claim={name} />
        </span>
      )}
      {uri !== null && (
        <span className="min-w-0 [overflow-wrap:anywhere]">
          <ClaimText claim={uri} />
        </span>
      )}
      {digests.map((digest) => (
        <Digest key={digest} digest={show(digest)} />
      ))}
      {mediaType !== null && (
        <span className="text-soft">
          <ClaimText claim={mediaType} />
        </span>
      )}
    </span>
  )
}

/** The same behind a word, left out when there is nothing. */
export function UnfoldResources({ label, resources }: { label: string; resources: Listed<Resource> }) {
  if (resources.total === 0 && resources.unreadable === null) return null
  return (
    <Unfold label={label} count={resources.total}>
      <ResourceList resources={resources} label={label} />
    </Unfold>
  )
}
