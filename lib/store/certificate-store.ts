import type { Selectable } from 'kysely'
import { AppError } from '#lib/errors/app-error.ts'
import {
  type AnchorStore,
  anchorStores,
  type KeyState,
  type TrustAnchor,
  type TrustRule,
} from '#lib/trust/trust-rule.ts'
import type { Database, Queries } from './database.ts'
import { insertRule, type NewRule } from './rule-store.ts'
import type { Schema } from './schema.ts'
import { renewTrustVersion } from './trust-version.ts'

export type NewCertificate = {
  readonly fingerprint: string
  readonly name: string | null
  readonly der: Uint8Array
  readonly subject: string
  readonly issuer: string
  /** RFC 3339. */
  readonly notBefore: string
  readonly notAfter: string
  /** What it is trusted to issue certificates for: at least one. */
  readonly stores: readonly AnchorStore[]
}

/** The certificate of an authority on the shelf. */
export type StoredCertificate = NewCertificate & { readonly state: KeyState; readonly createdAt: string }

export type AddedCertificates = {
  readonly certificates: readonly StoredCertificate[]
  readonly created: number
  readonly rules: readonly TrustRule[]
}

export type CertificateChange = {
  readonly name?: string | null | undefined
  readonly state?: KeyState | undefined
  readonly stores?: readonly AnchorStore[] | undefined
}

export type CertificateStore = {
  /** In the order in which they were added. */
  list(): Promise<StoredCertificate[]>
  /** Throws `CERTIFICATE_NOT_FOUND`. */
  get(fingerprint: string): Promise<StoredCertificate>
  /**
   * Adds them and the rules, all or nothing. One that is there keeps its state, is given a name if it has none, and counts for
   * the stores of both.
   */
  add(certificates: readonly NewCertificate[], rules?: readonly NewRule[]): Promise<AddedCertificates>
  update(fingerprint: string, change: CertificateChange): Promise<StoredCertificate>
  /** Removes the certificate and the rules that name it; answers how many rules. */
  delete(fingerprint: string): Promise<number>
}

type Row = Selectable<Schema['certificates']>

export function createCertificateStore(database: Database): CertificateStore {
  return {
    list: () => database.read(listCertificates),
    get: (fingerprint) => database.read(async (db) => toCertificate(await findRow(db, fingerprint))),
    add: (certificates, rules = []) => database.write((trx) => addCertificates(trx, certificates, rules)),
    update: (fingerprint, { name, state, stores }) =>
      database.write(async (trx) => {
        const changed: Row = {
          ...(await findRow(trx, fingerprint)),
          ...(name === undefined ? {} : { name }),
          ...(state === undefined ? {} : { state }),
          ...(stores === undefined ? {} : { stores: toColumn(stores) }),
        }
        await trx.updateTable('certificates').set(changed).where('fingerprint', '=', fingerprint).execute()
        await renewTrustVersion(trx)
        return toCertificate(changed)
      }),
    delete: (fingerprint) =>
      database.write(async (trx) => {
        await findRow(trx, fingerprint)
        const rules = await trx
          .deleteFrom('rules')
          .where('certificate_fingerprint', '=', fingerprint)
          .executeTakeFirst()
        await trx.deleteFrom('certificates').where('fingerprint', '=', fingerprint).execute()
        await renewTrustVersion(trx)
        return Number(rules.numDeletedRows)
      }),
  }
}

export async function listCertificates(db: Queries): Promise<StoredCertificate[]> {
  const rows = await db.selectFrom('certificates').selectAll().orderBy('created_at').orderBy('fingerprint').execute()
  return rows.map(toCertificate)
}

/** As the verifier takes them: one for each trust store that a certificate is in. */
export const toAnchors = (certificates: readonly StoredCertificate[]): readonly TrustAnchor[] =>
  certificates.flatMap(({ fingerprint, name, der, state, stores }) =>
    stores.map((store) => ({ fingerprint, name, der, state, store })),
  )

async function addCertificates(
  db: Queries,
  certificates: readonly NewCertificate[],
  rules: readonly NewRule[],
): Promise<AddedCertificates> {
  let created = 0
  for (const certificate of certificates) created += await put(db, certificate)
  const addedRules: TrustRule[] = []
  for (const rule of rules) addedRules.push(await insertRule(db, rule))
  await renewTrustVersion(db)
  const added: StoredCertificate[] = []
  for (const { fingerprint } of certificates) added.push(toCertificate(await findRow(db, fingerprint)))
  return { certificates: added, created, rules: addedRules }
}

async function put(db: Queries, certificate: NewCertificate): Promise<0 | 1> {
  const { fingerprint, name, stores } = certificate
  const inserted = await db
    .insertInto('certificates')
    .values(toRow(certificate))
    .onConflict((conflict) => conflict.column('fingerprint').doNothing())
    .executeTakeFirst()
  if (Number(inserted.numInsertedOrUpdatedRows ?? 0) > 0) return 1
  const held = await findRow(db, fingerprint)
  const change = { name: held.name ?? name, stores: toColumn([...readStores(held), ...stores]) }
  await db.updateTable('certificates').set(change).where('fingerprint', '=', fingerprint).execute()
  return 0
}

async function findRow(db: Queries, fingerprint: string): Promise<Row> {
  const row = await db.selectFrom('certificates').selectAll().where('fingerprint', '=', fingerprint).executeTakeFirst()
  if (row !== undefined) return row
  throw new AppError('CERTIFICATE_NOT_FOUND', 'There is no certificate with this fingerprint on the shelf.', {
    context: { fingerprint: fingerprint.slice(0, 64) },
  })
}

const toColumn = (stores: readonly AnchorStore[]): string =>
  JSON.stringify(anchorStores.filter((store) => stores.includes(store)))

const readStores = ({ stores }: Pick<Row, 'stores'>): readonly AnchorStore[] => JSON.parse(stores) as AnchorStore[]

function toRow({ der, stores, notBefore, notAfter, ...rest }: NewCertificate): Row {
  return {
    ...rest,
    der: Buffer.from(der).toString('base64'),
    not_before: notBefore,
    not_after: notAfter,
    stores: toColumn(stores),
    state: 'active',
    created_at: new Date().toISOString(),
  }
}

function toCertificate(row: Row): StoredCertificate {
  return {
    fingerprint: row.fingerprint,
    name: row.name,
    der: new Uint8Array(Buffer.from(row.der, 'base64')),
    subject: row.subject,
    issuer: row.issuer,
    notBefore: row.not_before,
    notAfter: row.not_after,
    stores: readStores(row),
    state: row.state as KeyState,
    createdAt: row.created_at,
  }
}
