import { X509Certificate } from 'node:crypto'
import { LRUCache } from 'lru-cache'
import { AppError } from '#lib/errors/app-error.ts'
import { identifyPrivateKey } from '#lib/sigstore/keys/identify-private-key.ts'
import { type PublicKey, parsePublicKey } from '#lib/sigstore/keys/parse-public-key.ts'
import type { NamedRoot, TrustedKey, TrustInput, TrustRule } from '#lib/trust/trust-rule.ts'
import { toRootsVersion } from './roots/roots-version.ts'

type RequestIdentity = {
  readonly issuer: string
  readonly subject?: string | undefined
  readonly subjectPattern?: string | undefined
}

/** The rules that a request brings with it (`POST /verify`). */
export type RequestRules = {
  readonly keys?: readonly { readonly pem: string; readonly name?: string | undefined }[] | undefined
  readonly identities?: readonly RequestIdentity[] | undefined
  readonly certificates?: readonly { readonly pem: string }[] | undefined
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
 * Turns what a request trusts into rules: each key for every repository, now. No rule at all is allowed: the verdict then
 * says what is there. Identities and certificates are read and trust nothing in this version: evidence that needs them stays
 * `undetermined` whatever they say. Throws `KEY_INVALID`, `KEY_PRIVATE`, `KEY_UNSUPPORTED` or `REQUEST_INVALID`.
 */
export function toRequestTrust(rules: RequestRules, now: Date, configuredRoots: readonly NamedRoot[] = []): TrustInput {
  for (const { subjectPattern } of rules.identities ?? []) assertPattern(subjectPattern)
  for (const { pem } of rules.certificates ?? []) assertCertificate(pem)
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
  const roots = rules.trustedRoot === undefined ? configuredRoots : []
  const version = `request:${rules.requireTransparencyLog ?? false}:${toRootsVersion(roots)}:${named}`
  return { keys, rules: trustRules, roots, anchors: [], now: now.toISOString(), version }
}

// Written differently, these are all the same: whoever signed.
const matchesEverything = /^\^?(?:\(\?:|\()?\.[*+](?:\))?\$?$/

/** A pattern that cannot be read, or that names nobody, is refused now and not once it is used. */
function assertPattern(pattern: string | undefined): void {
  if (pattern === undefined) return
  const refuse = (why: string, cause?: unknown) =>
    new AppError('REQUEST_INVALID', `subjectPattern: ${why}.`, { context: { field: 'subjectPattern' }, cause })
  if (matchesEverything.test(pattern)) throw refuse('it matches everybody')
  try {
    new RegExp(pattern, 'u')
  } catch (cause) {
    throw refuse('it is no regular expression', cause)
  }
}

function assertCertificate(pem: string): void {
  const kind = identifyPrivateKey(pem)
  if (kind !== null) {
    throw new AppError('KEY_PRIVATE', `This is a private key (${kind}). It was neither stored nor logged.`, {
      context: { kind },
    })
  }
  try {
    new X509Certificate(pem)
  } catch (cause) {
    throw new AppError('KEY_INVALID', 'This is not a certificate in PEM.', { cause })
  }
}
