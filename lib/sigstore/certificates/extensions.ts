import { type Certificate, malformedCertificate } from './certificate.ts'
import { derTags, expectTag, parseChildren, parseDer, readOid, readSequence, readUnsigned } from './der.ts'

/** Object identifiers of the extensions that are understood. */
export const extensionIds = {
  subjectKeyId: '2.5.29.14',
  keyUsage: '2.5.29.15',
  subjectAltName: '2.5.29.17',
  basicConstraints: '2.5.29.19',
  authorityKeyId: '2.5.29.35',
  extendedKeyUsage: '2.5.29.37',
  certificateTransparency: '1.3.6.1.4.1.11129.2.4.2',
} as const

export const usages = { codeSigning: '1.3.6.1.5.5.7.3.3', timeStamping: '1.3.6.1.5.5.7.3.8' } as const

const read = <Value>(certificate: Certificate, id: string, parse: (value: Uint8Array) => Value): Value | null => {
  const extension = certificate.extensions.get(id)
  if (extension === undefined) return null
  try {
    return parse(extension.value)
  } catch (error) {
    throw malformedCertificate(error instanceof SyntaxError ? error.message : 'an extension cannot be read')
  }
}

/** RFC 5280 §4.2.1.9; null where the certificate has none. `pathLength` null is unbounded. */
export const readBasicConstraints = (
  certificate: Certificate,
): { readonly isCa: boolean; readonly pathLength: bigint | null } | null =>
  read(certificate, extensionIds.basicConstraints, (value) => {
    const parts = readSequence(parseDer(value))
    const isCa = parts[0]?.tag === derTags.boolean && parts[0].content[0] !== 0
    const length = parts.find(({ tag }) => tag === derTags.integer)
    return { isCa, pathLength: length === undefined ? null : readUnsigned(length) }
  })

/** Bits by their number (RFC 5280 §4.2.1.3). */
const usageBits = {
  digitalSignature: 0,
  contentCommitment: 1,
  keyEncipherment: 2,
  dataEncipherment: 3,
  keyAgreement: 4,
  keyCertSign: 5,
  cRLSign: 6,
  encipherOnly: 7,
  decipherOnly: 8,
} as const
export type KeyUsage = keyof typeof usageBits

/** RFC 5280 §4.2.1.3; null where the certificate has none. */
export const readKeyUsage = (certificate: Certificate): ((usage: KeyUsage) => boolean) | null =>
  read(certificate, extensionIds.keyUsage, (value) => {
    const octets = expectTag(parseDer(value), derTags.bitString).content.subarray(1)
    return (usage) => ((octets[usageBits[usage] >> 3] ?? 0) & (0x80 >> (usageBits[usage] & 7))) !== 0
  })

/** Object identifiers of the purposes (RFC 5280 §4.2.1.12); null where the certificate has none. */
export const readExtendedKeyUsage = (certificate: Certificate): readonly string[] | null =>
  read(certificate, extensionIds.extendedKeyUsage, (value) => readSequence(parseDer(value)).map(readOid))

/** One name of the certificate's holder. `text` is hostile. */
export type AlternativeName = { readonly kind: 'email' | 'uri' | 'dns' | 'other'; readonly text: string }

// Fulcio: user names of an own issuer, as UTF8String in an otherName.
const otherNameId = '1.3.6.1.4.1.57264.1.7'

/** Every name, whatever its kind (RFC 5280 §4.2.1.6): a second one could be read in place of the first. */
export const readAlternativeNames = (certificate: Certificate): readonly AlternativeName[] =>
  read(certificate, extensionIds.subjectAltName, (value) =>
    readSequence(parseDer(value)).map((name): AlternativeName => {
      const text = Buffer.from(name.content).toString('latin1')
      switch (name.tag) {
        case 0x81:
          return { kind: 'email', text: readAscii(text) }
        case 0x82:
          return { kind: 'dns', text: readAscii(text) }
        case 0x86:
          return { kind: 'uri', text: readAscii(text) }
        case 0xa0: {
          const [id, inner] = parseChildren(name)
          if (readOid(id) !== otherNameId || inner === undefined) throw new SyntaxError('a name is of an unknown kind')
          return { kind: 'other', text: readUtf8String(parseChildren(inner)[0]?.encoded ?? new Uint8Array()) }
        }
        default:
          throw new SyntaxError('a name is of an unknown kind')
      }
    }),
  ) ?? []

/** IA5String: a byte above 0x7f would be dropped by some readers and make two names one. */
function readAscii(text: string): string {
  if (/^[\x20-\x7e]+$/.test(text)) return text
  throw new SyntaxError('a name has characters that it may not have')
}

const utf8StringTag = 0x0c

export function readUtf8String(bytes: Uint8Array): string {
  const { content } = expectTag(parseDer(bytes), utf8StringTag)
  return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(content)
}
