import { Pill } from '#components/ui/pill.tsx'
import { type ImageMatch, type LookedAt, matchImage } from '#lib/attestation/predicates/match-image.ts'

const words: Readonly<Record<ImageMatch, { readonly word: string; readonly why: string }>> = {
  'this-image': { word: 'this image', why: 'It names the digest of the image looked at.' },
  another: { word: 'something else', why: 'It names another digest, or a package of another kind.' },
  unclear: { word: 'names no digest', why: 'A name alone may be any of many images.' },
}

/** Whether what a predicate names is the image looked at. */
export function ImageMatchPill({
  named,
  digests = [],
  image,
}: {
  readonly named: string
  readonly digests?: readonly string[]
  readonly image: LookedAt
}) {
  const { word, why } = words[matchImage(named, digests, image)]
  return <Pill title={why}>{word}</Pill>
}
