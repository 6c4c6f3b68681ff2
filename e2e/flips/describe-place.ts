import { type DerValue, parseChildren, parseDer } from '#lib/sigstore/certificates/der.ts'

/**
 * Names the place of a byte: the part, the path of the JSON member that it lies in or names, and within a time stamp the
 * field of RFC 3161.
 */
export function describePlace(
  format: string,
  { name: part, before, after }: { name: string; before: Buffer; after: Buffer },
  position: number,
): string {
  const text = before.toString('latin1')
  const where = `${format} ${part}`
  const end = '-----END CERTIFICATE-----'
  if (text.includes(end) && position >= text.lastIndexOf(end) + end.length) return `${where} after the last line`
  if (!text.startsWith('{')) return isSigningAgent(text, position) ? `${where} signingAgent` : where
  const found = findMember(text, position)
  if (found === null) return `${where} between members`
  const { path, start, end: until } = found
  const place = `${where} ${path}`
  if (path.endsWith('checkpoint.envelope')) return `${place}: ${nameLine(text.slice(start, until), position - start)}`
  if (!/signedTimestamp$|SignedRFC3161Timestamp$/i.test(path)) return place
  // A character of base64 is part of two bytes.
  const der = Buffer.from(text.slice(start, until), 'base64')
  const changed = Buffer.from(after.toString('latin1').slice(start, until), 'base64')
  const offsets = [...der.keys()].filter((at) => der[at] !== changed[at])
  return `${place}: ${[...new Set(offsets.map((offset) => nameField(der, offset)))].join(' and ')}`
}

/** COSE keeps the name of the signing program in its unprotected header, as a text of at most 255 bytes. */
function isSigningAgent(text: string, position: number): boolean {
  const name = 'io.cncf.notary.signingAgent'
  const at = text.indexOf(name)
  if (at < 0) return false
  const head = text.charCodeAt(at + name.length)
  const length = head === 0x78 ? 1 + text.charCodeAt(at + name.length + 1) : head - 0x60
  return position >= at - 2 && position <= at + name.length + length
}

/** The line of a signed note as JSON writes it: of the text, or a signature with its number among those of its name. */
function nameLine(escaped: string, offset: number): string {
  const lines = escaped.split('\\n')
  const gap = lines.indexOf('')
  let at = 0
  for (const [index, line] of lines.entries()) {
    at += line.length + 2
    if (offset >= at) continue
    if (index <= gap) return 'text'
    const names = lines.slice(gap + 1).map((one) => one.split(' ')[1])
    const [origin = ''] = (lines[0] ?? '').split(' - ')
    const isOwn = names[index - gap - 1] === origin
    const own = names.filter((name) => name === origin).length
    return !isOwn ? 'signature of a witness' : own > 1 ? 'one of several signatures of the log' : 'signature of the log'
  }
  return 'end'
}

type Member = { readonly path: string; readonly start: number; readonly end: number }

/** The text, name or number that holds the position. Lists are written `[]`, whatever the index. */
function findMember(text: string, position: number): Member | null {
  const path: string[] = []
  let name = ''
  const token = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g
  for (const match of text.matchAll(token)) {
    const [found] = match
    const end = match.index + found.length
    const isName = found.startsWith('"') && /^\s*:/.test(text.slice(end, end + 20))
    if (isName) name = found.slice(1, -1)
    if (position >= match.index && position < end && !'{}[],:'.includes(found)) {
      const full = [...path, name].filter((one) => one !== '').join('.')
      const quote = found.startsWith('"') ? 1 : 0
      return { path: isName ? `name of ${full}` : full, start: match.index + quote, end: end - quote }
    }
    if (found === '{' || found === '[') {
      path.push(found === '[' ? `${name}[]` : name)
      name = ''
    } else if (found === '}' || found === ']') {
      path.pop()
    } else if (found === ',') name = ''
  }
  return null
}

/** Fields of a TimeStampResp by their place in the tree of values (RFC 3161 §2.4.2, RFC 5652 §5). */
function nameField(der: Buffer, offset: number): string {
  const path = findPath(parseDer(der), offset, 0)
  const inSigned = /^1\.1\.0\.(.*)$/.exec(path)?.[1]
  if (inSigned === undefined) return path.startsWith('0') ? 'status' : 'token'
  const [first = '', ...rest] = inSigned.split('.')
  const fields = ['version', 'digestAlgorithms', 'content']
  if (fields[Number(first)] !== undefined) return `signedData.${fields[Number(first)]}`
  // Certificates come before the signers, and may be absent.
  const signer = /^0\.(\d+)/.exec(rest.join('.'))?.[1]
  const isSigners = signerIndex(der) === Number(first)
  if (!isSigners) return 'signedData.certificates'
  const names = ['version', 'sid', 'digestAlgorithm', 'signedAttributes', 'signatureAlgorithm', 'signature', 'unsigned']
  return signer === undefined ? 'signedData.signerInfos' : `signer.${names[Number(signer)] ?? 'more'}`
}

function signerIndex(der: Buffer): number {
  const token = parseChildren(parseDer(der))[1]
  const wrapped = token === undefined ? undefined : parseChildren(token)[1]
  const signed = wrapped === undefined ? undefined : parseChildren(wrapped)[0]
  return signed === undefined ? -1 : parseChildren(signed).length - 1
}

/** `1.1.0.4`: which child of which child holds the byte. Only what every time stamp has in common is walked. */
function findPath(value: DerValue, offset: number, start: number): string {
  if ((value.tag & 0x20) === 0) return ''
  let at = start + (value.encoded.byteLength - value.content.byteLength)
  for (const [index, child] of parseChildren(value).entries()) {
    if (offset >= at && offset < at + child.encoded.byteLength) {
      const inner = findPath(child, offset, at)
      return inner === '' ? String(index) : `${index}.${inner}`
    }
    at += child.encoded.byteLength
  }
  return ''
}
