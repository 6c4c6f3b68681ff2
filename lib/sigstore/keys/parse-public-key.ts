import { createHash, createPublicKey, type KeyObject, X509Certificate } from 'node:crypto'
import { ed25519 } from '@noble/curves/ed25519.js'
import { AppError, isAppError } from '#lib/errors/app-error.ts'
import { derTags, parseDer, readSequence } from '#lib/sigstore/certificates/der.ts'
import type { KeyAlgorithm } from '#lib/trust/trust-rule.ts'
import { identifyPrivateKey } from './identify-private-key.ts'

/** A public key that evidence may be verified with. `fingerprint` is the SHA-256 of `spki`, in hexadecimal. */
export type PublicKey = {
  readonly fingerprint: string
  readonly algorithm: KeyAlgorithm
  /** DER of the SubjectPublicKeyInfo (RFC 5280 §4.1.2.7). */
  readonly spki: Uint8Array
}

// A PEM of an RSA-4096 key is 800 characters, a certificate with it some 3,000.
const maxPemLength = 64 * 1024
const maxDerLength = 16 * 1024

const invalid = (why: string, cause?: unknown) =>
  new AppError('KEY_INVALID', `This is not a public key: ${why}`, { cause })
const unsupported = (why: string) => new AppError('KEY_UNSUPPORTED', why)

/**
 * Reads one public key: PEM of a SubjectPublicKeyInfo, of an RSA key by PKCS#1 (RFC 8017), or of a certificate.
 * Throws `KEY_PRIVATE` for a private key of any kind, `KEY_UNSUPPORTED` for a type or size that is not accepted,
 * `KEY_INVALID` for the rest. No message repeats any of the text.
 */
export function parsePublicKey(text: string): PublicKey {
  const kind = identifyPrivateKey(text)
  if (kind !== null) {
    throw new AppError(
      'KEY_PRIVATE',
      `This is a private key (${kind}). It was neither stored nor logged; keep it to yourself.`,
      {
        context: { kind },
      },
    )
  }
  if (text.length > maxPemLength) throw invalid('it is larger than any key.')
  if (text.trim() === '') throw invalid('it is empty.')
  return toPublicKey(readKeyObject(readPemBlock(text)))
}

type PemBlock = { readonly label: string; readonly der: Buffer }

function readPemBlock(text: string): PemBlock {
  const blocks = [...text.matchAll(/-----BEGIN ([A-Z0-9 ]{1,60})-----([A-Za-z0-9+/=\s]*)-----END \1-----/g)]
  const [block, second] = blocks
  if (block === undefined) throw invalid('there is no PEM block (-----BEGIN PUBLIC KEY-----) in it.')
  if (second !== undefined) throw invalid(`it has ${blocks.length} PEM blocks; give one key at a time.`)
  const [, label = '', body = ''] = block
  const base64 = body.replace(/\s/g, '')
  const der = Buffer.from(base64, 'base64')
  if (der.byteLength === 0) throw invalid('its PEM block is empty.')
  if (der.toString('base64') !== base64) throw invalid('its PEM block is not base64.')
  if (der.byteLength > maxDerLength) throw unsupported('The key is larger than any that is accepted.')
  return { label, der }
}

function readKeyObject({ label, der }: PemBlock): KeyObject {
  try {
    // OpenSSL ignores what follows the value; other readers do not.
    parseDer(der)
    switch (label) {
      case 'PUBLIC KEY':
        return createPublicKey({ key: der, format: 'der', type: 'spki' })
      case 'RSA PUBLIC KEY':
        return createPublicKey({ key: der, format: 'der', type: 'pkcs1' })
      case 'CERTIFICATE':
        return new X509Certificate(der).publicKey
    }
  } catch (cause) {
    throw invalid('its content cannot be read.', cause)
  }
  throw invalid(`a PEM block “${label}” holds none.`)
}

const curves: Readonly<Record<string, KeyAlgorithm>> = {
  prime256v1: 'ecdsa-p256',
  secp384r1: 'ecdsa-p384',
  secp521r1: 'ecdsa-p521',
}
const rsaSizes: Readonly<Record<number, KeyAlgorithm>> = { 2048: 'rsa-2048', 3072: 'rsa-3072', 4096: 'rsa-4096' }
const minRsaExponent = 65_537n
// Go, hence cosign, reads none beyond; a huge one makes every verification slow.
const maxRsaExponent = 2n ** 31n - 1n

function toPublicKey(key: KeyObject): PublicKey {
  try {
    const algorithm = toAlgorithm(key)
    const spki = new Uint8Array(toNamed(key).export({ type: 'spki', format: 'der' }))
    if (algorithm === 'ed25519') assertEd25519Point(spki)
    return { fingerprint: createHash('sha256').update(spki).digest('hex'), algorithm, spki }
  } catch (error) {
    // OpenSSL reads the point at infinity and cannot write it.
    throw isAppError(error) ? error : invalid('its content cannot be used.', error)
  }
}

/** A point may be written in two ways; the fingerprint is that of the one that everybody writes (uncompressed). */
function toNamed(key: KeyObject): KeyObject {
  return key.asymmetricKeyType === 'ec' ? createPublicKey({ key: key.export({ format: 'jwk' }), format: 'jwk' }) : key
}

// OpenSSL takes any 32 bytes; with a point of small order, signatures of anybody over anything verify.
function assertEd25519Point(spki: Uint8Array): void {
  let isUsable: boolean
  try {
    isUsable = !ed25519.Point.fromBytes(spki.slice(-32), false).isSmallOrder()
  } catch (cause) {
    throw invalid('its Ed25519 point is not on the curve.', cause)
  }
  if (!isUsable) throw unsupported('Ed25519 keys of small order are not accepted: anybody can sign for them.')
}

function toAlgorithm(key: KeyObject): KeyAlgorithm {
  const type = key.asymmetricKeyType
  switch (type) {
    case 'ed25519':
      return 'ed25519'
    case 'ec':
      return toEcdsaAlgorithm(key)
    case 'rsa':
    case 'rsa-pss':
      return toRsaAlgorithm(key)
    default:
      throw unsupported(`Keys of the type ${type ?? 'unknown'} are not accepted; ECDSA, RSA and Ed25519 are.`)
  }
}

function toEcdsaAlgorithm(key: KeyObject): KeyAlgorithm {
  const namedCurve = key.asymmetricKeyDetails?.namedCurve ?? ''
  const algorithm = curves[namedCurve]
  if (algorithm === undefined) {
    throw unsupported(
      `ECDSA keys on the curve ${namedCurve || 'of own parameters'} are not accepted; P-256, P-384 and P-521 are.`,
    )
  }
  // OpenSSL gives parameters that look like a known curve its name; a changed generator lets anybody sign (CVE-2020-0601).
  if (!statesCurveByName(key)) throw unsupported('ECDSA keys must name their curve instead of describing it.')
  return algorithm
}

/** SubjectPublicKeyInfo of an EC key: SEQUENCE, SEQUENCE, OID id-ecPublicKey, then an OID for a named curve (RFC 5480 §2). */
function statesCurveByName(key: KeyObject): boolean {
  const [algorithm] = readSequence(parseDer(key.export({ type: 'spki', format: 'der' })))
  return readSequence(algorithm)[1]?.tag === derTags.oid
}

function toRsaAlgorithm(key: KeyObject): KeyAlgorithm {
  const { modulusLength = 0, publicExponent = 0n, hashAlgorithm } = key.asymmetricKeyDetails ?? {}
  const algorithm = rsaSizes[modulusLength]
  if (algorithm === undefined) {
    throw unsupported(`RSA keys of ${modulusLength} bits are not accepted; 2048, 3072 and 4096 are.`)
  }
  if (publicExponent < minRsaExponent || publicExponent % 2n === 0n || publicExponent > maxRsaExponent) {
    throw unsupported('RSA keys with an exponent that is even, below 65537 or above 31 bits are not accepted.')
  }
  if (hashAlgorithm !== undefined && !['sha256', 'sha384', 'sha512'].includes(hashAlgorithm)) {
    throw unsupported(`RSA-PSS keys for ${hashAlgorithm} are not accepted; SHA-256, SHA-384 and SHA-512 are.`)
  }
  return algorithm
}
