import { createHash } from 'node:crypto'
import { promisify } from 'node:util'
import yauzl from 'yauzl'
import { ZipFile } from 'yazl'
import { limits } from '#lib/config/limits.ts'
import { type BundleFiles, invalidBundle, isBundleName, readTextFile } from './bundle-files.ts'

// The first time that a zip file can state, in whatever zone this is run: the same files are the same bytes everywhere.
const written = new Date(1980, 0, 1)
const fileMode = 0o100644
// Not compressed: what a compressor makes of a file depends on its version, and these files are compared byte by byte.
const options = { mtime: written, mode: fileMode, compress: false, forceDosTimestamp: true } as const

/** The zip file that holds these files, piece by piece, and its size in bytes. The same files are always the same bytes. */
export async function writeZip(files: BundleFiles): Promise<{ size: number; pieces: AsyncIterable<Uint8Array> }> {
  const zip = new ZipFile()
  for (const [name, bytes] of files) {
    zip.addBuffer(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), name, options)
  }
  const end = zip.end.bind(zip) as (options: object, onSize: (size: number) => void) => void
  const size = await new Promise<number>((resolve) => end({}, resolve))
  return { size, pieces: zip.outputStream as unknown as AsyncIterable<Uint8Array> }
}

/** The line of each file in `SHA256SUMS`, as sha256sum writes and reads it. */
export function toChecksums(files: BundleFiles): Uint8Array {
  const lines = Array.from(files, ([name, bytes]) => `${createHash('sha256').update(bytes).digest('hex')}  ${name}\n`)
  return Buffer.from(lines.join(''))
}

const openZip = promisify(
  (bytes: Buffer, settings: yauzl.Options, done: (error: Error | null, zip: yauzl.ZipFile) => void) =>
    yauzl.fromBuffer(bytes, settings, done),
)

/**
 * The files of a bundle. attacker-controlled: only names that a bundle has, nothing compressed, no links, no more than a bundle
 * holds; every checksum; and at last the file must be, byte for byte, what is written for its content.
 * Throws `EVIDENCE_BUNDLE_INVALID`.
 */
export async function readZip(bytes: Uint8Array): Promise<BundleFiles> {
  if (bytes.length > limits.maxBundleBytes) throw invalidBundle(`it has more than ${limits.maxBundleBytes} bytes`)
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const zip = await openZip(buffer, { lazyEntries: true, strictFileNames: true }).catch((cause: unknown) => {
    throw invalidBundle('it is no zip file', cause)
  })
  const files = await readEntries(zip)
  assertChecksums(files)
  await assertExactly(buffer, files)
  return files
}

async function readEntries(zip: yauzl.ZipFile): Promise<Map<string, Uint8Array>> {
  if (zip.entryCount > limits.maxBundleFiles) throw invalidBundle(`it has more than ${limits.maxBundleFiles} files`)
  const files = new Map<string, Uint8Array>()
  let total = 0
  const next = () =>
    new Promise<yauzl.Entry | null>((resolve, reject) => {
      zip.once('entry', resolve)
      zip.once('end', () => resolve(null))
      zip.once('error', (cause) => reject(invalidBundle('its list of files is damaged', cause)))
      zip.readEntry()
    })
  for (let entry = await next(); entry !== null; entry = await next()) {
    zip.removeAllListeners()
    assertPlainFile(entry)
    if (files.has(entry.fileName)) throw invalidBundle(`it holds ${entry.fileName} twice`)
    // Files that lie over one another in the zip file may be far larger together than it is.
    total += entry.uncompressedSize
    if (total > limits.maxBundleBytes) throw invalidBundle('its files are larger than it is')
    files.set(entry.fileName, await readEntry(zip, entry))
  }
  return files
}

function assertPlainFile(entry: yauzl.Entry): void {
  const { fileName, compressionMethod, compressedSize, uncompressedSize, externalFileAttributes } = entry
  if (!isBundleName(fileName)) throw invalidBundle('it holds a file that no bundle has')
  if (externalFileAttributes >>> 16 !== fileMode) throw invalidBundle(`${fileName} is a link, or no plain file`)
  if (compressionMethod !== 0 || compressedSize !== uncompressedSize) throw invalidBundle(`${fileName} is compressed`)
}

async function readEntry(zip: yauzl.ZipFile, entry: yauzl.Entry): Promise<Uint8Array> {
  try {
    const stream = await new Promise<AsyncIterable<Buffer>>((resolve, reject) =>
      zip.openReadStream(entry, (error, opened) => (error === null ? resolve(opened) : reject(error))),
    )
    const pieces: Buffer[] = []
    for await (const piece of stream) pieces.push(piece)
    return new Uint8Array(Buffer.concat(pieces))
  } catch (cause) {
    throw invalidBundle(`${entry.fileName} cannot be read`, cause)
  }
}

function assertChecksums(files: BundleFiles): void {
  const listed = readTextFile(files, 'SHA256SUMS')
  const others = new Map(Array.from(files).filter(([name]) => name !== 'SHA256SUMS' && name !== 'README.md'))
  const readme = files.get('README.md')
  const order = readme === undefined ? others : new Map([['README.md', readme], ...others])
  if (listed !== new TextDecoder().decode(toChecksums(order))) {
    throw invalidBundle('a file is missing, or is not the one that SHA256SUMS names')
  }
}

async function assertExactly(bytes: Buffer, files: BundleFiles): Promise<void> {
  const { size, pieces } = await writeZip(files)
  let offset = 0
  let isSame = size === bytes.length
  for await (const piece of pieces) {
    isSame &&= bytes.subarray(offset, offset + piece.length).equals(piece)
    offset += piece.length
  }
  if (!isSame) throw invalidBundle('it was written by something else, or changed since')
}
