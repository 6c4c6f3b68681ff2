import fc from 'fast-check'
import { pack } from 'tar-stream'
import { describe, expect, it } from 'vitest'
import { isAppError } from '#lib/errors/app-error.ts'
import { indexTar, type TarLimits } from './tar-index.ts'

const limits: TarLimits = { maxEntries: 100, maxHeaderBytes: 4096 }

type Entry = {
  readonly name: string
  readonly content: string
  readonly type?: 'file' | 'symlink' | 'link' | 'directory'
}

async function packAll(entries: readonly Entry[]): Promise<Buffer> {
  const archive = pack()
  for (const { name, content, type = 'file' } of entries) {
    if (type === 'file') archive.entry({ name }, content)
    else archive.entry({ name, type, linkname: '/etc/passwd' })
  }
  archive.finalize()
  const chunks: Buffer[] = []
  for await (const chunk of archive) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}

const index = (archive: Uint8Array, bounds = limits) =>
  indexTar(async (offset, length) => archive.subarray(offset, offset + length), archive.length, bounds)

async function readAll(archive: Uint8Array): Promise<Record<string, string>> {
  const files = await index(archive)
  const texts = [...files].map(([name, { offset, size }]) => [
    name,
    new TextDecoder().decode(archive.subarray(offset, offset + size)),
  ])
  return Object.fromEntries(texts)
}

describe('indexTar', () => {
  it('finds each file where it lies', async () => {
    const entries = [
      { name: './oci-layout', content: '{}' },
      { name: 'empty', content: '' },
      { name: 'blobs/sha256/a', content: 'x'.repeat(1500) },
    ]
    expect(await readAll(await packAll(entries))).toEqual({
      'oci-layout': '{}',
      empty: '',
      'blobs/sha256/a': 'x'.repeat(1500),
    })
  })

  it('reads long names and names in other scripts', async () => {
    const long = `${'folder/'.repeat(40)}file`
    expect(
      Object.keys(
        await readAll(
          await packAll([
            { name: long, content: 'a' },
            { name: 'ключ/größe', content: 'b' },
          ]),
        ),
      ),
    ).toEqual([long, 'ключ/größe'])
  })

  it('passes over links, folders and names that lead outside', async () => {
    const archive = await packAll([
      { name: 'link', content: '', type: 'symlink' },
      { name: 'hard', content: '', type: 'link' },
      { name: 'folder', content: '', type: 'directory' },
      { name: '../outside', content: 'x' },
      { name: 'a/../../outside', content: 'x' },
      { name: '/etc/passwd', content: 'x' },
      { name: 'inside', content: 'x' },
    ])
    expect(Object.keys(await readAll(archive))).toEqual(['inside'])
  })

  it('of two files with one name the later counts', async () => {
    expect(
      await readAll(
        await packAll([
          { name: 'a', content: '1' },
          { name: 'a', content: '2' },
        ]),
      ),
    ).toEqual({ a: '2' })
  })

  it('L-12 bounds the number of entries and the length of a header', async () => {
    const many = await packAll(Array.from({ length: 101 }, (_, number) => ({ name: `${number}`, content: '' })))
    await expect(index(many)).rejects.toMatchObject({ code: 'LAYOUT_UNREADABLE' })
    const long = await packAll([{ name: 'x'.repeat(5000), content: '' }])
    await expect(index(long)).rejects.toMatchObject({ code: 'LAYOUT_UNREADABLE' })
  })

  it('a header that was changed is refused', async () => {
    const archive = Buffer.from(await packAll([{ name: 'oci-layout', content: '{}' }]))
    archive.write('index.json', 0, 'latin1')
    await expect(index(archive)).rejects.toThrow('wrong checksum')
  })

  it('L-07 a size beyond the archive is refused without allocating', async () => {
    const archive = Buffer.from(await packAll([{ name: 'a', content: 'x' }]))
    archive.write('77777777777', 124, 'latin1')
    const sum = archive.subarray(0, 512).reduce((total, byte, at) => total + (at >= 148 && at < 156 ? 32 : byte), 0)
    archive.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1')
    await expect(index(archive)).rejects.toThrow('ends in the middle of a file')
  })

  it('packs and finds any set of files', async () => {
    const name = fc
      .stringMatching(/^[a-z0-9]{1,12}(?:\/[a-z0-9._-]{1,60}){0,3}$/)
      .filter((text) => !/(^|\/)\.{1,2}(\/|$)/.test(text))
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(fc.tuple(name, fc.string({ maxLength: 1200 })), { selector: ([key]) => key, maxLength: 20 }),
        async (files) => {
          const packed = await packAll(files.map(([key, content]) => ({ name: key, content })))
          expect(await readAll(packed)).toEqual(Object.fromEntries(files))
        },
      ),
      { numRuns: 60 },
    )
  })

  it('never throws anything but its own refusal, whatever the bytes', async () => {
    const whole = await packAll([
      { name: 'a/b', content: 'text' },
      { name: 'x'.repeat(200), content: 'more' },
    ])
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { maxLength: 8 }),
        fc.nat(whole.length),
        async (changes, end) => {
          const damaged = Uint8Array.from(whole)
          for (const [at, byte] of changes) damaged[at] = byte
          const result = await index(damaged.subarray(0, end)).catch((error: unknown) => error)
          expect(result instanceof Map || isAppError(result, 'LAYOUT_UNREADABLE')).toBe(true)
        },
      ),
      { numRuns: 300 },
    )
  })
})
