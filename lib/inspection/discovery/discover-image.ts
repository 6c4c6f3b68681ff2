import type { Discovery } from '#lib/evidence/discovery.ts'
import type { Platform } from '#lib/oci/platform.ts'
import type { Reference } from '#lib/oci/reference.ts'
import { createChildController } from '#lib/registry/child-controller.ts'
import type { ImageSource } from '#lib/registry/image-source.ts'
import { type DiscoveryOptions, discoverEvidence } from './discover-evidence.ts'
import { resolveSubject, type Subject, toIndexSubject } from './resolve-subject.ts'

/** An image with what the stores hold about it, and about the index that a platform's manifest is in. */
export type DiscoveredImage = {
  readonly subject: Subject
  readonly discovery: Discovery
  readonly indexDiscovery: Discovery | null
}

async function discoverAbout(
  source: ImageSource,
  subject: Subject,
  options: DiscoveryOptions,
): Promise<DiscoveredImage> {
  const index = toIndexSubject(subject)
  const [discovery, indexDiscovery] = await Promise.all([
    discoverEvidence(source, subject, options),
    index === null ? null : discoverEvidence(source, index, options),
  ])
  return { subject, discovery, indexDiscovery }
}

/**
 * Resolves a reference and asks the stores. Where the tag was read before, the stores of that digest are asked while the
 * tag is being resolved, which saves a round trip; the answers are thrown away when the tag has moved.
 * Throws what `resolveSubject` throws.
 */
export async function discoverImage(
  source: ImageSource,
  reference: Reference,
  platform: Platform | null = null,
  options: DiscoveryOptions = {},
): Promise<DiscoveredImage> {
  const { repository, tag } = reference
  const guess = reference.digest === null && tag !== null ? (source.recallDigest?.(repository, tag) ?? null) : null
  if (guess === null) return discoverAbout(source, await resolveSubject(source, reference, platform, options), options)

  const moved = createChildController(options.signal)
  const ahead = { ...options, signal: moved.signal }
  const guessed = resolveSubject(source, { ...reference, digest: guess }, platform, ahead).then((subject) =>
    discoverAbout(source, subject, ahead),
  )
  let early: DiscoveredImage | null = null
  const settled = guessed.catch(() => null)
  try {
    const subject = await resolveSubject(source, reference, platform, options)
    const isRight = (subject.index ?? subject).digest === guess
    early = isRight ? await settled : null
    return early === null ? await discoverAbout(source, subject, options) : { ...early, subject }
  } finally {
    if (early === null) moved.abort()
    moved.release()
  }
}
