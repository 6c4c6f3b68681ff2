import { LRUCache } from 'lru-cache'
import { AppError } from '#lib/errors/app-error.ts'
import { type PublicKey, parsePublicKey } from '#lib/sigstore/keys/parse-public-key.ts'
import type { TrustedKey, TrustInput, TrustRule } from '#lib/trust/trust-rule.ts'

/** The rules that a request brings with it (`POST /verify`). */
export type RequestRules = {
  readonly keys?: readonly { readonly pem: string; readonly name?: string | undefined }[] | undefined
  readonly identities?: readonly unknown[] | undefined
  readonly certificates?: readonly unknown[] | undefined
  readonly trustedRoot?: object | undefined
  readonly requireTransparencyLog?: boolean | undefined
}

const readKeys = new LRUCache<string, PublicKey>({
  max: 200,
  maxEntrySize: 8192,
  maxSize: 1024 * 1024,
  sizeCalculation: (_, pem) => pem.length,
})

/** Scripts send the same key with every image, and reading one takes longer than verifying with it. What is refused is not kept. */
function readKey(pem: string): PublicKey {
  const held = readKeys.get(pem)
  if (held !== undefined) return held
  const key = parsePublicKey(pem)
  readKeys.set(pem, key)
  return key
}

/**
 * Turns what a request trusts into rules: each key for every repository, now. No rule at all is allowed: the verdict
 * then says what is there. Throws `KEY_INVALID`, `KEY_PRIVATE` or `KEY_UNSUPPORTED`; `NOT_IMPLEMENTED` for what this
 * version does not check, since ignoring it would weaken the question.
 */
export function toRequestTrust(rules: RequestRules, now: Date): TrustInput {
  for (const field of ['identities', 'certificates', 'trustedRoot'] as const) {
    const value = rules[field]
    if (value === undefined || (Array.isArray(value) && value.length === 0)) continue
    throw new AppError('NOT_IMPLEMENTED', `${field}: not checked in this version.`, { context: { field } })
  }
  const keys: TrustedKey[] = []
  const trustRules: TrustRule[] = []
  for (const { pem, name } of rules.keys ?? []) {
    const { fingerprint, algorithm, spki } = readKey(pem)
    if (keys.some((key) => key.fingerprint === fingerprint)) continue
    keys.push({ fingerprint, algorithm, spki, name: name ?? null, state: 'active' })
    trustRules.push({
      id: fingerprint,
      name: name ?? 'the key given with the request',
      repositories: ['**'],
      signer: { kind: 'key', fingerprint },
      validFrom: null,
      validUntil: null,
      requireTransparencyLog: rules.requireTransparencyLog ?? false,
      requireTimestamp: false,
    })
  }
  // A name may hold any character, so the list is written in a form in which no two lists look alike.
  const named = JSON.stringify(keys.map(({ fingerprint, name }) => [fingerprint, name]))
  const version = `request:${rules.requireTransparencyLog ?? false}:${named}`
  return { keys, rules: trustRules, now: now.toISOString(), version }
}
