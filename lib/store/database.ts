import { setTimeout as sleep } from 'node:timers/promises'
import { type Dialect, Kysely, type Transaction } from 'kysely'
import type { Config } from '#lib/config/load-config.ts'
import { type AppError, isAppError } from '#lib/errors/app-error.ts'
import { migrate } from './migrations.ts'
import { createPostgresDialect, maxConnections } from './postgres-dialect.ts'
import type { Schema } from './schema.ts'
import { createSnapshotDialect, createSqliteDialect } from './sqlite-dialect.ts'
import { toStoreCode, toStoreError } from './to-store-error.ts'

const defaultLockWaitMs = 5_000
const lockPauseMs = 10
const reopenPauseMs = 5_000

/** A transaction's or connection's query builder. */
export type Queries = Kysely<Schema> | Transaction<Schema>

/** The database as its queries see it: errors are `STORE_…`, and a write is durable once `write` answers. */
export type Database = {
  read<Result>(query: (db: Queries) => Promise<Result>): Promise<Result>
  write<Result>(change: (trx: Transaction<Schema>) => Promise<Result>): Promise<Result>
  /** Why nothing can be changed at the moment, or null. */
  problem(): AppError | null
  close(): Promise<void>
}

type DatabaseConfig = Pick<Config, 'databaseUrl' | 'dataDirectory'> & { readonly lockWaitMs?: number }
/** `problem`: why this is a snapshot for reading only. */
type Opened = { readonly db: Kysely<Schema>; readonly problem: AppError | null; readonly at: number }

/** A server that was restarted ends the connections of the pool; reading may simply be done again over a new one. */
const isLostConnection = (error: unknown): boolean =>
  isAppError(error, 'STORE_UNAVAILABLE') &&
  error.cause instanceof Error &&
  (/terminated/i.test(error.cause.message) || /^(57P|ECONNRESET|EPIPE)/.test(String(error.context.reason ?? '')))

/** Tries again while another process holds the database, then gives up with `STORE_LOCKED`. */
async function whileLocked<Result>(waitMs: number, attempt: () => Promise<Result>): Promise<Result> {
  const until = Date.now() + waitMs
  for (;;) {
    try {
      return await attempt()
    } catch (error) {
      if (toStoreCode(error) !== 'STORE_LOCKED' || Date.now() >= until) throw toStoreError(error)
      await sleep(lockPauseMs)
    }
  }
}

async function openDialect(
  create: () => Dialect,
  kind: 'sqlite' | 'postgres',
  waitMs: number,
): Promise<Kysely<Schema>> {
  return whileLocked(waitMs, async () => {
    const db = new Kysely<Schema>({ dialect: create() })
    try {
      await migrate(db, kind, () => new Date())
      return db
    } catch (error) {
      await db.destroy()
      throw error
    }
  })
}

/** Opens the database; where the disk is full or read-only, a snapshot of it for reading. */
async function open({ databaseUrl, dataDirectory, lockWaitMs = defaultLockWaitMs }: DatabaseConfig): Promise<Opened> {
  const at = Date.now()
  if (databaseUrl !== null) {
    const create = () => createPostgresDialect(databaseUrl, lockWaitMs)
    return { db: await openDialect(create, 'postgres', lockWaitMs), problem: null, at }
  }
  try {
    const create = () => createSqliteDialect(dataDirectory)
    return { db: await openDialect(create, 'sqlite', lockWaitMs), problem: null, at }
  } catch (problem) {
    if (!isAppError(problem, 'STORE_FULL', 'STORE_READ_ONLY')) throw problem
    const snapshot = openDialect(() => createSnapshotDialect(dataDirectory), 'sqlite', lockWaitMs)
    return { db: await snapshot.catch(() => Promise.reject(problem)), problem, at }
  }
}

export async function openDatabase(config: DatabaseConfig): Promise<Database> {
  const waitMs = config.lockWaitMs ?? defaultLockWaitMs
  let opened = await open(config)
  let reopening: Promise<void> | null = null

  const reopen = async (): Promise<void> => {
    const before = opened
    opened = await open(config)
    await before.db.destroy()
  }
  /** Looks whether a database that could not be written can be by now. */
  const recover = async (pauseMs: number): Promise<void> => {
    if (opened.problem === null || Date.now() - opened.at < pauseMs) return
    reopening ??= reopen().finally(() => {
      reopening = null
    })
    await reopening
  }

  return {
    async read(query) {
      await recover(reopenPauseMs)
      // Every connection of the pool may be a lost one, and each is found out by a query.
      for (let lost = 0; ; lost += 1) {
        try {
          return await whileLocked(waitMs, () => query(opened.db))
        } catch (error) {
          if (!isLostConnection(error) || lost === maxConnections) throw error
        }
      }
    },
    async write(change) {
      await recover(0)
      if (opened.problem !== null) throw opened.problem
      return whileLocked(waitMs, () => opened.db.transaction().execute(change))
    },
    problem: () => opened.problem,
    close: () => opened.db.destroy(),
  }
}
