import { hash } from 'node:crypto'
import { areEqual } from '#lib/evidence/equal-bytes.ts'
import type { Certificate } from '#lib/sigstore/certificates/certificate.ts'
import {
  type DerValue,
  derTags,
  encodeDer,
  expectTag,
  parseDer,
  readOid,
  readSequence,
} from '#lib/sigstore/certificates/der.ts'
import type { Issued } from './list-questions.ts'

// SHA-1 names certificates here and proves nothing: most responders know no other (RFC 5019 §2.1.1).
const hashes: Readonly<Record<string, string>> = {
  '1.3.14.3.2.26': 'sha1',
  '2.16.840.1.101.3.4.2.1': 'sha256',
  '2.16.840.1.101.3.4.2.2': 'sha384',
  '2.16.840.1.101.3.4.2.3': 'sha512',
}
const sha1 = Buffer.from('2b0e03021a', 'hex')

/** The octets of the public key itself, as OCSP hashes it: without algorithm and unused bits (RFC 6960 §4.1.1). */
export const keyBitsOf = ({ spki }: Certificate): Uint8Array =>
  expectTag(readSequence(parseDer(spki))[1], derTags.bitString).content.subarray(1)

/** DER of an OCSPRequest about one certificate, without a nonce: answers are made ahead (RFC 5019 §2.1.1). */
export function encodeOcspRequest({ certificate, issuer }: Issued): Uint8Array {
  const octets = (bytes: Uint8Array) => encodeDer(derTags.octetString, hash('sha1', bytes, 'buffer'))
  const id = encodeDer(
    derTags.sequence,
    encodeDer(derTags.sequence, encodeDer(derTags.oid, sha1), encodeDer(derTags.null)),
    octets(certificate.issuer),
    octets(keyBitsOf(issuer)),
    encodeDer(derTags.integer, certificate.serialNumber),
  )
  const wrap = (value: Uint8Array) => encodeDer(derTags.sequence, value)
  return wrap(wrap(wrap(wrap(id))))
}

/** Whether a CertID names this certificate of this issuer. Throws a `SyntaxError`. */
export function isCertificateId(id: DerValue | undefined, { certificate, issuer }: Issued): boolean {
  const [algorithm, nameHash, keyHash, serial, ...more] = readSequence(id)
  const name = hashes[readOid(readSequence(algorithm)[0])]
  if (name === undefined || more.length > 0) return false
  const isHash = (value: DerValue | undefined, of: Uint8Array) =>
    areEqual(expectTag(value, derTags.octetString).content, hash(name, of, 'buffer'))
  return (
    isHash(nameHash, certificate.issuer) &&
    isHash(keyHash, keyBitsOf(issuer)) &&
    areEqual(expectTag(serial, derTags.integer).content, certificate.serialNumber)
  )
}
