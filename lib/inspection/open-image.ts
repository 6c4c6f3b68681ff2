import { parsePlatform } from '#lib/oci/platform.ts'
import { parseReference } from '#lib/oci/reference.ts'
import type { ImageSource, ReadOptions } from '#lib/registry/image-source.ts'
import { resolveSubject, type Subject } from './resolve-subject.ts'
import type { Sources } from './sources.ts'

/** An image that was found: where it comes from, and its verified bytes. */
export type OpenedImage = { readonly source: ImageSource; readonly subject: Subject }

/** Parses a reference, opens its source and resolves it to one digest. */
export async function openImage(
  sources: Sources,
  reference: string,
  platform: string | null,
  options: ReadOptions,
): Promise<OpenedImage> {
  const parsed = parseReference(reference)
  const asked = platform === null ? null : parsePlatform(platform)
  const source = await sources.open(parsed.registry)
  return { source, subject: await resolveSubject(source, parsed, asked, options) }
}
