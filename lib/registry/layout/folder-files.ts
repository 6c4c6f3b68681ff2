import { constants } from 'node:fs'
import { type FileHandle, lstat, open, readdir, realpath, stat } from 'node:fs/promises'
import { join, sep } from 'node:path'
import { limits } from '#lib/config/limits.ts'
import { AppError } from '#lib/errors/app-error.ts'
import { assertNotCancelled } from '../assert-not-cancelled.ts'
import { type LayoutFiles, layoutMarker } from './layout-files.ts'
import { isMissing, unreadable } from './unreadable.ts'

const readFlags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK

/** Resolves links; what leads out of the root is refused (null: there is no such file). */
async function resolveInside(root: string, path: string): Promise<string | null> {
  // attacker-controlled: digests and names are checked by grammar before, this holds whatever they are.
  if (path.split('/').some((part) => part === '..' || part.includes('\0'))) {
    throw unreadable('A path in the layout leads outside of it.', { path })
  }
  try {
    const actual = await realpath(join(root, path))
    if (actual === root || actual.startsWith(root.endsWith(sep) ? root : root + sep)) return actual
  } catch (error) {
    if (isMissing(error)) return null
    throw unreadable('A file of the layout cannot be read.', { path }, error)
  }
  throw unreadable('A link in the layout leads outside of it.', { path })
}

async function readWhole(handle: FileHandle, size: number, signal: AbortSignal | undefined): Promise<Uint8Array> {
  const bytes = new Uint8Array(size)
  let offset = 0
  while (offset < size) {
    assertNotCancelled(signal)
    const { bytesRead } = await handle.read(bytes, offset, Math.min(size - offset, 4 * 1024 * 1024), offset)
    if (bytesRead === 0) throw unreadable('A file of the layout became shorter while it was read.')
    offset += bytesRead
  }
  return bytes
}

async function readRegularFile(actual: string, path: string, maxBytes: number, signal?: AbortSignal) {
  let handle: FileHandle
  try {
    handle = await open(actual, readFlags)
  } catch (error) {
    if (isMissing(error)) return null
    throw unreadable('A file of the layout cannot be opened.', { path }, error)
  }
  try {
    const status = await handle.stat()
    if (!status.isFile()) throw unreadable('Something in the layout that should be a file is none.', { path })
    if (status.size > maxBytes) {
      throw new AppError('LIMIT_EXCEEDED', `A file of the layout has ${status.size} bytes; ${maxBytes} are read.`, {
        context: { path, size: status.size, limit: maxBytes },
      })
    }
    return await readWhole(handle, status.size, signal)
  } finally {
    await handle.close()
  }
}

/**
 * Folders with an `oci-layout` file, breadth first. Links to folders are not followed (they may form circles), folders
 * that may not be read are passed over, and `blobs` of a layout is not searched.
 */
async function findLayouts(root: string): Promise<string[]> {
  const found: string[] = []
  const waiting: { path: string; depth: number }[] = [{ path: '', depth: 0 }]
  let seen = 0
  for (let folder = waiting.shift(); folder !== undefined; folder = waiting.shift()) {
    const entries = await readdir(join(root, folder.path), { withFileTypes: true }).catch((error: unknown) => {
      if (folder.path === '') throw unreadable('The folder cannot be read.', {}, error)
      return []
    })
    const isLayout = entries.some((entry) => entry.name === layoutMarker && !entry.isDirectory())
    if (isLayout) found.push(folder.path)
    for (const entry of entries) {
      if (!entry.isDirectory() || (isLayout && entry.name === 'blobs')) continue
      seen += 1
      if (seen > limits.maxLayoutFolders) {
        throw new AppError('LIMIT_EXCEEDED', `The folder has more than ${limits.maxLayoutFolders} folders below it.`)
      }
      const path = folder.path === '' ? entry.name : `${folder.path}/${entry.name}`
      if (folder.depth < limits.maxLayoutDepth) waiting.push({ path, depth: folder.depth + 1 })
    }
  }
  return found
}

/** Files of a folder; nothing outside of it is ever opened. `root` is its real path. */
export function createFolderFiles(root: string): LayoutFiles {
  return {
    listLayouts: () => findLayouts(root),
    async version(path) {
      const actual = await resolveInside(root, path)
      if (actual === null) return null
      const status = await stat(actual)
      return `${status.ino}:${status.size}:${status.mtimeMs}`
    },
    async read(path, maxBytes, signal) {
      const actual = await resolveInside(root, path)
      return actual === null ? null : readRegularFile(actual, path, maxBytes, signal)
    },
  }
}

/** What is at the path of a source: its real path, and whether it is a folder. Throws `LAYOUT_UNREADABLE`. */
export async function resolveRoot(path: string): Promise<{ root: string; kind: 'folder' | 'file' }> {
  try {
    const root = await realpath(path)
    const status = await lstat(root)
    if (status.isDirectory()) return { root, kind: 'folder' }
    if (status.isFile()) return { root, kind: 'file' }
  } catch (error) {
    const why = isMissing(error) ? 'There is nothing at the path of this layout.' : 'The layout cannot be opened.'
    throw unreadable(why, { path }, error)
  }
  throw unreadable('The path of this layout is neither a folder nor a file.', { path })
}
