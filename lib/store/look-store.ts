import type { Insertable, Selectable } from 'kysely'
import type { Signer } from '#lib/evidence/evidence.ts'
import type { State } from '#lib/evidence/state.ts'
import type { Database, Queries } from './database.ts'
import type { Schema } from './schema.ts'

/** An image that was looked at, with what was found then. */
export type Look = {
  readonly reference: string
  readonly digest: string
  readonly platform: string | null
  readonly state: State
  readonly sentence: string
  readonly signer: Signer | null
  readonly packageCount: number | null
  /** RFC 3339. */
  readonly at: string
}

export type LookStore = {
  /** Remembers the look in place of an earlier one at the same reference. */
  record(look: Look): Promise<void>
  /** Latest first. `next` continues the list as `after`. */
  list(page: { limit: number; after?: string | null | undefined }): Promise<{ items: Look[]; next: string | null }>
}

// The overview shows ten; key pages look through all of them.
const maxLooks = 500
const maxRowsPerInsert = 100

export function createLookStore(database: Database): LookStore {
  let pending = new Map<string, Look>()
  let flushing: Promise<void> | null = null

  // Looks that arrive while others are written share the next transaction: one wait for the disk instead of hundreds.
  async function flush(): Promise<void> {
    await new Promise(setImmediate)
    const looks = [...pending.values()]
    pending = new Map()
    flushing = null
    await database.write((trx) => insertLooks(trx, looks))
  }

  return {
    record(look) {
      pending.set(look.reference, look)
      flushing ??= flush()
      return flushing
    },
    list: ({ limit, after }) => database.read((db) => listLooks(db, limit, after ?? null)),
  }
}

async function insertLooks(db: Queries, looks: readonly Look[]): Promise<void> {
  for (let start = 0; start < looks.length; start += maxRowsPerInsert) {
    await db
      .insertInto('looks')
      .values(looks.slice(start, start + maxRowsPerInsert).map(toRow))
      .onConflict((conflict) =>
        conflict.column('reference').doUpdateSet((update) => ({
          digest: update.ref('excluded.digest'),
          platform: update.ref('excluded.platform'),
          state: update.ref('excluded.state'),
          sentence: update.ref('excluded.sentence'),
          signer: update.ref('excluded.signer'),
          package_count: update.ref('excluded.package_count'),
          looked_at: update.ref('excluded.looked_at'),
        })),
      )
      .execute()
  }
  const kept = db
    .selectFrom('looks')
    .select('reference')
    .orderBy('looked_at', 'desc')
    .orderBy('reference')
    .limit(maxLooks)
  await db.deleteFrom('looks').where('reference', 'not in', kept).execute()
}

async function listLooks(
  db: Queries,
  limit: number,
  after: string | null,
): Promise<{ items: Look[]; next: string | null }> {
  const [at = '', reference = ''] = after?.split(' ', 2) ?? []
  let query = db
    .selectFrom('looks')
    .selectAll()
    .orderBy('looked_at', 'desc')
    .orderBy('reference')
    .limit(limit + 1)
  if (after !== null) {
    query = query.where((where) =>
      where.or([
        where('looked_at', '<', at),
        where.and([where('looked_at', '=', at), where('reference', '>', reference)]),
      ]),
    )
  }
  const rows = await query.execute()
  const items = rows.slice(0, limit).map(toLook)
  const last = items.at(-1)
  return { items, next: rows.length > limit && last !== undefined ? `${last.at} ${last.reference}` : null }
}

function toRow(look: Look): Insertable<Schema['looks']> {
  return {
    reference: look.reference,
    digest: look.digest,
    platform: look.platform,
    state: look.state,
    sentence: look.sentence,
    signer: look.signer === null ? null : JSON.stringify(look.signer),
    package_count: look.packageCount,
    looked_at: look.at,
  }
}

function toLook(row: Selectable<Schema['looks']>): Look {
  return {
    reference: row.reference,
    digest: row.digest,
    platform: row.platform,
    state: row.state as State,
    sentence: row.sentence,
    signer: row.signer === null ? null : (JSON.parse(row.signer) as Signer),
    packageCount: row.package_count,
    at: row.looked_at,
  }
}
