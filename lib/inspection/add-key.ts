import { parsePublicKey } from '#lib/sigstore/keys/parse-public-key.ts'
import type { AddedKey } from '#lib/store/key-store.ts'
import type { Store } from '#lib/store/open-store.ts'
import { parseRepositoryPattern } from '#lib/trust/repository-pattern.ts'

type NewShelfKey = {
  readonly pem: string
  readonly name?: string | undefined
  readonly trust?: { readonly repositories: readonly string[] } | undefined
}

/**
 * Puts a public key on the shelf, and with it a rule when it says for which repositories it is trusted; both or neither.
 * Throws `KEY_INVALID`, `KEY_PRIVATE`, `KEY_UNSUPPORTED` or `RULE_INVALID`; a private key is neither kept nor logged.
 */
export async function addKey(store: Pick<Store, 'keys'>, { pem, name, trust }: NewShelfKey): Promise<AddedKey> {
  const parsed = parsePublicKey(pem)
  const { fingerprint, algorithm, spki } = parsed
  const key = { fingerprint, algorithm, spki, name: name ?? null, pem: toPem(spki) }
  if (trust === undefined) return store.keys.add(key)
  for (const pattern of trust.repositories) parseRepositoryPattern(pattern)
  return store.keys.add(key, {
    name: `${name ?? `key ${fingerprint.slice(0, 8)}`} for ${trust.repositories.join(', ')}`.slice(0, 200),
    repositories: trust.repositories,
    signer: { kind: 'key', fingerprint },
    validFrom: null,
    validUntil: null,
    requireTransparencyLog: false,
    requireTimestamp: false,
  })
}

/** The key alone, whatever surrounded it in the file that was given (RFC 7468 §13). */
function toPem(spki: Uint8Array): string {
  const lines =
    Buffer.from(spki)
      .toString('base64')
      .match(/.{1,64}/g) ?? []
  return ['-----BEGIN PUBLIC KEY-----', ...lines, '-----END PUBLIC KEY-----', ''].join('\n')
}
