import { closeSync, openSync } from 'node:fs'
import { join } from 'node:path'
import BetterSqlite from 'better-sqlite3'
import { CompiledQuery, type DatabaseConnection, type SqliteDatabase, SqliteDialect, SqliteDriver } from 'kysely'

// The driver waits inside the event loop, so it waits briefly; the store retries in between.
const busyTimeoutMs = 20

class ImmediateDriver extends SqliteDriver {
  // A deferred transaction that reads before it writes fails at once when another process wrote in between.
  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('begin immediate'))
  }
}

class ImmediateDialect extends SqliteDialect {
  readonly #database: SqliteDatabase

  constructor(database: SqliteDatabase) {
    super({ database })
    this.#database = database
  }

  override createDriver(): SqliteDriver {
    return new ImmediateDriver({ database: this.#database })
  }
}

/** SQLite in `directory`: every confirmed write is on the disk (`synchronous=FULL`), and a second process may join. */
export function createSqliteDialect(directory: string): SqliteDialect {
  const path = join(directory, 'touchstone.db')
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
