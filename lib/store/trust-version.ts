import { randomUUID } from 'node:crypto'
import type { Queries } from './database.ts'

const key = 'trust-version'

/** Gives keys and rules a new version, in the transaction that changes them. Random: a restored backup repeats none. */
export async function renewTrustVersion(db: Queries): Promise<void> {
  const value = randomUUID()
  await db
    .insertInto('settings')
    .values({ key, value })
    .onConflict((conflict) => conflict.column('key').doUpdateSet({ value }))
    .execute()
}

export async function readTrustVersion(db: Queries): Promise<string> {
  const row = await db.selectFrom('settings').select('value').where('key', '=', key).executeTakeFirst()
  return row?.value ?? 'none'
}
