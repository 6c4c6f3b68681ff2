import { resolveSubject, type Subject } from '#lib/inspection/discovery/resolve-subject.ts'
import { type Platform, parsePlatform } from '#lib/oci/platform.ts'
import { parseReference, type Reference } from '#lib/oci/reference.ts'
import type { ImageSource, ReadOptions } from '#lib/registry/image-source.ts'
import type { Sources } from './sources.ts'

/** An image that was found: where it comes from, and its verified bytes. */
export type OpenedImage = { readonly source: ImageSource; readonly subject: Subject }

/** A source, and what it is to be asked for. */
export type OpenedSource = {
  readonly source: ImageSource
  readonly reference: Reference
  readonly platform: Platform | null
}

/** Parses a reference and opens its source; nothing is asked of it yet. */
export async function openSource(sources: Sources, reference: string, platform: string | null): Promise<OpenedSource> {
  const parsed = parseReference(reference)
  const asked = platform === null ? null : parsePlatform(platform)
  return { source: await sources.open(parsed.registry), reference: parsed, platform: asked }
}

/** Parses a reference, opens its source and resolves it to one digest. */
export async function openImage(
  sources: Sources,
  reference: string,
  platform: string | null,
  options: ReadOptions,
): Promise<OpenedImage> {
  const opened = await openSource(sources, reference, platform)
  const subject = await resolveSubject(opened.source, opened.reference, opened.platform, options)
  return { source: opened.source, subject }
}
