import type { StoredKey } from '#lib/store/key-store.ts'
import type { TrustRule } from '#lib/trust/trust-rule.ts'
import type { KeyDto } from './contract/trust.ts'

/** A key of the shelf as the API shows it, with the ids of the rules that name it. */
export function toKeyDto(key: StoredKey, rules: readonly TrustRule[]): KeyDto {
  const { fingerprint, algorithm, name, createdAt, state, pem } = key
  const naming = rules.filter(({ signer }) => signer.kind === 'key' && signer.fingerprint === fingerprint)
  return { fingerprint, algorithm, name, createdAt, state, rules: naming.map(({ id }) => id), pem }
}
