import { readdir, readFile, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import cacache from 'cacache'
import { limits } from '#lib/config/limits.ts'

/** What is on disk under a key. `mediaType` is null for blobs. */
export type DiskContent = { readonly bytes: Uint8Array; readonly mediaType: string | null }

/** Bounded content on disk. Failures are thrown as they come from the file system. */
export type DiskStore = {
  /** Null when there is none, or when it is larger than `maxBytes` (then `tooLarge` is called). */
  read(key: string, maxBytes: number): Promise<DiskContent | 'too-large' | null>
  write(key: string, content: DiskContent): Promise<void>
  remove(key: string): Promise<void>
  clear(): Promise<void>
  size(): { readonly entries: number; readonly bytes: number }
  /** True when the entry is old enough for its last use to be written down again. */
  isStale(key: string): boolean
}

type Known = { readonly size: number; readonly integrity: string; readonly time: number }

const chunkBytes = 256 * 1024
const streamFromBytes = 1024 * 1024
const staleAfterMs = 24 * 3_600_000
const leftoverAfterMs = 3_600_000
// Evicting makes some room, so that not every write evicts.
const keptShare = 0.9
const sha256: [string] = ['sha256']

// Its types leave the option out; without it every removal leaves a file behind.
const removeEntry: (directory: string, key: string, options: { removeFully: true }) => Promise<unknown> =
  cacache.rm.entry

const isMissing = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'ENOENT'

/** Hashing a large document in one go would hold up everybody else: cacache hashes a stream piece by piece. */
async function putInPieces(directory: string, key: string, bytes: Uint8Array, metadata: object): Promise<void> {
  const stream = cacache.put.stream(directory, key, { algorithms: sha256, metadata })
  const done = stream.promise()
  for (let offset = 0; offset < bytes.length; offset += chunkBytes) {
    stream.write(Buffer.from(bytes.subarray(offset, offset + chunkBytes)))
    await new Promise((resolve) => setImmediate(resolve))
  }
  stream.end()
  await done
}

/** Files that a process left behind when it was ended in the middle of writing. */
async function removeLeftovers(directory: string): Promise<void> {
  const folder = join(directory, 'tmp')
  const names = await readdir(folder).catch(() => [])
  for (const name of names.slice(0, 1000)) {
    const path = join(folder, name)
    const status = await stat(path).catch(() => null)
    if (status !== null && Date.now() - status.mtimeMs > leftoverAfterMs)
      await rm(path, { recursive: true, force: true })
  }
}

/** Content kept through cacache in `directory`, least recently used first out. */
export function createDiskStore(directory: string, maxBytes: number): DiskStore {
  // The order of this map is the order of last use, oldest first.
  let known = new Map<string, Known>()
  let total = 0
  let isLoaded = false

  const forget = (key: string): Known | null => {
    const entry = known.get(key)
    if (entry === undefined) return null
    known.delete(key)
    total -= entry.size
    return entry
  }
  const remember = (key: string, entry: Known): void => {
    forget(key)
    known.set(key, entry)
    total += entry.size
  }

  const load = async (): Promise<void> => {
    const found: [string, Known][] = []
    try {
      for await (const entry of cacache.ls.stream(directory) as AsyncIterable<unknown>) {
        const { key, size, integrity, time } = entry as { key: string } & Known
        found.push([key, { size: size ?? 0, integrity, time }])
      }
    } catch (error) {
      if (!isMissing(error)) throw error
    }
    const since = known
    known = new Map()
    total = 0
    for (const [key, entry] of found.toSorted(([, a], [, b]) => a.time - b.time)) remember(key, entry)
    for (const [key, entry] of since) remember(key, entry)
    isLoaded = true
  }
  let loading: Promise<void> | null = null
  // At the first use and not at the start of the server, which has better things to do.
  const startLoading = (): Promise<void> => {
    loading ??= removeLeftovers(directory)
      .then(load)
      .catch(() => {
        isLoaded = false
      })
    return loading
  }

  const remove = async (key: string): Promise<void> => {
    // A list that is still being read would bring the entry back, and its content would stay.
    await startLoading()
    const entry = forget(key)
    await removeEntry(directory, key, { removeFully: true })
    if (entry === null) return
    const isShared = [...known.values()].some(({ integrity }) => integrity === entry.integrity)
    if (!isShared) await cacache.rm.content(directory, entry.integrity)
  }

  let evicting: Promise<void> | null = null
  const evict = async (): Promise<void> => {
    await startLoading()
    const isOver = (share: number) => total > maxBytes * share || known.size > limits.maxDiskCacheEntries * share
    if (!isOver(1)) return
    const shared = new Map<string, number>()
    for (const { integrity } of known.values()) shared.set(integrity, (shared.get(integrity) ?? 0) + 1)
    for (const [key, { integrity }] of known) {
      if (!isOver(keptShare)) return
      forget(key)
      await removeEntry(directory, key, { removeFully: true })
      const left = (shared.get(integrity) ?? 1) - 1
      shared.set(integrity, left)
      if (left === 0) await cacache.rm.content(directory, integrity)
    }
  }

  return {
    async read(key, maxReadBytes) {
      void startLoading()
      const entry = known.get(key)
      if (isLoaded && entry === undefined) return null
      if (entry !== undefined && entry.size > maxReadBytes) return 'too-large'
      const info = await cacache.get.info(directory, key)
      if (info === null) {
        forget(key)
        return null
      }
      const status = await stat(info.path).catch((error: unknown) => {
        if (!isMissing(error)) throw error
        return null
      })
      if (status === null) {
        await remove(key)
        return null
      }
      if (status.size > maxReadBytes) return 'too-large'
      remember(key, { size: status.size, integrity: info.integrity, time: info.time })
      const mediaType: unknown = info.metadata?.mediaType
      // The caller compares the bytes with the digest asked for, which says more than cacache's own check.
      return { bytes: await readFile(info.path), mediaType: typeof mediaType === 'string' ? mediaType : null }
    },
    async write(key, { bytes, mediaType }) {
      const metadata = { mediaType }
      if (bytes.length < streamFromBytes) {
        const data = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
        const integrity = await cacache.put(directory, key, data, { algorithms: sha256, metadata })
        remember(key, { size: bytes.length, integrity: String(integrity), time: Date.now() })
      } else {
        await putInPieces(directory, key, bytes, metadata)
        const info = await cacache.get.info(directory, key)
        if (info !== null) remember(key, { size: bytes.length, integrity: info.integrity, time: info.time })
      }
      evicting ??= evict().finally(() => {
        evicting = null
      })
      await evicting
    },
    remove,
    async clear() {
      known = new Map()
      total = 0
      await rm(join(directory, 'content-v2'), { recursive: true, force: true })
      await rm(join(directory, 'index-v5'), { recursive: true, force: true })
    },
    size: () => ({ entries: known.size, bytes: total }),
    isStale: (key) => {
      const entry = known.get(key)
      return entry !== undefined && Date.now() - entry.time > staleAfterMs
    },
  }
}
