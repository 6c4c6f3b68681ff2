import { type Kysely, sql, type Transaction } from 'kysely'
import { AppError } from '#lib/errors/app-error.ts'
import type { Schema } from './schema.ts'

type Migration = (db: Transaction<Schema>) => Promise<void>

/** In order; one that was published is never changed, only followed by another. */
const migrations: readonly Migration[] = [createTables, addTrustedRoots, addCertificates]

const migrationLock = 7_364_021_195

/** Brings the tables up to date in one transaction, so that two processes that start together do not meet half-way. */
export async function migrate(db: Kysely<Schema>, kind: 'sqlite' | 'postgres', now: () => Date): Promise<void> {
  await db.transaction().execute(async (trx) => {
    if (kind === 'postgres') await sql`select pg_advisory_xact_lock(${sql.lit(migrationLock)})`.execute(trx)
    await trx.schema
      .createTable('migrations')
      .ifNotExists()
      .addColumn('id', 'integer', (column) => column.primaryKey())
      .addColumn('applied_at', 'text', (column) => column.notNull())
      .execute()
    const rows = await trx.selectFrom('migrations').select('id').execute()
    const applied = rows.reduce((highest, { id }) => Math.max(highest, id), 0)
    if (applied > migrations.length) {
      throw new AppError(
        'STORE_UNAVAILABLE',
        'The database was written by a newer version of Touchstone; start that one.',
      )
    }
    for (const [index, migration] of migrations.entries()) {
      if (index < applied) continue
      await migration(trx)
      await trx
        .insertInto('migrations')
        .values({ id: index + 1, applied_at: now().toISOString() })
        .execute()
    }
  })
}

async function createTables(db: Transaction<Schema>): Promise<void> {
  await db.schema
    .createTable('settings')
    .addColumn('key', 'text', (column) => column.primaryKey())
    .addColumn('value', 'text', (column) => column.notNull())
    .execute()
  await db.schema
    .createTable('sources')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('host', 'text', (column) => column.notNull().unique())
    .addColumn('name', 'text', (column) => column.notNull().unique())
    .addColumn('path', 'text')
    .addColumn('insecure', 'integer', (column) => column.notNull())
    .addColumn('ca_pem', 'text')
    .addColumn('client_certificate_pem', 'text')
    .addColumn('sealed_credentials', 'text')
    .addColumn('sealed_client_key', 'text')
    .addColumn('revision', 'text', (column) => column.notNull())
    .addColumn('created_at', 'text', (column) => column.notNull())
    .execute()
  await db.schema
    .createTable('source_repositories')
    .addColumn('source_id', 'text', (column) => column.notNull().references('sources.id').onDelete('cascade'))
    .addColumn('repository', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('source_repositories_key', ['source_id', 'repository'])
    .execute()
  await createTrustTables(db)
  await db.schema
    .createTable('looks')
    .addColumn('reference', 'text', (column) => column.primaryKey())
    .addColumn('digest', 'text', (column) => column.notNull())
    .addColumn('platform', 'text')
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('sentence', 'text', (column) => column.notNull())
    .addColumn('signer', 'text')
    .addColumn('package_count', 'integer')
    .addColumn('looked_at', 'text', (column) => column.notNull())
    .execute()
  await db.schema.createIndex('looks_by_time').on('looks').columns(['looked_at', 'reference']).execute()
}

async function createTrustTables(db: Transaction<Schema>): Promise<void> {
  await db.schema
    .createTable('keys')
    .addColumn('fingerprint', 'text', (column) => column.primaryKey())
    .addColumn('algorithm', 'text', (column) => column.notNull())
    .addColumn('name', 'text')
    .addColumn('spki', 'text', (column) => column.notNull())
    .addColumn('pem', 'text', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull().defaultTo('active'))
    .addColumn('created_at', 'text', (column) => column.notNull())
    .execute()
  await db.schema
    .createTable('rules')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('repositories', 'text', (column) => column.notNull())
    .addColumn('signer', 'text', (column) => column.notNull())
    .addColumn('key_fingerprint', 'text', (column) => column.references('keys.fingerprint').onDelete('cascade'))
    .addColumn('valid_from', 'text')
    .addColumn('valid_until', 'text')
    .addColumn('require_transparency_log', 'integer', (column) => column.notNull())
    .addColumn('require_timestamp', 'integer', (column) => column.notNull())
    .addColumn('created_at', 'text', (column) => column.notNull())
    .execute()
  await db.schema.createIndex('rules_by_key').on('rules').column('key_fingerprint').execute()
}

async function addTrustedRoots(db: Transaction<Schema>): Promise<void> {
  await db.schema
    .createTable('trusted_roots')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('origin', 'text', (column) => column.notNull())
    .addColumn('name', 'text', (column) => column.notNull().unique())
    .addColumn('mirror', 'text')
    .addColumn('ca_pem', 'text')
    .addColumn('tuf_root', 'text')
    .addColumn('document', 'text')
    .addColumn('metadata', 'text')
    .addColumn('fetched_at', 'text')
    .addColumn('problem', 'text')
    .addColumn('created_at', 'text', (column) => column.notNull())
    .execute()
}

async function addCertificates(db: Transaction<Schema>): Promise<void> {
  await db.schema
    .createTable('certificates')
    .addColumn('fingerprint', 'text', (column) => column.primaryKey())
    .addColumn('name', 'text')
    .addColumn('der', 'text', (column) => column.notNull())
    .addColumn('subject', 'text', (column) => column.notNull())
    .addColumn('issuer', 'text', (column) => column.notNull())
    .addColumn('not_before', 'text', (column) => column.notNull())
    .addColumn('not_after', 'text', (column) => column.notNull())
    .addColumn('stores', 'text', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('created_at', 'text', (column) => column.notNull())
    .execute()
  await db.schema
    .alterTable('rules')
    .addColumn('certificate_fingerprint', 'text', (column) =>
      column.references('certificates.fingerprint').onDelete('cascade'),
    )
    .execute()
  await db.schema.createIndex('rules_by_certificate').on('rules').column('certificate_fingerprint').execute()
}
