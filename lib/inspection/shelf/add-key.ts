import { AppError } from '#lib/errors/app-error.ts'
import { formatRuleName, formatRuleSigner } from '#lib/format/rule-name.ts'
import { identifyPrivateKey } from '#lib/sigstore/keys/identify-private-key.ts'
import { parsePublicKey } from '#lib/sigstore/keys/parse-public-key.ts'
import type { AddedKey } from '#lib/store/key-store.ts'
import type { Store } from '#lib/store/open-store.ts'
import { parseRepositoryPattern } from '#lib/trust/repository-pattern.ts'
import type { TrustRule } from '#lib/trust/trust-rule.ts'

type NewShelfKey = {
  readonly pem: string
  readonly name?: string | undefined
  readonly trust?: { readonly repositories: readonly string[] } | undefined
}

/**
 * Puts a public key on the shelf, and with it a rule when it says for which repositories it is trusted; both or neither.
 * Throws `KEY_INVALID`, `KEY_PRIVATE`, `KEY_UNSUPPORTED` or `RULE_INVALID`; a private key is neither kept nor logged.
 */
export async function addKey(
  store: Pick<Store, 'keys' | 'rules'>,
  { pem, name, trust }: NewShelfKey,
): Promise<AddedKey> {
  const { fingerprint, algorithm, spki } = parsePublicKey(pem)
  assertKeyName(name)
  const key = { fingerprint, algorithm, spki, name: name ?? null, pem: toPem(spki) }
  if (trust === undefined) return store.keys.add(key)
  for (const pattern of trust.repositories) parseRepositoryPattern(pattern)
  const rules = await store.rules.list()
  // Said twice, it is one rule: ending one of two alike would change nothing.
  if (rules.some((rule) => isSameTrust(rule, fingerprint, trust.repositories))) return store.keys.add(key)
  const signer = { kind: 'key', fingerprint } as const
  return store.keys.add(key, {
    name: formatRuleName(name ?? formatRuleSigner(signer), trust.repositories),
    repositories: trust.repositories,
    signer,
    validFrom: null,
    validUntil: null,
    requireTransparencyLog: false,
    requireTimestamp: false,
  })
}

const toSetText = (patterns: readonly string[]): string => [...new Set(patterns)].toSorted().join(' ')

function isSameTrust(rule: TrustRule, fingerprint: string, repositories: readonly string[]): boolean {
  const { signer, validFrom, validUntil, requireTransparencyLog, requireTimestamp } = rule
  const isPlain = validFrom === null && validUntil === null && !requireTransparencyLog && !requireTimestamp
  const isOfKey = signer.kind === 'key' && signer.fingerprint === fingerprint
  return isPlain && isOfKey && toSetText(repositories) === toSetText(rule.repositories)
}

/** A private key that slipped into the field for the name must not be kept either. */
export function assertKeyName(name: string | null | undefined): void {
  if (name == null || identifyPrivateKey(name) === null) return
  throw new AppError('KEY_PRIVATE', 'The name of the key holds a private key. It was neither stored nor logged.')
}

/** The key alone, whatever surrounded it in the file that was given (RFC 7468 §13). */
function toPem(spki: Uint8Array): string {
  const lines =
    Buffer.from(spki)
      .toString('base64')
      .match(/.{1,64}/g) ?? []
  return ['-----BEGIN PUBLIC KEY-----', ...lines, '-----END PUBLIC KEY-----', ''].join('\n')
}
