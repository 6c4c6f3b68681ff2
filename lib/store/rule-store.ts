import { randomUUID } from 'node:crypto'
import type { Selectable } from 'kysely'
import { AppError } from '#lib/errors/app-error.ts'
import type { RuleSigner, TrustRule } from '#lib/trust/trust-rule.ts'
import type { Database, Queries } from './database.ts'
import type { Schema } from './schema.ts'
import { renewTrustVersion } from './trust-version.ts'

export type NewRule = Omit<TrustRule, 'id'>
export type RuleChange = { readonly [Field in keyof Omit<TrustRule, 'id' | 'signer'>]?: TrustRule[Field] | undefined }

export type RuleStore = {
  /** In the order in which they were made. */
  list(): Promise<TrustRule[]>
  /** Throws `RULE_NOT_FOUND`. */
  get(id: string): Promise<TrustRule>
  /** Throws `KEY_NOT_FOUND` or `CERTIFICATE_NOT_FOUND` when the rule names what is not on the shelf. */
  create(rule: NewRule): Promise<TrustRule>
  update(id: string, change: RuleChange): Promise<TrustRule>
  delete(id: string): Promise<void>
}

type Row = Selectable<Schema['rules']>

export function createRuleStore(database: Database): RuleStore {
  return {
    list: () => database.read(listRules),
    get: (id) => database.read(async (db) => toRule(await findRow(db, id))),
    create: (rule) =>
      database.write(async (trx) => {
        await renewTrustVersion(trx)
        return insertRule(trx, rule)
      }),
    update: (id, change) =>
      database.write(async (trx) => {
        const rule = toRule(await findRow(trx, id))
        const present = Object.entries(change).filter(([, value]) => value !== undefined)
        const changed: TrustRule = { ...rule, ...Object.fromEntries(present) }
        await trx.updateTable('rules').set(toColumns(changed)).where('id', '=', id).execute()
        await renewTrustVersion(trx)
        return changed
      }),
    delete: (id) =>
      database.write(async (trx) => {
        await findRow(trx, id)
        await trx.deleteFrom('rules').where('id', '=', id).execute()
        await renewTrustVersion(trx)
      }),
  }
}

export async function listRules(db: Queries): Promise<TrustRule[]> {
  const rows = await db.selectFrom('rules').selectAll().orderBy('created_at').orderBy('id').execute()
  return rows.map(toRule)
}

/** Adds a rule inside a transaction that renews the trust version itself. */
export async function insertRule(db: Queries, rule: NewRule): Promise<TrustRule> {
  await assertSigner(db, rule.signer)
  const id = randomUUID()
  await db
    .insertInto('rules')
    .values({ id, ...toColumns(rule), created_at: new Date().toISOString() })
    .execute()
  return { id, ...rule }
}

async function assertSigner(db: Queries, signer: RuleSigner): Promise<void> {
  if (signer.kind === 'identity') return
  const { fingerprint } = signer
  const table = signer.kind === 'key' ? 'keys' : 'certificates'
  const row = await db.selectFrom(table).select('fingerprint').where('fingerprint', '=', fingerprint).executeTakeFirst()
  if (row !== undefined) return
  const code = signer.kind === 'key' ? 'KEY_NOT_FOUND' : 'CERTIFICATE_NOT_FOUND'
  throw new AppError(code, `The rule names a ${signer.kind} that is not on the shelf.`, { context: { fingerprint } })
}

async function findRow(db: Queries, id: string): Promise<Row> {
  const row = await db.selectFrom('rules').selectAll().where('id', '=', id).executeTakeFirst()
  if (row === undefined) {
    throw new AppError('RULE_NOT_FOUND', 'There is no trust rule with this id.', { context: { id: id.slice(0, 100) } })
  }
  return row
}

function toColumns(rule: NewRule): Omit<Row, 'id' | 'created_at'> {
  return {
    name: rule.name,
    repositories: JSON.stringify(rule.repositories),
    signer: JSON.stringify(rule.signer),
    key_fingerprint: rule.signer.kind === 'key' ? rule.signer.fingerprint : null,
    certificate_fingerprint: rule.signer.kind === 'certificate' ? rule.signer.fingerprint : null,
    valid_from: rule.validFrom,
    valid_until: rule.validUntil,
    require_transparency_log: rule.requireTransparencyLog ? 1 : 0,
    require_timestamp: rule.requireTimestamp ? 1 : 0,
  }
}

function toRule(row: Row): TrustRule {
  return {
    id: row.id,
    name: row.name,
    repositories: JSON.parse(row.repositories) as string[],
    signer: JSON.parse(row.signer) as RuleSigner,
    validFrom: row.valid_from,
    validUntil: row.valid_until,
    requireTransparencyLog: row.require_transparency_log === 1,
    requireTimestamp: row.require_timestamp === 1,
  }
}
