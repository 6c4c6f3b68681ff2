import { type KeyObject, verify } from 'node:crypto'
import { type DerValue, derTags, expectTag, readOid, readSequence } from '#lib/sigstore/certificates/der.ts'
import { UnusableAnswer } from './revocation.ts'

/** Something signed as X.509 signs: what is signed, the algorithm and the signature (RFC 5280 §4.1.1). */
export type Signed = {
  readonly tbs: DerValue
  readonly algorithm: DerValue
  readonly signature: Uint8Array
}

/** Takes the three parts. Throws a `SyntaxError`. */
export function readSigned([tbs, algorithm, bits]: readonly (DerValue | undefined)[]): Signed {
  const { content } = expectTag(bits, derTags.bitString)
  if (content[0] !== 0) throw new SyntaxError('its signature is not whole octets')
  return {
    tbs: expectTag(tbs, derTags.sequence),
    algorithm: expectTag(algorithm, derTags.sequence),
    signature: content.subarray(1),
  }
}

type Algorithm = { readonly hash: string | null; readonly keyType: string }

// As for certificates, without PSS: no authority was seen that signs its answers so.
const algorithms: Readonly<Record<string, Algorithm>> = {
  '1.2.840.113549.1.1.11': { hash: 'sha256', keyType: 'rsa' },
  '1.2.840.113549.1.1.12': { hash: 'sha384', keyType: 'rsa' },
  '1.2.840.113549.1.1.13': { hash: 'sha512', keyType: 'rsa' },
  '1.2.840.10045.4.3.2': { hash: 'sha256', keyType: 'ec' },
  '1.2.840.10045.4.3.3': { hash: 'sha384', keyType: 'ec' },
  '1.2.840.10045.4.3.4': { hash: 'sha512', keyType: 'ec' },
  '1.3.101.112': { hash: null, keyType: 'ed25519' },
}

/** Throws `UnusableAnswer` unless the key signed it, by an algorithm that is strong enough for certificates. */
export function verifySigned({ tbs, algorithm, signature }: Signed, key: KeyObject): void {
  const { hash, keyType } = readAlgorithm(algorithm)
  try {
    if (key.asymmetricKeyType === keyType && verify(hash, tbs.encoded, key, signature)) return
  } catch {
    // A key that cannot be used has not signed this.
  }
  throw new UnusableAnswer('sent an answer whose signature does not hold')
}

function readAlgorithm(value: DerValue): Algorithm {
  const [id, parameters, ...more] = readSequence(value)
  const known = algorithms[readOid(id)]
  const isBare = parameters === undefined || (parameters.tag === derTags.null && parameters.content.byteLength === 0)
  if (known !== undefined && isBare && more.length === 0) return known
  throw new UnusableAnswer('signs by an algorithm that is not accepted')
}
