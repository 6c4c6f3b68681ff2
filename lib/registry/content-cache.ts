import { LRUCache } from 'lru-cache'
import { limits } from '#lib/config/limits.ts'
import { type Digest, digestAlgorithm } from '#lib/oci/digest.ts'
import { createDiskStore, type DiskContent } from './disk-content.ts'
import { hashInPieces } from './hash-in-pieces.ts'
import type { FetchedManifest } from './image-source.ts'
import { createWriteBehind } from './write-behind.ts'

/**
 * Which content. `scope` says through what it was read (source, access, repository): content that one scope may read is
 * never given to another, although both are stored once.
 */
export type ContentKey = { readonly scope: string; readonly digest: Digest }

export type CacheProblem = {
  readonly code: 'STORE_FULL' | 'STORE_READ_ONLY' | 'STORE_UNAVAILABLE'
  readonly message: string
}

export type CacheStatus = {
  readonly entries: number
  readonly bytes: number
  readonly memoryBytes: number
  /** Why nothing is kept on disk at the moment. Answers stay right without it, only slower. */
  readonly problem: CacheProblem | null
}

/** Content by digest, in memory and on disk. Nothing here throws: without the cache everything is read again. */
export type ContentCache = {
  getManifest(key: ContentKey): FetchedManifest | null
  putManifest(key: ContentKey, fetched: FetchedManifest): void
  /** Bytes and media type (null for blobs) of what was stored, hashed again; `too-large` when above `maxBytes`. */
  read(key: ContentKey, maxBytes: number): Promise<DiskContent | 'too-large' | null>
  putBlob(key: ContentKey, bytes: Uint8Array): void
  status(): CacheStatus
  /** Removes everything; loses nothing that cannot be read again. */
  clear(): Promise<void>
  /** Writes what waits to be written. */
  flush(): Promise<void>
  close(): Promise<void>
}

export type ContentCacheOptions = {
  /** Absolute path; null keeps content in memory only. */
  readonly directory: string | null
  readonly maxBytes: number
  /** Told once when the disk begins to fail, with null when it works again. */
  readonly onProblem?: (problem: CacheProblem | null) => void
}

const parsedOverheadBytes = 2048
const largeLifetimeMs = 60_000

function toProblem(error: unknown): CacheProblem {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  if (code === 'ENOSPC' || code === 'EDQUOT') return { code: 'STORE_FULL', message: 'The disk of the cache is full.' }
  if (code === 'EROFS' || code === 'EACCES' || code === 'EPERM') {
    return { code: 'STORE_READ_ONLY', message: 'The folder of the cache cannot be written.' }
  }
  return { code: 'STORE_UNAVAILABLE', message: 'The cache on disk does not work.' }
}

/** A view into a large buffer would keep the whole of it in memory. */
function compact(bytes: Uint8Array): Uint8Array {
  return bytes.buffer.byteLength > bytes.byteLength * 2 ? new Uint8Array(bytes) : bytes
}

const textOf = ({ scope, digest }: ContentKey): string => `${scope}\n${digest}`

export function createContentCache({ directory, maxBytes, onProblem }: ContentCacheOptions): ContentCache {
  const manifests = new LRUCache<string, FetchedManifest>({
    maxSize: limits.maxMemoryManifestBytes,
    sizeCalculation: ({ bytes }) => bytes.length * 3 + parsedOverheadBytes,
  })
  const memory = new LRUCache<string, DiskContent>({
    maxSize: limits.maxMemoryCacheBytes,
    sizeCalculation: ({ bytes }) => bytes.length + 256,
  })
  // A large document is asked for page by page: the last one or two stay for a moment.
  const large = new LRUCache<string, DiskContent>({
    maxSize: limits.maxMemoryLargeBytes,
    ttl: largeLifetimeMs,
    ttlAutopurge: true,
    sizeCalculation: ({ bytes }) => bytes.length,
  })
  const keep = (text: string, content: DiskContent): void => {
    const store = content.bytes.length > limits.maxMemoryEntryBytes ? large : memory
    store.set(text, content)
  }
  const disk = directory === null ? null : createDiskStore(directory, maxBytes)
  let problem: CacheProblem | null = null

  const report = (next: CacheProblem | null): void => {
    if (next?.code === problem?.code) return
    problem = next
    onProblem?.(next)
  }
  const writer = createWriteBehind<DiskContent>({
    maxBytes: limits.maxPendingCacheBytes,
    sizeOf: ({ bytes }) => bytes.length,
    write: async (key, content) => {
      await disk?.write(key, content)
      report(null)
    },
    onFailure: (error) => report(toProblem(error)),
  })

  const put = (key: ContentKey, content: DiskContent): void => {
    const text = textOf(key)
    keep(text, content)
    if (disk !== null) writer.add(text, content)
  }
  const readDisk = async (key: ContentKey, limit: number): Promise<DiskContent | 'too-large' | null> => {
    const text = textOf(key)
    const content = (await disk?.read(text, limit)) ?? null
    if (content === null || content === 'too-large') return content
    if ((await hashInPieces(content.bytes, digestAlgorithm(key.digest))) !== key.digest) {
      await disk?.remove(text)
      return null
    }
    keep(text, content)
    if (disk?.isStale(text) === true) writer.add(text, content)
    return content
  }

  return {
    getManifest(key) {
      writer.touch()
      return manifests.get(textOf(key)) ?? null
    },
    putManifest(key, fetched) {
      const bytes = compact(fetched.bytes)
      manifests.set(textOf(key), { ...fetched, bytes })
      if (disk !== null) writer.add(textOf(key), { bytes, mediaType: fetched.mediaType })
    },
    async read(key, limit) {
      writer.touch()
      const text = textOf(key)
      const held = memory.get(text) ?? large.get(text) ?? writer.get(text)
      if (held !== undefined) return held.bytes.length > limit ? 'too-large' : held
      try {
        return await readDisk(key, limit)
      } catch (error) {
        report(toProblem(error))
        return null
      }
    },
    putBlob: (key, bytes) => put(key, { bytes: compact(bytes), mediaType: null }),
    status: () => ({
      ...(disk?.size() ?? { entries: 0, bytes: 0 }),
      memoryBytes: memory.calculatedSize + large.calculatedSize + manifests.calculatedSize,
      problem,
    }),
    async clear() {
      writer.clear()
      memory.clear()
      large.clear()
      manifests.clear()
      await disk?.clear().catch((error: unknown) => report(toProblem(error)))
    },
    flush: () => writer.flush(),
    close: () => writer.close(),
  }
}
