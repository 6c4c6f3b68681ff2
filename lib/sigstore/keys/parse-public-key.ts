import { createHash, createPublicKey, type KeyObject, X509Certificate } from 'node:crypto'
import { AppError } from '#lib/errors/app-error.ts'
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

type PemBlock = { readonly label: string; readonly pem: string }

function readPemBlock(text: string): PemBlock {
  const blocks = [...text.matchAll(/-----BEGIN ([A-Z0-9 ]{1,60})-----([A-Za-z0-9+/=\s]*)-----END \1-----/g)]
  const [block, second] = blocks
  if (block === undefined) throw invalid('there is no PEM block (-----BEGIN PUBLIC KEY-----) in it.')
  if (second !== undefined) throw invalid(`it has ${blocks.length} PEM blocks; give one key at a time.`)
  const [, label = '', body = ''] = block
  const der = Buffer.from(body, 'base64')
  if (der.byteLength === 0) throw invalid('its PEM block is empty.')
  if (der.byteLength > maxDerLength) throw unsupported('The key is larger than any that is accepted.')
  const lines = der.toString('base64').match(/.{1,64}/g) ?? []
  return { label, pem: [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ''].join('\n') }
}

function readKeyObject({ label, pem }: PemBlock): KeyObject {
  try {
    switch (label) {
      case 'PUBLIC KEY':
      case 'RSA PUBLIC KEY':
        return createPublicKey(pem)
      case 'CERTIFICATE':
        return new X509Certificate(pem).publicKey
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

function toPublicKey(key: KeyObject): PublicKey {
  const algorithm = toAlgorithm(key)
  const spki = new Uint8Array(key.export({ type: 'spki', format: 'der' }))
  return { fingerprint: createHash('sha256').update(spki).digest('hex'), algorithm, spki }
}

function toAlgorithm(key: KeyObject): KeyAlgorithm {
  const type = key.asymmetricKeyType
  const { namedCurve = '', modulusLength = 0, publicExponent = 0n } = key.asymmetricKeyDetails ?? {}
  switch (type) {
    case 'ed25519':
      return 'ed25519'
    case 'ec': {
      const algorithm = Object.hasOwn(curves, namedCurve) ? curves[namedCurve] : undefined
      if (algorithm !== undefined) return algorithm
      throw unsupported(
        `ECDSA keys on the curve ${namedCurve || 'of own parameters'} are not accepted; P-256, P-384 and P-521 are.`,
      )
    }
    case 'rsa':
    case 'rsa-pss': {
      const algorithm = rsaSizes[modulusLength]
      if (algorithm === undefined) {
        throw unsupported(`RSA keys of ${modulusLength} bits are not accepted; 2048, 3072 and 4096 are.`)
      }
      if (publicExponent < minRsaExponent || publicExponent % 2n === 0n) {
        throw unsupported('RSA keys with an exponent that is even or below 65537 are not accepted.')
      }
      return algorithm
    }
    default:
      throw unsupported(`Keys of the type ${type ?? 'unknown'} are not accepted; ECDSA, RSA and Ed25519 are.`)
  }
}
