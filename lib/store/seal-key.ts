import { randomBytes, randomUUID } from 'node:crypto'
import { chmod, link, open, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Config } from '#lib/config/load-config.ts'
import { AppError } from '#lib/errors/app-error.ts'
import { toStoreError } from './to-store-error.ts'

const keyBytes = 32

/** The key that credentials are sealed with: from the configuration, else from `seal.key`, which is made when absent. */
export async function loadSealKey(config: Pick<Config, 'sealKey' | 'dataDirectory'>): Promise<Uint8Array> {
  if (config.sealKey !== null) return config.sealKey
  const path = join(config.dataDirectory, 'seal.key')
  try {
    return (await readKey(path)) ?? (await createKey(path, config.dataDirectory))
  } catch (error) {
    throw toStoreError(error)
  }
}

async function readKey(path: string): Promise<Uint8Array | null> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null
    throw error
  })
  if (text === null) return null
  const key = Buffer.from(text.trim(), 'base64')
  if (key.byteLength !== keyBytes) {
    throw new AppError(
      'STORE_UNAVAILABLE',
      'The file seal.key in the data directory is damaged; bring it back from a backup.',
    )
  }
  // A backup that was copied back may have lost the mode.
  await chmod(path, 0o600).catch(() => undefined)
  return key
}

async function createKey(path: string, directory: string): Promise<Uint8Array> {
  const draft = join(directory, `seal.${randomUUID()}.tmp`)
  try {
    const file = await open(draft, 'wx', 0o600)
    try {
      await file.writeFile(`${randomBytes(keyBytes).toString('base64')}\n`)
      await file.sync()
    } finally {
      await file.close()
    }
    // `link` never replaces: of two processes that start together, both use the key of the first.
    await link(draft, path).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error
    })
  } finally {
    await rm(draft, { force: true })
  }
  const folder = await open(directory, 'r')
  await folder.sync().finally(() => folder.close())
  const key = await readKey(path)
  if (key === null) throw new AppError('STORE_UNAVAILABLE', 'The file seal.key in the data directory disappeared.')
  return key
}
