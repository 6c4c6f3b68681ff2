import type { Selectable } from 'kysely'
import { AppError } from '#lib/errors/app-error.ts'
import type { ErrorCode } from '#lib/errors/codes.ts'
import type { Database, Queries } from './database.ts'
import type { Schema } from './schema.ts'

/** Metadata of a TUF repository as it was verified last, each file as it came: what later metadata must not fall behind. */
export type RootMetadata = {
  readonly root: string
  readonly timestamp: string
  readonly snapshot: string
  readonly targets: string
}

/** Why a root could not be renewed the last time that it was tried. */
export type RootProblem = { readonly code: ErrorCode; readonly message: string; readonly at: string }

/** Who vouches for a mirror's files: the root metadata that is pinned, as JSON. */
export type RootSource = { readonly mirror: string; readonly tufRoot: string; readonly caPem: string | null }

/** A trusted root that somebody added, or what has been fetched of one that is built in or configured. */
export type StoredRoot = {
  readonly id: string
  readonly origin: 'built-in' | 'configuration' | 'added'
  readonly name: string
  /** Null for one that was given as a file. */
  readonly source: RootSource | null
  /** The `trusted_root.json`; null until a mirror has given one. */
  readonly document: string | null
  readonly metadata: RootMetadata | null
  readonly fetchedAt: string | null
  readonly problem: RootProblem | null
  readonly createdAt: string
}

export type NewRoot = Omit<StoredRoot, 'problem'>
export type RootCopy = { readonly document: string; readonly metadata: RootMetadata; readonly fetchedAt: string }

export type RootStore = {
  /** In the order in which they were made. */
  list(): Promise<StoredRoot[]>
  /** Adds it unless it is there by its id. Throws `TRUST_ROOT_EXISTS` when another one has its name. */
  add(root: NewRoot): Promise<{ readonly root: StoredRoot; readonly created: boolean }>
  /** Throws `TRUST_ROOT_NOT_FOUND` and `TRUST_ROOT_EXISTS`. */
  rename(id: string, name: string): Promise<StoredRoot>
  /**
   * Puts a newer copy in place of the one of `root`, which is added when it is not there. `root.fetchedAt` is that of the copy
   * that the newer one was checked against: when another process has put one there meanwhile, nothing is done.
   */
  renew(root: NewRoot, copy: RootCopy): Promise<void>
  /** Records why renewing failed; the copy stays as it is. */
  fail(root: NewRoot, problem: RootProblem): Promise<void>
  delete(id: string): Promise<void>
}

type Row = Selectable<Schema['trusted_roots']>

export function createRootStore(database: Database): RootStore {
  return {
    list: () => database.read(listRoots),
    add: (root) =>
      database.write(async (trx) => {
        const held = await readRow(trx, root.id)
        if (held !== undefined) return { root: toRoot(held), created: false }
        await assertFree(trx, root)
        const row = toRow(root)
        await trx.insertInto('trusted_roots').values(row).execute()
        return { root: toRoot(row), created: true }
      }),
    rename: (id, name) =>
      database.write(async (trx) => {
        const row = { ...(await findRow(trx, id)), name }
        await assertFree(trx, row)
        await trx.updateTable('trusted_roots').set({ name }).where('id', '=', id).execute()
        return toRoot(row)
      }),
    renew: (root, { document, metadata, fetchedAt }) =>
      database.write(async (trx) => {
        const held = await readRow(trx, root.id)
        if ((held?.fetched_at ?? null) !== root.fetchedAt) return
        const copy = { document, metadata: JSON.stringify(metadata), fetched_at: fetchedAt, problem: null }
        await put(trx, root, { ...toSourceColumns(root.source), ...copy }, held)
      }),
    fail: (root, problem) =>
      database.write(async (trx) => {
        await put(trx, root, { problem: JSON.stringify(problem) }, await readRow(trx, root.id))
      }),
    delete: (id) =>
      database.write(async (trx) => {
        await findRow(trx, id)
        await trx.deleteFrom('trusted_roots').where('id', '=', id).execute()
      }),
  }
}

async function listRoots(db: Queries): Promise<StoredRoot[]> {
  const rows = await db.selectFrom('trusted_roots').selectAll().orderBy('created_at').orderBy('id').execute()
  return rows.map(toRoot)
}

const readRow = (db: Queries, id: string): Promise<Row | undefined> =>
  db.selectFrom('trusted_roots').selectAll().where('id', '=', id).executeTakeFirst()

async function findRow(db: Queries, id: string): Promise<Row> {
  const row = await readRow(db, id)
  if (row !== undefined) return row
  throw new AppError('TRUST_ROOT_NOT_FOUND', 'There is no trusted root with this id.', {
    context: { id: id.slice(0, 100) },
  })
}

async function assertFree(db: Queries, { id, name }: { id: string; name: string }): Promise<void> {
  const other = await db
    .selectFrom('trusted_roots')
    .select('id')
    .where('name', '=', name)
    .where('id', '!=', id)
    .executeTakeFirst()
  if (other === undefined) return
  throw new AppError('TRUST_ROOT_EXISTS', `There is a trusted root named ${name} already.`, { context: { name } })
}

/** Changes the row. One that was added and has been removed meanwhile is not brought back. */
async function put(db: Queries, root: NewRoot, columns: Partial<Row>, held: Row | undefined): Promise<void> {
  if (held !== undefined) await db.updateTable('trusted_roots').set(columns).where('id', '=', root.id).execute()
  else if (root.origin !== 'added') {
    await db
      .insertInto('trusted_roots')
      .values({ ...toRow(root), ...columns })
      .execute()
  }
}

const toSourceColumns = (source: RootSource | null): Pick<Row, 'mirror' | 'ca_pem' | 'tuf_root'> => ({
  mirror: source?.mirror ?? null,
  ca_pem: source?.caPem ?? null,
  tuf_root: source?.tufRoot ?? null,
})

function toRow({ id, origin, name, source, document, metadata, fetchedAt, createdAt }: NewRoot): Row {
  return {
    id,
    origin,
    // Those that are not added here have their names from elsewhere, and must not be in the way of others.
    name: origin === 'added' ? name : id,
    ...toSourceColumns(source),
    document,
    metadata: metadata === null ? null : JSON.stringify(metadata),
    fetched_at: fetchedAt,
    problem: null,
    created_at: createdAt,
  }
}

function toRoot(row: Row): StoredRoot {
  const { mirror, tuf_root: tufRoot, ca_pem: caPem } = row
  return {
    id: row.id,
    origin: row.origin as StoredRoot['origin'],
    name: row.name,
    source: mirror === null || tufRoot === null ? null : { mirror, tufRoot, caPem },
    document: row.document,
    metadata: row.metadata === null ? null : (JSON.parse(row.metadata) as RootMetadata),
    fetchedAt: row.fetched_at,
    problem: row.problem === null ? null : (JSON.parse(row.problem) as RootProblem),
    createdAt: row.created_at,
  }
}
