import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, describe } from 'vitest'
import { openStore, type Store, type StoreConfig } from '#lib/store/open-store.ts'
import { findPostgres, type PostgresCluster, startPostgres } from './postgres-cluster.ts'

export const storeKinds = ['SQLite', 'PostgreSQL'] as const
export type StoreKind = (typeof storeKinds)[number]

/** Stores of both kinds for the tests of one file; all of them are closed and removed after each test. */
export type StoreBench = {
  /** An empty store of this kind; opened any number of times, it is the same store. */
  createConfig(kind: StoreKind): Promise<StoreConfig>
  open(config: StoreConfig): Promise<Store>
  /** Runs a statement in a database of the cluster, past the store. */
  administer(statement: string, database?: string): Promise<void>
}

const programs = findPostgres()

export function createStoreBench(): StoreBench {
  let directory: string
  let cluster: PostgresCluster | null = null
  let databases = 0
  const stores: Store[] = []
  beforeAll(async () => {
    if (programs !== null) cluster = await startPostgres(programs)
  }, 60_000)
  afterAll(() => cluster?.stop())
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'touchstone-store-'))
  })
  afterEach(async () => {
    await Promise.all(stores.splice(0).map((store) => store.close()))
    await rm(directory, { recursive: true, force: true })
  })
  const administer = async (statement: string, database = 'postgres'): Promise<void> => {
    const client = new Client({ connectionString: cluster?.url(database) })
    await client.connect()
    await client.query(statement)
    await client.end()
  }
  return {
    administer,
    async createConfig(kind) {
      const config = { dataDirectory: join(directory, 'data'), databaseUrl: null, sealKey: null }
      if (kind === 'SQLite') return config
      databases += 1
      await administer(`create database t${databases}`)
      return { ...config, databaseUrl: cluster?.url(`t${databases}`) ?? null }
    },
    async open(config) {
      const store = await openStore(config)
      stores.push(store)
      return store
    },
  }
}

/** Runs tests on both databases; those of PostgreSQL are skipped, visibly, where it is not there. */
export function describeEachStore(what: string, tests: (kind: StoreKind) => void): void {
  describe.each(storeKinds)(`${what} on %s`, (kind) => {
    describe.skipIf(kind === 'PostgreSQL' && programs === null)(
      kind === 'SQLite' ? 'always' : 'needs initdb (apt-get install postgresql)',
      () => tests(kind),
    )
  })
}
