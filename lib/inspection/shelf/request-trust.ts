import { hash } from 'node:crypto'
import { LRUCache } from 'lru-cache'
import { AppError } from '#lib/errors/app-error.ts'
import { toRootsVersion } from '#lib/inspection/roots/roots-version.ts'
import { type PublicKey, parsePublicKey } from '#lib/sigstore/keys/parse-public-key.ts'
import { findPatternFault } from '#lib/trust/identity-pattern.ts'
import type { NamedRoot, RuleSigner, TrustedKey, TrustInput, TrustRule } from '#lib/trust/trust-rule.ts'
import { openRoot } from '#lib/trust-root/open-root.ts'
import { type RequestCertificate, toAnchors } from './request-anchors.ts'

type RequestIdentity = {
  readonly issuer: string
  readonly subject?: string | undefined
  readonly subjectPattern?: string | undefined
}

/** The rules that a request brings with it (`POST /verify`). */
export type RequestRules = {
  readonly keys?: readonly { readonly pem: string; readonly name?: string | undefined }[] | undefined
  readonly identities?: readonly RequestIdentity[] | undefined
  readonly certificates?: readonly RequestCertificate[] | undefined
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
 * Turns what a request trusts into rules: each key, identity and certificate for every repository, now. No rule at all is allowed: the
 * verdict then says what is there. A trusted root in the request stands for all that are configured. Throws `KEY_INVALID`,
 * `KEY_PRIVATE`, `KEY_UNSUPPORTED`, `TRUST_ROOT_INVALID` or `REQUEST_INVALID`.
 */
export function toRequestTrust(rules: RequestRules, now: Date, configuredRoots: readonly NamedRoot[] = []): TrustInput {
  const keys = readRequestKeys(rules.keys ?? [])
  const identities = (rules.identities ?? []).map(toIdentitySigner)
  const { anchors, signers } = toAnchors(rules.certificates ?? [])
  const { requireTransparencyLog } = rules
  const trustRules = [
    ...keys.map((key) =>
      toRule(key.fingerprint, key.name ?? 'the key given with the request', {
        signer: { kind: 'key', fingerprint: key.fingerprint },
        requireTransparencyLog: requireTransparencyLog ?? false,
      }),
    ),
    ...identities.map((signer, at) =>
      toRule(`identity-${at}`, 'the identity given with the request', {
        signer,
        requireTransparencyLog: requireTransparencyLog ?? true,
      }),
    ),
    ...signers.map(({ name, signer }, at) =>
      toRule(`certificate-${at}`, name ?? 'the certificate given with the request', {
        signer,
        requireTransparencyLog: requireTransparencyLog ?? false,
      }),
    ),
  ]
  const roots = rules.trustedRoot === undefined ? configuredRoots : [readRequestRoot(rules.trustedRoot)]
  // A name may hold any character, so the list is written in a form in which no two lists look alike.
  const named = JSON.stringify([keys.map(({ fingerprint, name }) => [fingerprint, name]), identities, signers])
  const version = `request:${requireTransparencyLog ?? null}:${toRootsVersion(roots)}:${named}`
  return { keys, rules: trustRules, roots, anchors, now: now.toISOString(), version }
}

function readRequestKeys(given: NonNullable<RequestRules['keys']>): TrustedKey[] {
  const keys: TrustedKey[] = []
  for (const { pem, name } of given) {
    const { fingerprint, algorithm, spki } = readKey(pem)
    if (keys.some((key) => key.fingerprint === fingerprint)) continue
    keys.push({ fingerprint, algorithm, spki, name: name ?? null, state: 'active' })
  }
  return keys
}

function toRule(id: string, name: string, rule: Pick<TrustRule, 'signer' | 'requireTransparencyLog'>): TrustRule {
  return { id, name, repositories: ['**'], validFrom: null, validUntil: null, requireTimestamp: false, ...rule }
}

/** A pattern that cannot be read, or that names nobody, is refused now and not once it is used. */
function toIdentitySigner({ issuer, subject, subjectPattern }: RequestIdentity): RuleSigner {
  const fault = subjectPattern === undefined ? null : findPatternFault(subjectPattern)
  if (fault !== null) {
    throw new AppError('REQUEST_INVALID', `subjectPattern: ${fault.why}.`, {
      context: { field: 'subjectPattern', fault: fault.kind },
    })
  }
  return { kind: 'identity', issuer, subject, subjectPattern }
}

function readRequestRoot(trustedRoot: object): NamedRoot {
  const text = JSON.stringify(trustedRoot)
  const root = { id: hash('sha256', text), name: 'the trusted root given with the request', text }
  openRoot(root)
  return root
}
