import { unreadable } from './unreadable.ts'

/** Where the content of a file lies in the archive, in bytes. */
export type TarEntry = { readonly offset: number; readonly size: number }

export type ReadAt = (offset: number, length: number) => Promise<Uint8Array>

export type TarLimits = { readonly maxEntries: number; readonly maxHeaderBytes: number }

const block = 512
const text = new TextDecoder('utf-8')

type Header = { name: string; size: number; type: string }

function readText(header: Uint8Array, start: number, length: number): string {
  const field = header.subarray(start, start + length)
  const end = field.indexOf(0)
  return text.decode(end < 0 ? field : field.subarray(0, end))
}

/** Octal digits, or GNU's base 256 when the first bit is set. */
function readNumber(header: Uint8Array, start: number, length: number): number {
  const field = header.subarray(start, start + length)
  if (((field[0] ?? 0) & 0x80) !== 0) {
    return field.reduce((sum, byte, index) => sum * 256 + (index === 0 ? byte & 0x7f : byte), 0)
  }
  const digits = readText(header, start, length).trim()
  return /^[0-7]*$/.test(digits) ? Number.parseInt(digits || '0', 8) : Number.NaN
}

function hasRightChecksum(header: Uint8Array): boolean {
  const sum = header.reduce((total, byte, index) => total + (index >= 148 && index < 156 ? 0x20 : byte), 0)
  return sum === readNumber(header, 148, 8)
}

function parseHeader(header: Uint8Array): Header {
  if (!hasRightChecksum(header)) throw unreadable('The tar archive is damaged: a header has a wrong checksum.')
  const size = readNumber(header, 124, 12)
  if (!Number.isSafeInteger(size) || size < 0) throw unreadable('The tar archive is damaged: an entry has no size.')
  const isUstar = readText(header, 257, 5) === 'ustar'
  const prefix = isUstar && header[262] === 0 ? readText(header, 345, 155) : ''
  const name = readText(header, 0, 100)
  return { name: prefix === '' ? name : `${prefix}/${name}`, size, type: String.fromCharCode(header[156] ?? 0) }
}

/** Reads pax records `LENGTH KEY=VALUE\n` (POSIX.1-2017, pax, extended header). */
function parsePax(bytes: Uint8Array): Map<string, string> {
  const records = new Map<string, string>()
  let offset = 0
  while (offset < bytes.length) {
    const space = bytes.indexOf(0x20, offset)
    const length = space < 0 ? Number.NaN : Number(text.decode(bytes.subarray(offset, space)))
    if (!Number.isSafeInteger(length) || length <= space - offset || offset + length > bytes.length) {
      throw unreadable('The tar archive is damaged: an extended header cannot be read.')
    }
    const record = text.decode(bytes.subarray(space + 1, offset + length - 1))
    const equals = record.indexOf('=')
    if (equals > 0) records.set(record.slice(0, equals), record.slice(equals + 1))
    offset += length
  }
  return records
}

/** The name as a relative path; null for names that lead outside, which are passed over. */
function toPath(name: string): string | null {
  const parts = name.split('/').filter((part) => part !== '' && part !== '.')
  return name.startsWith('/') || parts.includes('..') || parts.length === 0 ? null : parts.join('/')
}

function assertNotCompressed(first: Uint8Array): void {
  const isGzip = first[0] === 0x1f && first[1] === 0x8b
  const isZstd = first[0] === 0x28 && first[1] === 0xb5 && first[2] === 0x2f && first[3] === 0xfd
  if (isGzip || isZstd) throw unreadable('The archive is compressed. Decompress it to a plain tar file first.')
}

const isFile = (type: string): boolean => type === '0' || type === '\0' || type === '7'

/**
 * Where each file of a tar archive lies, by seeking from header to header: the content is not read, nothing is extracted,
 * links are passed over, and long names are bounded. (A streaming reader would read the whole archive and hold extended
 * headers of any size.) Throws `LAYOUT_UNREADABLE`.
 */
export async function indexTar(readAt: ReadAt, size: number, limits: TarLimits): Promise<Map<string, TarEntry>> {
  const files = new Map<string, TarEntry>()
  let offset = 0
  let longName: string | null = null
  let longSize: number | null = null
  let count = 0
  while (offset + block <= size) {
    const bytes = await readAt(offset, block)
    if (offset === 0) assertNotCompressed(bytes)
    if (bytes.every((byte) => byte === 0)) return files
    const header = parseHeader(bytes)
    const contentSize: number = isFile(header.type) && longSize !== null ? longSize : header.size
    const start = offset + block
    if (start + contentSize > size) throw unreadable('The tar archive ends in the middle of a file.')
    count += 1
    if (count > limits.maxEntries) throw unreadable(`The tar archive has more than ${limits.maxEntries} entries.`)
    if (header.type === 'x' || header.type === 'L') {
      if (contentSize > limits.maxHeaderBytes) throw unreadable('The tar archive has an oversized extended header.')
      const content = await readAt(start, contentSize)
      if (header.type === 'L') longName = readText(content, 0, content.length)
      else {
        const records = parsePax(content)
        longName = records.get('path') ?? longName
        const paxSize = records.get('size')
        longSize = paxSize === undefined ? longSize : Number(paxSize)
        if (longSize !== null && (!Number.isSafeInteger(longSize) || longSize < 0)) {
          throw unreadable('The tar archive is damaged: an entry has no size.')
        }
      }
    } else if (header.type !== 'g' && header.type !== 'K') {
      const path = toPath(longName ?? header.name)
      if (isFile(header.type) && path !== null) files.set(path, { offset: start, size: contentSize })
      longName = null
      longSize = null
    }
    offset = start + Math.ceil(contentSize / block) * block
  }
  // Without its end mark the rest may be missing, and with it the signatures.
  throw unreadable(count === 0 ? 'The file is no tar archive.' : 'The tar archive has no end: it was cut off.')
}
