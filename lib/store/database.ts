import { setTimeout as sleep } from 'node:timers/promises'
import { Kysely, type Transaction } from 'kysely'
import type { Config } from '#lib/config/load-config.ts'
import { migrate } from './migrations.ts'
import { createPostgresDialect } from './postgres-dialect.ts'
import type { Schema } from './schema.ts'
import { createSqliteDialect } from './sqlite-dialect.ts'
import { toStoreCode, toStoreError } from './to-store-error.ts'

const lockWaitMs = 5_000
const lockPauseMs = 25

/** A transaction's or connection's query builder. */
export type Queries = Kysely<Schema> | Transaction<Schema>

/** The database as its queries see it: errors are `STORE_…`, and a write is durable once `write` answers. */
export type Database = {
  read<Result>(query: (db: Queries) => Promise<Result>): Promise<Result>
  write<Result>(change: (trx: Transaction<Schema>) => Promise<Result>): Promise<Result>
  close(): Promise<void>
}

/** Tries again while another process holds the database, then gives up with `STORE_LOCKED`. */
async function whileLocked<Result>(attempt: () => Promise<Result>): Promise<Result> {
  const until = Date.now() + lockWaitMs
  for (;;) {
    try {
      return await attempt()
    } catch (error) {
      if (toStoreCode(error) !== 'STORE_LOCKED' || Date.now() >= until) throw toStoreError(error)
      await sleep(lockPauseMs)
    }
  }
}

export async function openDatabase(config: Pick<Config, 'databaseUrl' | 'dataDirectory'>): Promise<Database> {
  const { databaseUrl, dataDirectory } = config
  const db = await whileLocked(async () => {
    const dialect = databaseUrl === null ? createSqliteDialect(dataDirectory) : createPostgresDialect(databaseUrl)
    const opened = new Kysely<Schema>({ dialect })
    try {
      await migrate(opened, databaseUrl === null ? 'sqlite' : 'postgres', () => new Date())
      return opened
    } catch (error) {
      await opened.destroy()
      throw error
    }
  })
  return {
    read: (query) => whileLocked(() => query(db)),
    write: (change) => whileLocked(() => db.transaction().execute(change)),
    close: () => db.destroy(),
  }
}
