import { randomUUID } from 'node:crypto'
import type { Selectable } from 'kysely'
import type { RegistryCredentials } from '#lib/config/configured-source.ts'
import { AppError } from '#lib/errors/app-error.ts'
import type { Database, Queries } from './database.ts'
import type { Schema } from './schema.ts'
import { seal, unseal } from './seal.ts'

/** A source that users added. What is sealed is not in it. */
export type StoredRegistry =
  | {
      readonly kind: 'registry'
      readonly id: string
      readonly host: string
      readonly name: string
      readonly insecure: boolean
      readonly caPem: string | null
      readonly clientCertificatePem: string | null
      readonly hasCredentials: boolean
      /** Repositories added by hand, sorted. */
      readonly repositories: readonly string[]
      /** Another one after every change. */
      readonly revision: string
      readonly createdAt: string
    }
  | {
      readonly kind: 'layout'
      readonly id: string
      readonly host: string
      readonly name: string
      readonly path: string
      readonly createdAt: string
    }

export type RegistrySecrets = { readonly credentials: RegistryCredentials | null; readonly clientKeyPem: string | null }

export type NewRegistry =
  | {
      readonly kind: 'registry'
      readonly host: string
      readonly name: string
      readonly insecure: boolean
      readonly caPem: string | null
      readonly clientCertificatePem: string | null
      readonly clientKeyPem: string | null
      readonly credentials: RegistryCredentials | null
    }
  | { readonly kind: 'layout'; readonly name: string; readonly host: string; readonly path: string }

/** What is absent stays as it is; null forgets. */
export type RegistryChange = {
  readonly name?: string | undefined
  readonly insecure?: boolean | undefined
  readonly caPem?: string | null | undefined
  readonly clientCertificatePem?: string | null | undefined
  readonly clientKeyPem?: string | null | undefined
  readonly credentials?: RegistryCredentials | null | undefined
  readonly addRepositories?: readonly string[] | undefined
  readonly removeRepositories?: readonly string[] | undefined
}

export type RegistryStore = {
  list(): Promise<StoredRegistry[]>
  /** Throws `REGISTRY_UNKNOWN`. */
  get(id: string): Promise<StoredRegistry>
  /** For the registry client alone: no answer of the API has it. */
  secrets(id: string): Promise<RegistrySecrets>
  /** Throws `REGISTRY_EXISTS` when host or name is taken. */
  create(source: NewRegistry): Promise<StoredRegistry>
  update(id: string, change: RegistryChange): Promise<StoredRegistry>
  delete(id: string): Promise<void>
}

type Row = Selectable<Schema['sources']>
type SealedColumn = 'sealed_credentials' | 'sealed_client_key'

const contextOf = (id: string, column: SealedColumn) => `sources/${id}/${column}`

export function createRegistryStore(database: Database, sealKey: () => Promise<Uint8Array>): RegistryStore {
  return {
    list: () => database.read(listSources),
    get: (id) => database.read((db) => getSource(db, id)),
    secrets: async (id) => openSecrets(await database.read((db) => findRow(db, id)), sealKey),
    create: async (source) => {
      const row = await toRow(randomUUID(), source, sealKey)
      return database.write(async (trx) => {
        await assertFree(trx, row.id, row)
        await trx.insertInto('sources').values(row).execute()
        return getSource(trx, row.id)
      })
    },
    update: async (id, change) => {
      const columns = await toColumns(id, change, sealKey)
      return database.write(async (trx) => {
        const row = { ...(await findRow(trx, id)), ...columns, revision: randomUUID() }
        await assertFree(trx, id, row)
        await trx.updateTable('sources').set(row).where('id', '=', id).execute()
        await changeRepositories(trx, id, change)
        return getSource(trx, id)
      })
    },
    delete: (id) =>
      database.write(async (trx) => {
        await findRow(trx, id)
        await trx.deleteFrom('sources').where('id', '=', id).execute()
      }),
  }
}

async function listSources(db: Queries): Promise<StoredRegistry[]> {
  const rows = await db.selectFrom('sources').selectAll().orderBy('created_at').orderBy('id').execute()
  const entries = await db.selectFrom('source_repositories').selectAll().orderBy('repository').execute()
  const byHand = Map.groupBy(entries, (entry) => entry.source_id)
  return rows.map((row) =>
    toSource(
      row,
      (byHand.get(row.id) ?? []).map((entry) => entry.repository),
    ),
  )
}

async function getSource(db: Queries, id: string): Promise<StoredRegistry> {
  const row = await findRow(db, id)
  const entries = await db
    .selectFrom('source_repositories')
    .select('repository')
    .where('source_id', '=', id)
    .orderBy('repository')
    .execute()
  return toSource(
    row,
    entries.map((entry) => entry.repository),
  )
}

async function findRow(db: Queries, id: string): Promise<Row> {
  const row = await db.selectFrom('sources').selectAll().where('id', '=', id).executeTakeFirst()
  if (row === undefined) {
    throw new AppError('REGISTRY_UNKNOWN', 'There is no source with this id.', { context: { id: id.slice(0, 100) } })
  }
  return row
}

async function assertFree(db: Queries, id: string, { host, name }: Pick<Row, 'host' | 'name'>): Promise<void> {
  const taken = await db
    .selectFrom('sources')
    .select(['host', 'name'])
    .where('id', '!=', id)
    .where((where) => where.or([where('host', '=', host), where('name', '=', name)]))
    .executeTakeFirst()
  if (taken === undefined) return
  const what = taken.host === host ? host : name
  throw new AppError('REGISTRY_EXISTS', `${what} is there already.`, { context: { host, name } })
}

function toSource(row: Row, repositories: readonly string[]): StoredRegistry {
  const { id, host, name } = row
  if (row.kind === 'layout') return { kind: 'layout', id, host, name, path: row.path ?? '', createdAt: row.created_at }
  return {
    kind: 'registry',
    id,
    host,
    name,
    insecure: row.insecure === 1,
    caPem: row.ca_pem,
    clientCertificatePem: row.client_certificate_pem,
    hasCredentials: row.sealed_credentials !== null || row.sealed_client_key !== null,
    repositories,
    revision: row.revision,
    createdAt: row.created_at,
  }
}

async function toRow(id: string, source: NewRegistry, sealKey: () => Promise<Uint8Array>): Promise<Row> {
  const empty = {
    insecure: 0,
    ca_pem: null,
    client_certificate_pem: null,
    sealed_credentials: null,
    sealed_client_key: null,
  }
  const { kind, host, name } = source
  const common = { id, kind, host, name, revision: randomUUID(), created_at: new Date().toISOString() }
  if (source.kind === 'layout') return { ...empty, ...common, path: source.path }
  return { ...empty, ...common, path: null, ...(await toColumns(id, source, sealKey)) }
}

async function toColumns(
  id: string,
  change: RegistryChange,
  sealKey: () => Promise<Uint8Array>,
): Promise<Partial<Omit<Row, 'id' | 'kind' | 'host' | 'path' | 'revision' | 'created_at'>>> {
  const sealText = async (text: string | null, column: SealedColumn) =>
    text === null ? null : seal(await sealKey(), text, contextOf(id, column))
  const { name, insecure, caPem, clientCertificatePem, clientKeyPem, credentials } = change
  return {
    ...(name === undefined ? {} : { name }),
    ...(insecure === undefined ? {} : { insecure: insecure ? 1 : 0 }),
    ...(caPem === undefined ? {} : { ca_pem: caPem }),
    ...(clientCertificatePem === undefined ? {} : { client_certificate_pem: clientCertificatePem }),
    ...(clientKeyPem === undefined ? {} : { sealed_client_key: await sealText(clientKeyPem, 'sealed_client_key') }),
    ...(credentials === undefined
      ? {}
      : {
          sealed_credentials: await sealText(
            credentials === null ? null : JSON.stringify(credentials),
            'sealed_credentials',
          ),
        }),
  }
}

async function openSecrets(row: Row, sealKey: () => Promise<Uint8Array>): Promise<RegistrySecrets> {
  const open = async (column: SealedColumn) => {
    const value = row[column]
    return value === null ? null : unseal(await sealKey(), value, contextOf(row.id, column))
  }
  const credentials = await open('sealed_credentials')
  return {
    credentials: credentials === null ? null : (JSON.parse(credentials) as RegistryCredentials),
    clientKeyPem: await open('sealed_client_key'),
  }
}

async function changeRepositories(db: Queries, id: string, change: RegistryChange): Promise<void> {
  const { addRepositories = [], removeRepositories = [] } = change
  if (removeRepositories.length > 0) {
    await db
      .deleteFrom('source_repositories')
      .where('source_id', '=', id)
      .where('repository', 'in', [...removeRepositories])
      .execute()
  }
  if (addRepositories.length === 0) return
  await db
    .insertInto('source_repositories')
    .values(addRepositories.map((repository) => ({ source_id: id, repository })))
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}
