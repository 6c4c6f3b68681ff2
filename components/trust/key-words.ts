import type { KeyDto } from '#lib/api/contract/trust.ts'

const algorithmWords: Readonly<Record<KeyDto['algorithm'], string>> = {
  'ecdsa-p256': 'ECDSA P-256',
  'ecdsa-p384': 'ECDSA P-384',
  'ecdsa-p521': 'ECDSA P-521',
  'rsa-2048': 'RSA 2048',
  'rsa-3072': 'RSA 3072',
  'rsa-4096': 'RSA 4096',
  ed25519: 'Ed25519',
}

export const formatAlgorithm = (algorithm: KeyDto['algorithm']): string => algorithmWords[algorithm]

type KeyStateWords = { readonly word: string; readonly meaning: string }

export const keyStateWords: Readonly<Record<KeyDto['state'], KeyStateWords>> = {
  active: { word: 'Active', meaning: 'Its signatures are trusted where a rule says so.' },
  retired: {
    word: 'Retired',
    meaning: 'No longer used for signing; what it signed before still verifies, and says so.',
  },
  compromised: { word: 'Compromised', meaning: 'Others may hold it: nothing that it signed is trusted any more.' },
}

/** How a key is called: its name, or the beginning of its fingerprint. */
export const formatKeyName = (key: Pick<KeyDto, 'name' | 'fingerprint'>): string =>
  key.name ?? `Key ${key.fingerprint.slice(0, 8)}`
