import { PostgresDialect } from 'kysely'
import { Pool } from 'pg'

const connectTimeoutMs = 5_000
const statementTimeoutMs = 30_000
export const maxConnections = 10

export function createPostgresDialect(connectionString: string, lockWaitMs: number): PostgresDialect {
  const pool = new Pool({
    connectionString,
    max: maxConnections,
    connectionTimeoutMillis: connectTimeoutMs,
    lock_timeout: lockWaitMs,
    statement_timeout: statementTimeoutMs,
    application_name: 'touchstone',
  })
  // An idle connection that breaks is replaced at the next query; without a listener it would end the process.
  pool.on('error', () => undefined)
  // One that breaks in use fails its query; the event that follows it has nobody else to hear it.
  pool.on('connect', (client) => void client.on('error', () => undefined))
  return new PostgresDialect({ pool })
}
