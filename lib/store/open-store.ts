import { mkdir } from 'node:fs/promises'
import type { Config } from '#lib/config/load-config.ts'
import type { AppError } from '#lib/errors/app-error.ts'
import type { NamedRoot, TrustAnchor, TrustRule } from '#lib/trust/trust-rule.ts'
import { type CertificateStore, createCertificateStore, listCertificates, toAnchors } from './certificate-store.ts'
import { type Database, openDatabase } from './database.ts'
import { createKeyStore, type KeyStore, listKeys, type StoredKey } from './key-store.ts'
import { createLookStore, type LookStore } from './look-store.ts'
import { createRegistryStore, type RegistryStore } from './registry-store.ts'
import { createRootStore, type RootStore } from './root-store.ts'
import { createRuleStore, listRules, type RuleStore } from './rule-store.ts'
import { loadSealKey } from './seal-key.ts'
import { readTrustVersion } from './trust-version.ts'

/** Everything on the trust shelf, of one moment. */
export type TrustSnapshot = {
  readonly version: string
  readonly keys: readonly StoredKey[]
  readonly rules: readonly TrustRule[]
  readonly roots: readonly NamedRoot[]
  readonly anchors: readonly TrustAnchor[]
}

/** What people entrusted to this server. What a method answers is durable. Failures are `STORE_…`. */
export type Store = {
  readonly registries: RegistryStore
  readonly keys: KeyStore
  readonly certificates: CertificateStore
  readonly rules: RuleStore
  readonly roots: RootStore
  readonly looks: LookStore
  readonly settings: {
    /** Changes with every change of keys, certificates or rules, in the same transaction. */
    trustVersion(): Promise<string>
    trust(): Promise<TrustSnapshot>
  }
  /** Why nothing can be changed at the moment (a disk that is full or read-only), or null. Reading works all the same. */
  problem(): AppError | null
  close(): Promise<void>
}

export type StoreConfig = Pick<Config, 'dataDirectory' | 'databaseUrl' | 'sealKey'> & {
  /** How long a write waits for another process. */
  readonly lockWaitMs?: number
}

export async function openStore(config: StoreConfig): Promise<Store> {
  const { dataDirectory, databaseUrl } = config
  // A directory that cannot be made shows again when something is kept in it, with a code.
  if (databaseUrl !== null) await mkdir(dataDirectory, { recursive: true, mode: 0o700 }).catch(() => undefined)
  const database = await openDatabase(config)
  return {
    registries: createRegistryStore(database, () => loadSealKey(config)),
    keys: createKeyStore(database),
    certificates: createCertificateStore(database),
    rules: createRuleStore(database),
    roots: createRootStore(database),
    looks: createLookStore(database),
    settings: { trustVersion: () => database.read(readTrustVersion), trust: createTrustReader(database) },
    problem: () => database.problem(),
    close: () => database.close(),
  }
}

/** Reads until the version is the same before and after, so that keys and rules belong together; keeps what it read. */
function createTrustReader(database: Database): () => Promise<TrustSnapshot> {
  let last: TrustSnapshot | null = null
  return async () => {
    for (;;) {
      const version = await database.read(readTrustVersion)
      if (last?.version === version) return last
      const keys = await database.read(listKeys)
      const rules = await database.read(listRules)
      const anchors = toAnchors(await database.read(listCertificates))
      if ((await database.read(readTrustVersion)) === version) last = { version, keys, rules, roots: [], anchors }
    }
  }
}
