import type { Selectable } from 'kysely'
import { AppError } from '#lib/errors/app-error.ts'
import type { KeyAlgorithm, KeyState, TrustedKey, TrustRule } from '#lib/trust/trust-rule.ts'
import type { Database, Queries } from './database.ts'
import { insertRule, type NewRule } from './rule-store.ts'
import type { Schema } from './schema.ts'
import { renewTrustVersion } from './trust-version.ts'

/** A public key on the shelf. */
export type StoredKey = TrustedKey & { readonly pem: string; readonly createdAt: string }

export type NewKey = {
  readonly fingerprint: string
  readonly algorithm: KeyAlgorithm
  readonly name: string | null
  readonly spki: Uint8Array
  readonly pem: string
}

export type AddedKey = { readonly key: StoredKey; readonly created: boolean; readonly rule: TrustRule | null }

export type KeyStore = {
  /** In the order in which they were added. */
  list(): Promise<StoredKey[]>
  /** Throws `KEY_NOT_FOUND`. */
  get(fingerprint: string): Promise<StoredKey>
  /** Adds the key unless it is there, and with it the rule: both or neither. A name is given to a key that has none. */
  add(key: NewKey, rule?: NewRule | null): Promise<AddedKey>
  update(
    fingerprint: string,
    change: { name?: string | null | undefined; state?: KeyState | undefined },
  ): Promise<StoredKey>
  /** Removes the key and the rules that name it; answers how many rules. */
  delete(fingerprint: string): Promise<number>
}

type Row = Selectable<Schema['keys']>

export function createKeyStore(database: Database): KeyStore {
  return {
    list: () => database.read(listKeys),
    get: (fingerprint) => database.read(async (db) => toKey(await findRow(db, fingerprint))),
    add: (key, rule = null) => database.write((trx) => addKey(trx, key, rule)),
    update: (fingerprint, { name, state }) =>
      database.write(async (trx) => {
        const row = await findRow(trx, fingerprint)
        const changed = { ...row, ...(name === undefined ? {} : { name }), ...(state === undefined ? {} : { state }) }
        await trx.updateTable('keys').set(changed).where('fingerprint', '=', fingerprint).execute()
        await renewTrustVersion(trx)
        return toKey(changed)
      }),
    delete: (fingerprint) =>
      database.write(async (trx) => {
        await findRow(trx, fingerprint)
        const rules = await trx.deleteFrom('rules').where('key_fingerprint', '=', fingerprint).executeTakeFirst()
        await trx.deleteFrom('keys').where('fingerprint', '=', fingerprint).execute()
        await renewTrustVersion(trx)
        return Number(rules.numDeletedRows)
      }),
  }
}

export async function listKeys(db: Queries): Promise<StoredKey[]> {
  const rows = await db.selectFrom('keys').selectAll().orderBy('created_at').orderBy('fingerprint').execute()
  return rows.map(toKey)
}

async function addKey(db: Queries, key: NewKey, rule: NewRule | null): Promise<AddedKey> {
  const inserted = await db
    .insertInto('keys')
    .values({
      fingerprint: key.fingerprint,
      algorithm: key.algorithm,
      name: key.name,
      spki: Buffer.from(key.spki).toString('base64'),
      pem: key.pem,
      created_at: new Date().toISOString(),
    })
    .onConflict((conflict) => conflict.column('fingerprint').doNothing())
    .executeTakeFirst()
  const created = Number(inserted.numInsertedOrUpdatedRows ?? 0) > 0
  if (!created && key.name !== null) {
    await db
      .updateTable('keys')
      .set({ name: key.name })
      .where('fingerprint', '=', key.fingerprint)
      .where('name', 'is', null)
      .execute()
  }
  const addedRule = rule === null ? null : await insertRule(db, rule)
  await renewTrustVersion(db)
  return { key: toKey(await findRow(db, key.fingerprint)), created, rule: addedRule }
}

async function findRow(db: Queries, fingerprint: string): Promise<Row> {
  const row = await db.selectFrom('keys').selectAll().where('fingerprint', '=', fingerprint).executeTakeFirst()
  if (row === undefined) {
    throw new AppError('KEY_NOT_FOUND', 'There is no key with this fingerprint on the shelf.', {
      context: { fingerprint: fingerprint.slice(0, 64) },
    })
  }
  return row
}

function toKey(row: Row): StoredKey {
  return {
    fingerprint: row.fingerprint,
    algorithm: row.algorithm as KeyAlgorithm,
    name: row.name,
    spki: new Uint8Array(Buffer.from(row.spki, 'base64')),
    pem: row.pem,
    state: row.state as KeyState,
    createdAt: row.created_at,
  }
}
