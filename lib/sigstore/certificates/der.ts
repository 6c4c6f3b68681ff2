/** One DER value (X.690 §8.1, §10). `encoded` is the whole of it, `content` without tag and length. */
export type DerValue = { readonly tag: number; readonly content: Uint8Array; readonly encoded: Uint8Array }

export const derTags = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  null: 0x05,
  oid: 0x06,
  enumerated: 0x0a,
  utcTime: 0x17,
  generalizedTime: 0x18,
  sequence: 0x30,
  set: 0x31,
} as const

const malformed = (why: string) => new SyntaxError(`its DER is malformed: ${why}`)

/** Reads exactly one value. Throws a `SyntaxError`. Values inside are read when they are asked for, so nesting costs nothing. */
export function parseDer(bytes: Uint8Array): DerValue {
  const value = readValue(bytes, 0)
  if (value.encoded.byteLength !== bytes.byteLength) throw malformed('something follows it')
  return value
}

// A certificate has some ten extensions, a set of signers below ten.
const maxChildren = 1_000

/** The values inside a constructed one. Throws a `SyntaxError`. */
export function parseChildren(value: DerValue): readonly DerValue[] {
  const children: DerValue[] = []
  for (const child of walkChildren(value)) {
    if (children.length === maxChildren) throw malformed('it has too many parts')
    children.push(child)
  }
  return children
}

/** The same one after the other, however many: lists of revoked certificates have hundreds of thousands. */
export function* walkChildren({ tag, content }: DerValue): Generator<DerValue> {
  if ((tag & 0x20) === 0) throw malformed('a simple value has nothing inside')
  for (let at = 0; at < content.byteLength; ) {
    const child = readValue(content, at)
    yield child
    at += child.encoded.byteLength
  }
}

function readValue(bytes: Uint8Array, start: number): DerValue {
  const tag = bytes[start]
  const first = bytes[start + 1]
  if (tag === undefined || first === undefined) throw malformed('it is cut off')
  if ((tag & 0x1f) === 0x1f) throw malformed('its tag is long')
  const lengthBytes = first < 0x80 ? 0 : first & 0x7f
  if (first === 0x80 || lengthBytes > 4) throw malformed('its length is not definite, or huge')
  let length = lengthBytes === 0 ? first : 0
  for (let at = 0; at < lengthBytes; at += 1) length = length * 256 + (bytes[start + 2 + at] ?? 0)
  if (lengthBytes > 0 && (length < 0x80 || length < 256 ** (lengthBytes - 1)))
    throw malformed('its length is not minimal')
  const from = start + 2 + lengthBytes
  const end = from + length
  if (end > bytes.byteLength) throw malformed('it is cut off')
  return { tag, content: bytes.subarray(from, end), encoded: bytes.subarray(start, end) }
}

/** The value, if it has the tag; throws a `SyntaxError` for another or none. */
export function expectTag(value: DerValue | undefined, tag: number): DerValue {
  if (value?.tag === tag) return value
  throw malformed('it has another structure')
}

/** The parts of a value that must be a SEQUENCE. */
export const readSequence = (value: DerValue | undefined): readonly DerValue[] =>
  parseChildren(expectTag(value, derTags.sequence))

/** `1.2.840.113549.1.7.2` */
export function readOid(value: DerValue | undefined): string {
  const { content } = expectTag(value, derTags.oid)
  const arcs: bigint[] = []
  let arc = 0n
  for (const [at, byte] of content.entries()) {
    arc = arc * 128n + BigInt(byte & 0x7f)
    if ((byte & 0x80) !== 0) {
      if (at === content.byteLength - 1 || arc === 0n) throw malformed('an object identifier is none')
      continue
    }
    arcs.push(arc)
    arc = 0n
  }
  const [first, ...rest] = arcs
  if (first === undefined || content.byteLength > 64) throw malformed('an object identifier is none')
  const root = first < 80n ? first / 40n : 2n
  return [root, first - root * 40n, ...rest].join('.')
}

/** A whole number that is not negative. */
export function readUnsigned(value: DerValue | undefined): bigint {
  const { content } = expectTag(value, derTags.integer)
  const [first = 0x80, second = 0x80] = content
  const isPadded = content.byteLength > 1 && first === 0 && second < 0x80
  if (first > 0x7f || isPadded || content.byteLength > 64) throw malformed('a number is negative, padded or huge')
  return BigInt(`0x${Buffer.from(content).toString('hex')}`)
}

/** Milliseconds since the epoch of a UTCTime or GeneralizedTime in the form that RFC 5280 §4.1.2.5 and RFC 3161 §2.4.2 ask for. */
export function readTime(value: DerValue | undefined): number {
  const text = Buffer.from(value?.content ?? []).toString('latin1')
  const isUtc = value?.tag === derTags.utcTime
  if (!isUtc && value?.tag !== derTags.generalizedTime) throw malformed('a time is none')
  const pattern = isUtc ? /^(\d\d)(\d{4})(\d{6})()Z$/ : /^(\d{4})(\d{4})(\d{6})(\.\d{1,9})?Z$/
  const [, year = '', day = '', clock = '', fraction = ''] = pattern.exec(text) ?? []
  const fullYear = isUtc ? `${Number(year) < 50 ? '20' : '19'}${year}` : year
  const pairs = (digits: string, mark: string) => (digits.match(/../g) ?? []).join(mark)
  const at = Date.parse(`${fullYear}-${pairs(day, '-')}T${pairs(clock, ':')}${fraction}Z`)
  // Date.parse takes 31 June for 1 July.
  const isTime =
    !Number.isNaN(at) &&
    new Date(at)
      .toISOString()
      .replace(/\D/g, '')
      .startsWith(fullYear + day + clock)
  if (year === '' || !isTime) throw malformed('a time is none')
  return at
}

/** Writes one value with the shortest length (X.690 §10.1). */
export function encodeDer(tag: number, ...contents: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(contents)
  const { byteLength } = content
  if (byteLength < 0x80) return Buffer.concat([Buffer.from([tag, byteLength]), content])
  const hex = byteLength.toString(16)
  const length = Buffer.from(hex.padStart(hex.length + (hex.length % 2), '0'), 'hex')
  return Buffer.concat([Buffer.from([tag, 0x80 | length.byteLength]), length, content])
}
