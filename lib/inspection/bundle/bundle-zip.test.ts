import { describe, expect, it } from 'vitest'
import { ZipFile } from 'yazl'
import { isAppError } from '#lib/errors/app-error.ts'
import { readZip, toChecksums, writeZip } from './bundle-zip.ts'

const name = 'verdict.json'
const content = Buffer.from('{}')

type Entry = { readonly name?: string; readonly content?: Buffer; readonly options?: object }
const plain = { mtime: new Date(1980, 0, 1), mode: 0o100644, compress: false, forceDosTimestamp: true }

async function zipOf(...entries: readonly Entry[]): Promise<Buffer> {
  const zip = new ZipFile()
  for (const entry of entries) {
    zip.addBuffer(entry.content ?? content, entry.name ?? name, { ...plain, ...entry.options })
  }
  zip.end()
  return join(zip.outputStream as unknown as AsyncIterable<Buffer>)
}

async function join(pieces: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const all: Uint8Array[] = []
  for await (const piece of pieces) all.push(piece)
  return Buffer.concat(all)
}

/** Writes another name of the same length in both places where a zip file has it: yazl itself refuses such names. */
function renamed(zip: Buffer, before: string, after: string): Buffer {
  const text = zip.toString('latin1').replaceAll(before, after)
  return Buffer.from(text, 'latin1')
}

async function refusal(bytes: Uint8Array): Promise<string> {
  try {
    await readZip(bytes)
    return 'read'
  } catch (error) {
    if (isAppError(error, 'EVIDENCE_BUNDLE_INVALID')) return error.message
    throw error
  }
}

describe('readZip', () => {
  it('reads back what writeZip wrote, whole and in order', async () => {
    const files = new Map([[name, new Uint8Array(content)]])
    const all = new Map([['SHA256SUMS', new Uint8Array(toChecksums(files))], ...files])
    const { size, pieces } = await writeZip(all)
    const bytes = await join(pieces)
    expect(bytes.length).toBe(size)
    expect(Array.from(await readZip(bytes))).toEqual(Array.from(all))
  })

  it.each([
    ['nothing', Buffer.alloc(0), /no zip file/],
    ['text', Buffer.from('<html>'), /no zip file/],
    ['the end of a zip file alone', Buffer.from(`PK\u0005\u0006${'\0'.repeat(18)}`, 'latin1'), /no file SHA256SUMS/],
  ])('refuses %s', async (_, bytes, reason) => {
    expect(await refusal(bytes)).toMatch(reason)
  })

  it.each(['../../etc/a', '/etc/passwd', 'roots/../aa', 'C:\\windows\\', 'notes12.txt', 'image/blobs', 'VERDICT.json'])(
    'refuses a file named %s: nothing is ever written under a name from a bundle',
    async (hostile) => {
      const stand = 'x'.repeat(hostile.length)
      expect(await refusal(renamed(await zipOf({ name: stand }), stand, hostile))).toMatch(
        /a file that no bundle has|list of files is damaged/,
      )
    },
  )

  it('refuses a link', async () => {
    expect(await refusal(await zipOf({ options: { mode: 0o120777 } }))).toMatch(/is a link/)
  })

  it('refuses a folder and a device', async () => {
    for (const mode of [0o040755, 0o020644, 0o010644]) {
      expect(await refusal(await zipOf({ options: { mode } }))).toMatch(/no plain file/)
    }
  })

  it('refuses what is compressed, so that no small file becomes a large one', async () => {
    const bomb = await zipOf({ content: Buffer.alloc(20 * 1024 * 1024), options: { compress: true } })
    expect(bomb.length).toBeLessThan(100_000)
    expect(await refusal(bomb)).toMatch(/is compressed/)
  })

  it('refuses a file twice', async () => {
    expect(await refusal(await zipOf({}, {}))).toMatch(/twice/)
  })

  it('refuses files that claim to be larger than the whole', async () => {
    const zip = await zipOf({})
    // Sizes in the central directory, which is what counts before anything is read.
    const central = zip.indexOf('PK\u0001\u0002')
    zip.writeUInt32LE(0x7fffffff, central + 20)
    zip.writeUInt32LE(0x7fffffff, central + 24)
    expect(await refusal(zip)).toMatch(/larger than it is|damaged|cannot be read/)
  })

  it('refuses more files than a bundle has', async () => {
    const zip = await zipOf({})
    zip.writeUInt16LE(60_000, zip.length - 12)
    zip.writeUInt16LE(60_000, zip.length - 14)
    expect(await refusal(zip)).toMatch(/more than 10000 files/)
  })

  it('refuses the same content written otherwise: an archive with something hidden between its files is not ours', async () => {
    const files = new Map([[name, new Uint8Array(content)]])
    const sums = { name: 'SHA256SUMS', content: Buffer.from(toChecksums(files)) }
    expect(await refusal(await zipOf(sums, {}))).toBe('read')
    expect(await refusal(await zipOf({ ...sums, options: { mtime: new Date(2026, 1, 1) } }, {}))).toMatch(
      /changed since/,
    )
  })

  it('refuses a checksum that is not that of its file', async () => {
    const sums = { name: 'SHA256SUMS', content: Buffer.from(`${'0'.repeat(64)}  ${name}\n`) }
    expect(await refusal(await zipOf(sums, {}))).toMatch(/not the one that SHA256SUMS names/)
  })
})
