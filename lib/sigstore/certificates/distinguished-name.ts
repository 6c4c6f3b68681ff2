import { malformedCertificate } from './certificate.ts'
import { type DerValue, derTags, expectTag, parseChildren, parseDer, readOid, readSequence } from './der.ts'

/** Attributes of a name, type and value, in the order of the certificate. A type is a short name, or an object identifier. */
export type NameAttributes = readonly (readonly [type: string, value: string])[]

// RFC 4514 §3 and what Go's crypto/x509, hence notation and cosign, writes by name.
const shortNames: Readonly<Record<string, string>> = {
  '2.5.4.3': 'CN',
  '2.5.4.5': 'SERIALNUMBER',
  '2.5.4.6': 'C',
  '2.5.4.7': 'L',
  '2.5.4.8': 'ST',
  '2.5.4.9': 'STREET',
  '2.5.4.10': 'O',
  '2.5.4.11': 'OU',
  '2.5.4.17': 'POSTALCODE',
  '0.9.2342.19200300.100.1.25': 'DC',
  '0.9.2342.19200300.100.1.1': 'UID',
  '1.2.840.113549.1.9.1': 'EMAILADDRESS',
}

// Names of people and organisations have below ten; a reader that took thousands was notation's CVE-2023-25656.
const maxAttributes = 100
const maxValueLength = 1_000

/** Reads the DER of a Name (RFC 5280 §4.1.2.4). Throws `CERTIFICATE_MALFORMED`. */
export function readName(name: Uint8Array): NameAttributes {
  try {
    const attributes = readSequence(parseDer(name)).flatMap((set) =>
      parseChildren(expectTag(set, derTags.set)).map((attribute) => {
        const [type, value] = readSequence(attribute)
        const id = readOid(type)
        return [shortNames[id] ?? id, readValue(value)] as const
      }),
    )
    if (attributes.length <= maxAttributes) return attributes
  } catch (error) {
    throw malformedCertificate(error instanceof SyntaxError ? error.message : 'a name cannot be read')
  }
  throw malformedCertificate('a name has too many attributes')
}

const textTags = { utf8: 0x0c, printable: 0x13, teletex: 0x14, ia5: 0x16, universal: 0x1c, bmp: 0x1e } as const

function readValue(value: DerValue | undefined): string {
  const text = decodeValue(value)
  if (text.length > maxValueLength) throw new SyntaxError('a name is too long')
  return text
}

/** One text has one meaning: bytes that a type may not hold are refused, as readers would differ about them. */
function decodeValue(value: DerValue | undefined): string {
  const content = value?.content ?? new Uint8Array()
  switch (value?.tag) {
    case textTags.utf8:
      return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(content)
    case textTags.printable:
    case textTags.ia5:
    case textTags.teletex: {
      if (content.some((byte) => byte > 0x7e)) throw new SyntaxError('a name has characters that it may not have')
      return Buffer.from(content).toString('latin1')
    }
    case textTags.bmp:
      return new TextDecoder('utf-16be', { fatal: true, ignoreBOM: true }).decode(content)
    case textTags.universal:
      return String.fromCodePoint(...toCodePoints(content))
    default:
      throw new SyntaxError('a name is of an unknown kind')
  }
}

function toCodePoints(content: Uint8Array): readonly number[] {
  if (content.byteLength % 4 !== 0) throw new SyntaxError('a name is cut off')
  const buffer = Buffer.from(content)
  return Array.from({ length: content.byteLength / 4 }, (_, at) => buffer.readUInt32BE(at * 4))
}

/** As RFC 4514 §2 writes it, the last attribute first: `CN=signer,O=Workshop,ST=WA,C=US`. Text of it is hostile. */
export const formatName = (attributes: NameAttributes): string =>
  attributes
    .toReversed()
    .map(([type, value]) => `${type}=${escapeNameValue(value)}`)
    .join(',')

/** RFC 4514 §2.4; control characters as the hexadecimal of their bytes, so that no line breaks and nothing hides. */
export function escapeNameValue(value: string): string {
  const special = value.replace(/[",+;<>\\]/g, '\\$&').replace(/^[ #]| $/g, '\\$&')
  return special.replace(/\p{C}/gu, (character) =>
    [...Buffer.from(character)].map((byte) => `\\${byte.toString(16).padStart(2, '0')}`).join(''),
  )
}
