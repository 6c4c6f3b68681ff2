import { AppError } from '#lib/errors/app-error.ts'

declare const digestBrand: unique symbol

/** `sha256:<64 lower-case hex>` or `sha512:<128 lower-case hex>` (OCI image-spec, descriptor.md, Digests). */
export type Digest = string & { readonly [digestBrand]: 'Digest' }

export type DigestAlgorithm = 'sha256' | 'sha512'

const digestPattern = /^(?:sha256:[0-9a-f]{64}|sha512:[0-9a-f]{128})$/

/** True when `text` is a digest of a supported algorithm. */
export function isDigest(text: unknown): text is Digest {
  return typeof text === 'string' && digestPattern.test(text)
}

/** Reads a digest; throws `DIGEST_INVALID`. */
export function parseDigest(text: string): Digest {
  if (isDigest(text)) return text
  throw new AppError(
    'DIGEST_INVALID',
    'A digest is sha256: with 64, or sha512: with 128, lower-case hexadecimal digits.',
    {
      context: { digest: text.slice(0, 160) },
    },
  )
}

export function digestAlgorithm(digest: Digest): DigestAlgorithm {
  return digest.startsWith('sha512:') ? 'sha512' : 'sha256'
}

export function digestHex(digest: Digest): string {
  return digest.slice(digest.indexOf(':') + 1)
}

/** The digest of `bytes`. */
export function digestOf(bytes: Uint8Array, algorithm: DigestAlgorithm = 'sha256'): Digest {
  // Asked for here and not imported: browsers read this file for the grammar and have no node:crypto.
  const { hash } = process.getBuiltinModule('node:crypto')
  return `${algorithm}:${hash(algorithm, bytes, 'hex')}` as Digest
}
