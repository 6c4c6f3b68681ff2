import { X509Certificate } from 'node:crypto'
import { EvidenceError } from '#lib/evidence/evidence-error.ts'
import { type DerValue, derTags, expectTag, parseChildren, parseDer, readOid, readSequence, readTime } from './der.ts'

/** An X.509 certificate (RFC 5280), read but not yet believed. Names are DER, to be compared byte by byte. */
export type Certificate = {
  readonly der: Uint8Array
  readonly x509: X509Certificate
  /** DER of the TBSCertificate, and its parts. */
  readonly tbs: DerValue
  readonly issuer: Uint8Array
  readonly subject: Uint8Array
  readonly serialNumber: Uint8Array
  /** Milliseconds since the epoch; both belong to the validity. */
  readonly notBefore: number
  readonly notAfter: number
  readonly spki: Uint8Array
  readonly extensions: ReadonlyMap<string, Extension>
}
export type Extension = { readonly isCritical: boolean; readonly value: Uint8Array }

export const malformedCertificate = (why: string): EvidenceError =>
  new EvidenceError('CERTIFICATE_MALFORMED', `A certificate is malformed: ${why}.`)

// Real certificates stay below 8 KiB; those with many names reach some dozens.
const maxBytes = 64 * 1024

/** Reads a certificate from DER. Throws `CERTIFICATE_MALFORMED`. */
export function parseCertificate(der: Uint8Array): Certificate {
  if (der.byteLength > maxBytes) throw malformedCertificate('it is larger than any')
  try {
    return readCertificate(der)
  } catch (error) {
    if (error instanceof EvidenceError) throw error
    throw malformedCertificate(error instanceof SyntaxError ? error.message : 'it cannot be read')
  }
}

const versionTag = 0xa0
const extensionsTag = 0xa3

function readCertificate(der: Uint8Array): Certificate {
  const [tbs] = readSequence(parseDer(der))
  const tbsValue = expectTag(tbs, derTags.sequence)
  const parts = [...parseChildren(tbsValue)]
  if (parts[0]?.tag === versionTag) parts.shift()
  const [serial, , issuer, validity, subject, spki, ...rest] = parts
  const [notBefore, notAfter] = readSequence(validity)
  const extensions = rest.find(({ tag }) => tag === extensionsTag)
  return {
    der,
    x509: new X509Certificate(der),
    tbs: tbsValue,
    issuer: expectTag(issuer, derTags.sequence).encoded,
    subject: expectTag(subject, derTags.sequence).encoded,
    serialNumber: expectTag(serial, derTags.integer).content,
    notBefore: readTime(notBefore),
    notAfter: readTime(notAfter),
    spki: expectTag(spki, derTags.sequence).encoded,
    extensions: extensions === undefined ? new Map() : readExtensions(parseChildren(extensions)[0]),
  }
}

/** Extensions by their object identifier (RFC 5280 §4.1.2.9). Throws a `SyntaxError` or `CERTIFICATE_MALFORMED`. */
export function readExtensions(value: DerValue | undefined): ReadonlyMap<string, Extension> {
  const extensions = new Map<string, Extension>()
  for (const extension of readSequence(value)) {
    const [id, ...rest] = readSequence(extension)
    const oid = readOid(id)
    const isMarked = rest[0]?.tag === derTags.boolean
    const isCritical = isMarked && rest[0]?.content[0] !== 0
    // RFC 5280 §4.2: no extension twice. Readers disagree about which of two counts.
    if (extensions.has(oid)) throw malformedCertificate('it has an extension twice')
    extensions.set(oid, { isCritical, value: expectTag(rest[isMarked ? 1 : 0], derTags.octetString).content })
  }
  return extensions
}
