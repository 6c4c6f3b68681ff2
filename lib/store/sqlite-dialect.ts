import { closeSync, copyFileSync, existsSync, mkdirSync, mkdtempSync, openSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import BetterSqlite from 'better-sqlite3'
import { CompiledQuery, type DatabaseConnection, SqliteDialect, SqliteDriver } from 'kysely'

// The driver waits inside the event loop, so it waits briefly; the store retries in between.
const busyTimeoutMs = 5

class ImmediateDriver extends SqliteDriver {
  readonly #database: BetterSqlite.Database

  constructor(database: BetterSqlite.Database) {
    super({ database })
    this.#database = database
  }

  // A deferred transaction that reads before it writes fails at once when another process wrote in between.
  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('begin immediate'))
  }

  // SQLite has rolled back by itself when the disk is full; a second rollback would hide that error behind its own.
  override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    if (this.#database.inTransaction) await super.rollbackTransaction(connection)
  }
}

class ImmediateDialect extends SqliteDialect {
  readonly #database: BetterSqlite.Database

  constructor(database: BetterSqlite.Database) {
    super({ database })
    this.#database = database
  }

  override createDriver(): SqliteDriver {
    return new ImmediateDriver(this.#database)
  }
}

const pathIn = (directory: string) => join(directory, 'touchstone.db')

/** SQLite in `directory`: every confirmed write is on the disk (`synchronous=FULL`), and a second process may join. */
export function createSqliteDialect(directory: string): SqliteDialect {
  const path = pathIn(directory)
  mkdirSync(directory, { recursive: true, mode: 0o700 })
  // Created here first, since SQLite would let others read it; its journal files take over the mode.
  closeSync(openSync(path, 'a', 0o600))
  const database = new BetterSqlite(path, { timeout: busyTimeoutMs })
  try {
    database.pragma('journal_mode = WAL')
    database.pragma('synchronous = FULL')
    database.pragma('foreign_keys = ON')
    database.pragma('trusted_schema = OFF')
  } catch (error) {
    database.close()
    throw error
  }
  return new ImmediateDialect(database)
}

/**
 * What the database in `directory` holds, in memory, for a directory that cannot be written: SQLite needs to write
 * there even for reading. Its journal is read too, so that no confirmed change (a compromised key) is missed.
 */
export function createSnapshotDialect(directory: string): SqliteDialect {
  const path = pathIn(directory)
  if (!existsSync(path)) return new ImmediateDialect(new BetterSqlite(':memory:'))
  const folder = mkdtempSync(join(tmpdir(), 'touchstone-snapshot-'))
  try {
    copyFileSync(path, pathIn(folder))
    if (existsSync(`${path}-wal`)) copyFileSync(`${path}-wal`, `${pathIn(folder)}-wal`)
    const copy = new BetterSqlite(pathIn(folder))
    copy.pragma('journal_mode = DELETE')
    const bytes = copy.serialize()
    copy.close()
    return new ImmediateDialect(new BetterSqlite(bytes))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
