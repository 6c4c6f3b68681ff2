import { AppError, type ErrorContext } from '#lib/errors/app-error.ts'
import type { NameAttributes } from '#lib/sigstore/certificates/distinguished-name.ts'

const prefix = /^\s*x509\.subject\s*:/i
// The longest that the API takes; a name has below ten attributes.
const maxLength = 2_048
const maxAttributes = 50

const malformed = (why: string, context: ErrorContext = { field: 'subject' }) =>
  new AppError('RULE_INVALID', `subject: ${why}.`, { context })

/**
 * The attributes that a rule asks for: `C=US, ST=WA, O=Workshop`, as Notary Project trust policies write them after
 * `x509.subject:` (specs trust-store-trust-policy.md, RFC 4514). Throws `RULE_INVALID`.
 */
export function parseX509Subject(text: string): NameAttributes {
  if (text.length > maxLength) throw malformed('it is too long')
  const attributes = splitAt(text.replace(prefix, ''), ',').map(readAttribute)
  if (attributes.length > maxAttributes) throw malformed('it has too many attributes')
  const types = attributes.map(([type]) => type)
  const twice = types.find((type, at) => types.indexOf(type) !== at)
  if (twice !== undefined) throw malformed(`${twice} is there twice`)
  return attributes
}

/**
 * Whether a certificate's subject has every attribute that the rule asks for, with exactly that value and no other one of
 * the type beside it. Attributes that are not asked for may be any. Throws `RULE_INVALID`.
 */
export function matchesX509Subject(attributes: NameAttributes, subject: string): boolean {
  return parseX509Subject(subject).every(([type, expected]) => {
    const values = attributes.filter((attribute) => attribute[0] === type)
    return values.length === 1 && values[0]?.[1] === expected
  })
}

function readAttribute(part: string): readonly [string, string] {
  const at = part.indexOf('=')
  const type = part.slice(0, Math.max(at, 0)).trim()
  if (!/^(?:[A-Za-z][A-Za-z0-9-]*|\d+(?:\.\d+)+)$/.test(type)) {
    throw malformed('it is no list of attributes like C=US, ST=WA, O=Example')
  }
  const written = part.slice(at + 1)
  const value = unescapeValue(trimUnescaped(written))
  if (value === '') throw malformed(`${type} has no value`)
  return [toType(type), value]
}

/** Types are written in any case; S is how some tools call ST. */
function toType(type: string): string {
  const upper = type.toUpperCase()
  if (upper === 'S') return 'ST'
  return upper === 'E' ? 'EMAILADDRESS' : upper
}

/** Spaces around a value do not belong to it, unless they are escaped; other white space does (RFC 4514 §3). */
function trimUnescaped(written: string): string {
  const text = written.replace(/^ +/, '')
  const trimmed = withoutEnd(text)
  const slashes = /\\*$/.exec(trimmed)?.[0].length ?? 0
  return slashes % 2 === 1 && text.length > trimmed.length ? `${trimmed} ` : trimmed
}

/** Not by an expression, which would take long for a long row of spaces within. */
function withoutEnd(text: string): string {
  let end = text.length
  while (text[end - 1] === ' ') end -= 1
  return text.slice(0, end)
}

function splitAt(text: string, separator: string): readonly string[] {
  const parts: string[] = []
  let part = ''
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at] ?? ''
    if (character === '\\') {
      part += character + (text[at + 1] ?? '')
      at += 1
    } else if (character === separator) {
      parts.push(part)
      part = ''
    } else {
      part += character
    }
  }
  return [...parts, part]
}

/** RFC 4514 §3: a special character after a backslash stands for itself, two hexadecimal digits for a byte of UTF-8. */
function unescapeValue(written: string): string {
  if (written.startsWith('#')) throw malformed('values in hexadecimal are not read')
  const bytes: Buffer[] = []
  for (let at = 0; at < written.length; ) {
    const [piece, length] = readPiece(written, at)
    bytes.push(piece)
    at += length
  }
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(Buffer.concat(bytes))
  } catch (cause) {
    throw new AppError('RULE_INVALID', 'subject: an escaped value is not UTF-8.', {
      context: { field: 'subject' },
      cause,
    })
  }
}

function readPiece(written: string, at: number): readonly [Buffer, number] {
  const character = String.fromCodePoint(written.codePointAt(at) ?? 0)
  if (character !== '\\') {
    // These end an attribute or begin another in RFC 4514, and are not what they seem in other readers.
    if (/[+;"<>\0]/.test(character)) throw malformed(`${JSON.stringify(character)} must be written as \\${character}`)
    return [Buffer.from(character), character.length]
  }
  const next = written[at + 1] ?? ''
  if (/[ "#+,;<=>\\]/.test(next)) return [Buffer.from(next), 2]
  const hex = /^[0-9a-f]{2}/i.exec(written.slice(at + 1))?.[0]
  if (hex === undefined) throw malformed('a backslash stands before nothing that it could escape')
  return [Buffer.from(hex, 'hex'), 3]
}
