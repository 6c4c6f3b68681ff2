import { type FileHandle, open, stat } from 'node:fs/promises'
import { limits } from '#lib/config/limits.ts'
import { AppError } from '#lib/errors/app-error.ts'
import { assertNotCancelled } from '../assert-not-cancelled.ts'
import { type LayoutFiles, layoutMarker } from './layout-files.ts'
import { indexTar, type ReadAt, type TarEntry } from './tar-index.ts'
import { unreadable } from './unreadable.ts'

const windowBytes = 256 * 1024

type TarIndex = ReadonlyMap<string, TarEntry>

async function readExactly(handle: FileHandle, offset: number, length: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(length)
  let done = 0
  while (done < length) {
    const { bytesRead } = await handle.read(bytes, done, length - done, offset + done)
    if (bytesRead === 0) throw unreadable('The tar archive became shorter while it was read.')
    done += bytesRead
  }
  return bytes
}

/** Headers of small files lie close together: reads ahead, so that most of them cost no system call. */
function createWindowedReader(handle: FileHandle, size: number): ReadAt {
  let start = 0
  let window = new Uint8Array(0)
  return async (offset, length) => {
    if (offset < start || offset + length > start + window.length) {
      start = offset
      window = new Uint8Array(await readExactly(handle, offset, Math.min(Math.max(length, windowBytes), size - offset)))
    }
    return window.subarray(offset - start, offset - start + length)
  }
}

async function withFile<Result>(path: string, use: (handle: FileHandle) => Promise<Result>): Promise<Result> {
  let handle: FileHandle
  try {
    handle = await open(path, 'r')
  } catch (error) {
    throw unreadable('The tar archive cannot be opened.', {}, error)
  }
  try {
    return await use(handle)
  } finally {
    await handle.close()
  }
}

async function versionOf(path: string): Promise<string> {
  try {
    const status = await stat(path)
    return `${status.ino}:${status.size}:${status.mtimeMs}`
  } catch (error) {
    throw unreadable('The tar archive cannot be opened.', {}, error)
  }
}

/** Files inside a tar archive, read in place by offset. The archive is indexed once, and again when it changed. */
export function createTarFiles(path: string): LayoutFiles {
  let current: { readonly version: string; readonly building: Promise<TarIndex> } | null = null

  const build = (): Promise<TarIndex> =>
    withFile(path, async (handle) => {
      const { size } = await handle.stat()
      const bounds = { maxEntries: limits.maxLayoutFolders, maxHeaderBytes: limits.maxLayoutHeaderBytes }
      return indexTar(createWindowedReader(handle, size), size, bounds)
    })

  const load = async (): Promise<{ readonly version: string; readonly files: TarIndex }> => {
    const version = await versionOf(path)
    if (current?.version !== version) current = { version, building: build() }
    return { version, files: await current.building }
  }

  return {
    async listLayouts() {
      const { files } = await load()
      const markers = [...files.keys()].filter((name) => name === layoutMarker || name.endsWith(`/${layoutMarker}`))
      return markers.map((name) => name.slice(0, -layoutMarker.length).replace(/\/$/, ''))
    },
    async version(name) {
      const { version, files } = await load()
      return files.has(name) ? version : null
    },
    async read(name, maxBytes, signal) {
      const { files } = await load()
      const entry = files.get(name)
      if (entry === undefined) return null
      if (entry.size > maxBytes) {
        throw new AppError('LIMIT_EXCEEDED', `A file of the layout has ${entry.size} bytes; ${maxBytes} are read.`, {
          context: { path: name, size: entry.size, limit: maxBytes },
        })
      }
      assertNotCancelled(signal)
      return withFile(path, (handle) => readExactly(handle, entry.offset, entry.size))
    },
  }
}
