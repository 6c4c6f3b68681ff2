import {
  constants,
  createPublicKey,
  createVerify,
  type KeyObject,
  type VerifyKeyObjectInput,
  verify,
} from 'node:crypto'
import { ed25519ph } from '@noble/curves/ed25519.js'
import type { KeyAlgorithm } from '#lib/trust/trust-rule.ts'
import type { PublicKey } from './parse-public-key.ts'

/** How a signature was made, as far as verification shows it. `-p1363`: r and s side by side instead of DER (IEEE P1363). */
export type SignatureScheme =
  | 'ecdsa-sha256'
  | 'ecdsa-sha384'
  | 'ecdsa-sha512'
  | 'ecdsa-sha256-p1363'
  | 'ecdsa-sha384-p1363'
  | 'ecdsa-sha512-p1363'
  | 'rsa-pkcs1-sha256'
  | 'rsa-pkcs1-sha384'
  | 'rsa-pkcs1-sha512'
  | 'rsa-pss-sha256'
  | 'rsa-pss-sha384'
  | 'rsa-pss-sha512'
  | 'ed25519'
  | 'ed25519ph'

type Hash = 'sha256' | 'sha384' | 'sha512'

/**
 * What a key is tried with: decided by what the key is, never by what the evidence says. Signers used the curve's own hash
 * for P-384 and P-521, and SHA-256; for RSA all three.
 */
const hashesOf: Readonly<Record<Exclude<KeyAlgorithm, 'ed25519'>, readonly Hash[]>> = {
  'ecdsa-p256': ['sha256'],
  'ecdsa-p384': ['sha384', 'sha256'],
  'ecdsa-p521': ['sha512', 'sha256'],
  'rsa-2048': ['sha256', 'sha384', 'sha512'],
  'rsa-3072': ['sha256', 'sha384', 'sha512'],
  'rsa-4096': ['sha256', 'sha384', 'sha512'],
}

// Bytes of r and s together in IEEE P1363 form, in which some signers write ECDSA signatures.
const rawLengths: Readonly<Record<string, number>> = { 'ecdsa-p256': 64, 'ecdsa-p384': 96, 'ecdsa-p521': 132 }

// The largest signature of an accepted key is RSA-4096's.
const maxSignatureBytes = 512

/** What was signed: bytes, or pieces of them one after the other. */
export type SignedData = Uint8Array | readonly Uint8Array[]

/** The scheme by which `signature` over `data` verifies with `key`, or null when it does not. */
export function verifySignature(key: PublicKey, data: SignedData, signature: Uint8Array): SignatureScheme | null {
  if (signature.byteLength > maxSignatureBytes) return null
  const { algorithm } = key
  if (algorithm === 'ed25519') return verifyEd25519(key, data, signature)
  const object = loadKey(key)
  for (const hash of hashesOf[algorithm]) {
    const scheme = algorithm.startsWith('ecdsa')
      ? verifyEcdsa(object, algorithm, hash, data, signature)
      : verifyRsa(object, hash, data, signature)
    if (scheme !== null) return scheme
  }
  return null
}

function verifyEcdsa(
  key: KeyObject,
  algorithm: KeyAlgorithm,
  hash: Hash,
  data: SignedData,
  signature: Uint8Array,
): SignatureScheme | null {
  if (isVerified(() => verifyData(hash, data, { key, dsaEncoding: 'der' }, signature))) return `ecdsa-${hash}`
  if (signature.byteLength !== rawLengths[algorithm]) return null
  const isRaw = isVerified(() => verifyData(hash, data, { key, dsaEncoding: 'ieee-p1363' }, signature))
  return isRaw ? `ecdsa-${hash}-p1363` : null
}

/** A key that states RSASSA-PSS (RFC 4055 §1.2) is verified by it alone, any other by PKCS#1 v1.5. */
function verifyRsa(key: KeyObject, hash: Hash, data: SignedData, signature: Uint8Array): SignatureScheme | null {
  if (key.asymmetricKeyType === 'rsa-pss') {
    const padding = constants.RSA_PKCS1_PSS_PADDING
    const saltLength = constants.RSA_PSS_SALTLEN_DIGEST
    return isVerified(() => verifyData(hash, data, { key, padding, saltLength }, signature)) ? `rsa-pss-${hash}` : null
  }
  return isVerified(() => verifyData(hash, data, { key, padding: constants.RSA_PKCS1_PADDING }, signature))
    ? `rsa-pkcs1-${hash}`
    : null
}

function verifyData(hash: Hash, data: SignedData, key: VerifyKeyObjectInput, signature: Uint8Array): boolean {
  if (data instanceof Uint8Array) return verify(hash, data, key, signature)
  const verifier = createVerify(hash)
  for (const piece of data) verifier.update(piece)
  return verifier.verify(key, signature)
}

/** Pure Ed25519, and Ed25519ph, with which cosign signs (RFC 8032 §5.1); node:crypto has the former only. */
function verifyEd25519(key: PublicKey, data: SignedData, signature: Uint8Array): SignatureScheme | null {
  if (signature.byteLength !== 64) return null
  const bytes = data instanceof Uint8Array ? data : Buffer.concat(data)
  if (isVerified(() => verify(null, bytes, loadKey(key), signature))) return 'ed25519'
  const raw = key.spki.subarray(key.spki.byteLength - 32)
  return isVerified(() => ed25519ph.verify(signature, bytes, raw, { zip215: false })) ? 'ed25519ph' : null
}

/** OpenSSL and noble throw for malformed signatures; that is no signature by this key. */
function isVerified(attempt: () => boolean): boolean {
  try {
    return attempt() === true
  } catch {
    return false
  }
}

const loaded = new Map<string, KeyObject>()
const maxLoaded = 1_000

/** Reading a key costs as much as verifying with it, so it is read once. */
function loadKey({ fingerprint, spki }: PublicKey): KeyObject {
  const held = loaded.get(fingerprint)
  if (held !== undefined) return held
  const key = createPublicKey({ key: Buffer.from(spki), format: 'der', type: 'spki' })
  if (loaded.size >= maxLoaded) loaded.clear()
  loaded.set(fingerprint, key)
  return key
}
