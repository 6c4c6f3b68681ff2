import { AppError } from '#lib/errors/app-error.ts'
import type { Descriptor } from '#lib/oci/descriptor.ts'
import { type Digest, type DigestAlgorithm, digestOf, isDigest } from '#lib/oci/digest.ts'
import type { ImageManifest } from '#lib/oci/manifest.ts'
import { mediaTypes } from '#lib/oci/media-types.ts'
import { parseManifest } from '#lib/oci/parse-manifest.ts'
import { isTag, type RegistryHost, type RepositoryName, type Tag } from '#lib/oci/reference.ts'
import type { FetchedManifest, ImageSource, Page, PageRequest, ReferrersAnswer } from '#lib/registry/image-source.ts'

type Method = Exclude<keyof ImageSource, 'host'>

/** Makes a method fail or wait: for every call, or for those whose last argument (tag, digest) has `argument`. */
export type MemoryFault = {
  readonly method: Method
  readonly argument?: string
  readonly error?: Error
  readonly delayMs?: number
}

/** What a test puts in as a manifest: an object is written as JSON. */
export type MemoryDocument = Uint8Array | Readonly<Record<string, unknown>>

/** An image source whose content tests write themselves. `requests` has one line for each call: `fetchManifest repo tag`. */
export type MemorySource = ImageSource & {
  readonly requests: string[]
  readonly faults: MemoryFault[]
  putBlob(repository: string, bytes: Uint8Array | string, algorithm?: DigestAlgorithm): Digest
  /** Adds a manifest; its media type is its own `mediaType`, else the OCI manifest's. */
  putManifest(repository: string, document: MemoryDocument, tag?: string): Digest
  putTag(repository: string, tag: string, digest: Digest): void
  remove(repository: string, reference: string): void
  /** Serves other bytes under a digest than those that have it. */
  corrupt(repository: string, digest: Digest, bytes: Uint8Array): void
}

type Repository = {
  readonly tags: Map<string, Digest>
  readonly manifests: Map<Digest, { bytes: Uint8Array; mediaType: string }>
  readonly blobs: Map<Digest, Uint8Array>
}

export type MemoryOptions = { readonly host?: string; readonly referrersApi?: boolean }

const absent = (what: string) =>
  new AppError('IMAGE_NOT_FOUND', `The source has no ${what}.`, { context: { status: 404 } })

function mediaTypeOf(bytes: Uint8Array): string {
  try {
    const document: unknown = JSON.parse(new TextDecoder().decode(bytes))
    if (typeof document === 'object' && document !== null && 'mediaType' in document) return String(document.mediaType)
  } catch {
    return mediaTypes.ociManifest
  }
  return mediaTypes.ociManifest
}

function toPage<Item extends string>(all: readonly Item[], { limit, after }: PageRequest): Page<Item> {
  const sorted = all.toSorted()
  const rest = after === null ? sorted : sorted.filter((item) => item > after)
  const items = rest.slice(0, limit)
  return { items, next: rest.length > limit ? (items.at(-1) ?? null) : null }
}

function toReferrer(digest: Digest, fetched: FetchedManifest): Descriptor {
  const { manifest } = fetched
  const config = manifest.kind === 'manifest' ? (manifest as ImageManifest).config.mediaType : null
  return {
    mediaType: fetched.mediaType,
    digest,
    size: fetched.bytes.length,
    artifactType: manifest.artifactType ?? config,
    annotations: manifest.annotations,
    platform: null,
  }
}

export function createMemorySource({ host = 'registry.test', referrersApi = true }: MemoryOptions = {}): MemorySource {
  const repositories = new Map<string, Repository>()
  const requests: string[] = []
  const faults: MemoryFault[] = []

  const write = (name: string): Repository => {
    const repository = repositories.get(name) ?? { tags: new Map(), manifests: new Map(), blobs: new Map() }
    repositories.set(name, repository)
    return repository
  }
  const enter = async (method: Method, ...words: readonly string[]): Promise<void> => {
    requests.push([method, ...words].join(' '))
    const last = words.at(-1) ?? ''
    for (const fault of faults) {
      if (fault.method !== method || (fault.argument !== undefined && !last.includes(fault.argument))) continue
      if (fault.delayMs !== undefined) await new Promise((resolve) => setTimeout(resolve, fault.delayMs))
      if (fault.error !== undefined) throw fault.error
    }
  }
  const read = (name: string, reference: string): FetchedManifest => {
    const repository = repositories.get(name)
    const digest = isDigest(reference) ? reference : repository?.tags.get(reference)
    const stored = digest === undefined ? undefined : repository?.manifests.get(digest)
    if (digest === undefined || stored === undefined) throw absent(`manifest ${name} ${reference}`)
    const actual = digestOf(stored.bytes, digest.startsWith('sha512') ? 'sha512' : 'sha256')
    if (actual !== digest) throw new AppError('DIGEST_MISMATCH', 'The source sent other bytes than those asked for.')
    return {
      digest,
      mediaType: stored.mediaType,
      bytes: stored.bytes,
      manifest: parseManifest(stored.bytes, stored.mediaType),
    }
  }

  return {
    host: host as RegistryHost,
    requests,
    faults,
    putBlob(name, content, algorithm = 'sha256') {
      const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content
      const digest = digestOf(bytes, algorithm)
      write(name).blobs.set(digest, bytes)
      return digest
    },
    putManifest(name, document, tag) {
      const bytes = document instanceof Uint8Array ? document : new TextEncoder().encode(JSON.stringify(document))
      const digest = digestOf(bytes)
      const repository = write(name)
      repository.manifests.set(digest, { bytes, mediaType: mediaTypeOf(bytes) })
      if (tag !== undefined) repository.tags.set(tag, digest)
      return digest
    },
    putTag(name, tag, digest) {
      write(name).tags.set(tag, digest)
    },
    remove(name, reference) {
      const repository = write(name)
      if (!isDigest(reference)) repository.tags.delete(reference)
      else {
        repository.manifests.delete(reference)
        repository.blobs.delete(reference)
      }
    },
    corrupt(name, digest, bytes) {
      const repository = write(name)
      const manifest = repository.manifests.get(digest)
      if (manifest !== undefined) repository.manifests.set(digest, { ...manifest, bytes })
      else repository.blobs.set(digest, bytes)
    },
    async listRepositories({ query, ...page }) {
      await enter('listRepositories')
      const names = [...repositories.keys()].filter((name) => name.includes(query ?? '')) as RepositoryName[]
      return toPage(names, page)
    },
    async listTags(name, page) {
      await enter('listTags', name)
      const repository = repositories.get(name)
      if (repository === undefined) throw absent(`repository ${name}`)
      return toPage([...repository.tags.keys()].filter(isTag) as Tag[], page)
    },
    async fetchManifest(name, reference) {
      await enter('fetchManifest', name, reference)
      return read(name, reference)
    },
    async fetchBlob(name, digest, { maxBytes }) {
      await enter('fetchBlob', name, digest)
      const bytes = repositories.get(name)?.blobs.get(digest)
      if (bytes === undefined) throw absent(`blob ${digest}`)
      if (bytes.length > maxBytes) throw new AppError('LIMIT_EXCEEDED', `The blob is larger than ${maxBytes} bytes.`)
      if (digestOf(bytes, digest.startsWith('sha512') ? 'sha512' : 'sha256') !== digest) {
        throw new AppError('DIGEST_MISMATCH', 'The source sent other bytes than those asked for.')
      }
      return bytes
    },
    async listReferrers(name, digest): Promise<ReferrersAnswer> {
      await enter('listReferrers', name, digest)
      if (!referrersApi) return { answer: 'unsupported', status: 404 }
      const held = [...(repositories.get(name)?.manifests.keys() ?? [])]
      const descriptors = held.flatMap((candidate) => {
        const fetched = read(name, candidate)
        return fetched.manifest.subject?.digest === digest ? [toReferrer(candidate, fetched)] : []
      })
      return { answer: 'listed', status: 200, descriptors, truncated: false }
    },
  }
}
