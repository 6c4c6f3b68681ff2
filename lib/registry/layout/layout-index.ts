import { limits } from '#lib/config/limits.ts'
import { type Digest, isDigest } from '#lib/oci/digest.ts'
import { isIndexType, isManifestType } from '#lib/oci/media-types.ts'
import { isTag, parseReference, type Tag } from '#lib/oci/reference.ts'
import { cosignTag } from '#lib/oci/tag-names.ts'
import { unreadable } from './unreadable.ts'

export type LayoutEntry = {
  readonly digest: Digest
  readonly mediaType: string
  readonly annotations: Readonly<Record<string, string>>
}

/** What `index.json` of a layout lists. `skipped` counts entries that are no descriptors: what is listed is then not all. */
export type LayoutIndex = {
  readonly tags: ReadonlyMap<Tag, Digest>
  readonly entries: ReadonlyMap<Digest, LayoutEntry>
  readonly skipped: number
}

const refName = 'org.opencontainers.image.ref.name'
const containerdName = 'io.containerd.image.name'

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function parseJson(bytes: Uint8Array, file: string): Record<string, unknown> {
  try {
    const document: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
    if (isRecord(document)) return document
  } catch (error) {
    throw unreadable(`The file ${file} is not JSON.`, { file }, error)
  }
  throw unreadable(`The file ${file} is not a JSON object.`, { file })
}

/** Checks the `oci-layout` file (image-spec, image-layout.md); throws `LAYOUT_UNREADABLE`. */
export function assertLayoutVersion(bytes: Uint8Array): void {
  const version = parseJson(bytes, 'oci-layout').imageLayoutVersion
  if (typeof version !== 'string' || !version.startsWith('1.')) {
    throw unreadable('The layout says a version other than 1.x in its file oci-layout.', {
      version: typeof version === 'string' ? version.slice(0, 40) : null,
    })
  }
}

function parseEntry(value: unknown): LayoutEntry | null {
  if (!isRecord(value)) return null
  const { mediaType, digest, annotations } = value
  if (!isDigest(digest) || typeof mediaType !== 'string') return null
  const pairs = isRecord(annotations) ? Object.entries(annotations) : []
  const texts = pairs.filter((pair): pair is [string, string] => typeof pair[1] === 'string')
  return { digest, mediaType, annotations: Object.fromEntries(texts) }
}

/** The tag that a writer gave: a bare tag, or (Podman, containerd) the tag of a whole reference. */
function readTag(name: string | undefined): Tag | null {
  if (name === undefined) return null
  if (isTag(name)) return name
  try {
    return parseReference(name).tag
  } catch {
    return null
  }
}

const isImageKind = (kind: string | undefined): boolean => kind === 'image' || kind === 'imageIndex'

/** `cosign save` writes one image without tag, and what belongs to it by an annotation `kind`. */
function tagSavedByCosign(entries: readonly LayoutEntry[]): Map<Tag, Digest> {
  const tags = new Map<Tag, Digest>()
  const kindOf = (entry: LayoutEntry) => entry.annotations.kind?.replace('dev.cosignproject.cosign/', '')
  const images = entries.filter((entry) => isImageKind(kindOf(entry)))
  const [image] = images
  if (image === undefined || images.length !== 1) return tags
  const suffixes = { sigs: 'sig', atts: 'att', sboms: 'sbom' } as const
  for (const entry of entries) {
    const kind = kindOf(entry)
    if (kind !== 'sigs' && kind !== 'atts' && kind !== 'sboms') continue
    const tag = cosignTag(image.digest, suffixes[kind])
    if (isTag(tag)) tags.set(tag, entry.digest)
  }
  return tags
}

/** A layout that names nothing and has one image only: that image is `latest`, as a reference without tag asks for. */
function tagOnlyImage(entries: readonly LayoutEntry[]): Map<Tag, Digest> {
  const kinds = entries.filter((entry) => entry.annotations.kind !== undefined)
  const images =
    kinds.length === 0 ? entries : kinds.filter((entry) => /\/image(?:Index)?$/.test(entry.annotations.kind ?? ''))
  const [only] = images
  return new Map(only !== undefined && images.length === 1 ? [['latest' as Tag, only.digest]] : [])
}

/** Reads `index.json`; throws `LAYOUT_UNREADABLE`. Of two entries with one tag the later counts: writers append. */
export function parseLayoutIndex(bytes: Uint8Array): LayoutIndex {
  const { manifests } = parseJson(bytes, 'index.json')
  if (!Array.isArray(manifests)) throw unreadable('The file index.json lists no manifests.', { file: 'index.json' })
  if (manifests.length > limits.maxLayoutManifests) {
    throw unreadable(`The file index.json lists more than ${limits.maxLayoutManifests} manifests.`)
  }
  const parsed = manifests.map(parseEntry)
  const listed = parsed.filter((entry) => entry !== null)
  const usable = listed.filter(({ mediaType }) => isIndexType(mediaType) || isManifestType(mediaType))
  const named = new Map<Tag, Digest>()
  for (const entry of listed) {
    const tag = readTag(entry.annotations[refName]) ?? readTag(entry.annotations[containerdName])
    if (tag !== null) named.set(tag, entry.digest)
  }
  const unnamed = named.size === 0 ? tagOnlyImage(usable) : []
  return {
    tags: new Map([...unnamed, ...tagSavedByCosign(usable), ...named]),
    entries: new Map(listed.map((entry) => [entry.digest, entry])),
    skipped: parsed.length - listed.length,
  }
}
