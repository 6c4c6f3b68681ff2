import type { ImageDto } from '#lib/api/contract/registries.ts'
import type { VerdictDto } from '#lib/api/contract/verdict.ts'
import type { GraphInput } from '#lib/format/graph/graph-input.ts'
import { isIndexType } from '#lib/oci/media-types.ts'

/** What the pictures are drawn from. Without the image's own description, which may come later, there are no platforms. */
export function toGraphInput(verdict: VerdictDto, image: ImageDto | undefined): GraphInput {
  const { digest, platform, state, indexState, mediaType, signatures, attestations } = verdict
  const isSame = image?.digest === digest
  return {
    digest,
    platform,
    state,
    indexState,
    indexDigest: isSame ? (image?.indexDigest ?? null) : null,
    isIndex: isIndexType(mediaType),
    platforms: isSame ? (image?.platforms ?? []) : [],
    signatures,
    attestations,
  }
}
