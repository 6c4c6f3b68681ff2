import { chmod, mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { digestOf } from '#lib/oci/digest.ts'
import { type CacheProblem, type ContentKey, createContentCache } from './content-cache.ts'

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text)
const keyOf = (bytes: Uint8Array, scope = 'registry.test team/app'): ContentKey => ({ scope, digest: digestOf(bytes) })

async function listFiles(directory: string): Promise<string[]> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true })
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
}

describe('createContentCache', () => {
  let directory: string
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'content-'))
  })
  afterEach(() => rm(directory, { recursive: true, force: true }))

  it('gives content back before and after it was written to disk', async () => {
    const cache = createContentCache({ directory, maxBytes: 1e9 })
    const bytes = bytesOf('evidence')
    cache.putBlob(keyOf(bytes), bytes)
    expect(await cache.read(keyOf(bytes), 100)).toEqual({ bytes, mediaType: null })
    await cache.close()
    const again = createContentCache({ directory, maxBytes: 1e9 })
    const stored = await again.read(keyOf(bytes), 100)
    expect(stored).not.toBeNull()
    expect(stored === null || stored === 'too-large' ? '' : new TextDecoder().decode(stored.bytes)).toBe('evidence')
  })

  it('M-01 content that was changed on disk is not given out, and is removed', async () => {
    const cache = createContentCache({ directory, maxBytes: 1e9 })
    const bytes = bytesOf('evidence')
    cache.putBlob(keyOf(bytes), bytes)
    await cache.close()
    const content = (await listFiles(directory)).find((file) => file.includes('content-v2')) ?? ''
    await chmod(content, 0o600)
    await writeFile(content, 'evil bits')
    const again = createContentCache({ directory, maxBytes: 1e9 })
    expect(await again.read(keyOf(bytes), 100)).toBeNull()
    await expect(readFile(content)).rejects.toThrow()
  })

  it('content of a large document is streamed in and hashed when it is read', async () => {
    const cache = createContentCache({ directory, maxBytes: 1e9 })
    const bytes = new Uint8Array(9 * 1024 * 1024).fill(7)
    cache.putBlob(keyOf(bytes), bytes)
    await cache.flush()
    const again = createContentCache({ directory, maxBytes: 1e9 })
    expect(await again.read(keyOf(bytes), bytes.length - 1)).toBe('too-large')
    const stored = await again.read(keyOf(bytes), bytes.length)
    expect(stored === null || stored === 'too-large' ? 0 : stored.bytes.length).toBe(bytes.length)
  })

  it('L-16 stays within its size and drops what was not used for longest', async () => {
    const cache = createContentCache({ directory, maxBytes: 50_000 })
    const documents = Array.from({ length: 12 }, (_, index) => new Uint8Array(8_000).fill(index))
    for (const bytes of documents) {
      cache.putBlob(keyOf(bytes), bytes)
      await cache.flush()
    }
    expect(cache.status().bytes).toBeLessThanOrEqual(50_000)
    const files = await listFiles(directory)
    expect(files.filter((file) => file.includes('content-v2')).length).toBeLessThanOrEqual(6)
    const reopened = createContentCache({ directory, maxBytes: 50_000 })
    expect(await reopened.read(keyOf(documents[0] ?? new Uint8Array()), 1e6)).toBeNull()
    expect(await reopened.read(keyOf(documents.at(-1) ?? new Uint8Array()), 1e6)).not.toBeNull()
  })

  it('stores equal content of two scopes once and gives each only its own', async () => {
    const cache = createContentCache({ directory, maxBytes: 1e9 })
    const bytes = bytesOf('the same')
    cache.putBlob(keyOf(bytes, 'one'), bytes)
    cache.putBlob(keyOf(bytes, 'two'), bytes)
    await cache.flush()
    expect((await listFiles(directory)).filter((file) => file.includes('content-v2'))).toHaveLength(1)
    expect(await cache.read(keyOf(bytes, 'three'), 100)).toBeNull()
  })

  it('clearing it loses nothing but time', async () => {
    const cache = createContentCache({ directory, maxBytes: 1e9 })
    const bytes = bytesOf('evidence')
    cache.putBlob(keyOf(bytes), bytes)
    await cache.flush()
    await cache.clear()
    expect(await cache.read(keyOf(bytes), 100)).toBeNull()
    cache.putBlob(keyOf(bytes), bytes)
    await cache.flush()
    expect(cache.status()).toMatchObject({ entries: 1, problem: null })
  })

  it('removes what an ended process left half written, and nothing that is being written', async () => {
    await mkdir(join(directory, 'tmp'))
    await writeFile(join(directory, 'tmp', 'old'), 'half')
    await utimes(join(directory, 'tmp', 'old'), 1, 1)
    await writeFile(join(directory, 'tmp', 'new'), 'half')
    const cache = createContentCache({ directory, maxBytes: 1e9 })
    cache.putBlob(keyOf(bytesOf('x')), bytesOf('x'))
    await cache.flush()
    expect(await readdir(join(directory, 'tmp'))).toEqual(['new'])
  })

  it('works although somebody removes its folder while it runs', async () => {
    const cache = createContentCache({ directory, maxBytes: 1e9 })
    const bytes = bytesOf('before')
    cache.putBlob(keyOf(bytes), bytes)
    await cache.flush()
    const again = createContentCache({ directory, maxBytes: 1e9 })
    await rm(directory, { recursive: true, force: true })
    expect(await again.read(keyOf(bytes), bytes.length)).toBeNull()
    expect(await cache.read(keyOf(bytes), bytes.length)).toMatchObject({ bytes })
    const small = bytesOf('after')
    cache.putBlob(keyOf(small), small)
    await cache.flush()
    expect(cache.status().problem).toBeNull()
  })

  it('H-06 a folder that cannot be written is reported once, and nothing else changes', async () => {
    const blocked = join(directory, 'blocked')
    await writeFile(blocked, 'a file where the folder should be')
    const problems: (CacheProblem | null)[] = []
    const cache = createContentCache({
      directory: blocked,
      maxBytes: 1e9,
      onProblem: (problem) => problems.push(problem),
    })
    for (const text of ['one', 'two']) {
      const bytes = bytesOf(text)
      cache.putBlob(keyOf(bytes), bytes)
      await cache.flush()
      expect(await cache.read(keyOf(bytes), 100)).toMatchObject({ bytes })
    }
    expect(problems).toHaveLength(1)
    expect(cache.status().problem).toMatchObject({ code: 'STORE_UNAVAILABLE' })
  })
})
