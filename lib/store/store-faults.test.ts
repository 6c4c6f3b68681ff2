import { spawnSync } from 'node:child_process'
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import BetterSqlite from 'better-sqlite3'
import { Kysely, sql } from 'kysely'
import { Client } from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { findPostgres, type PostgresCluster, startPostgres } from '#lib/testing/postgres-cluster.ts'
import type { NewKey } from './key-store.ts'
import { openStore, type Store } from './open-store.ts'
import { createSnapshotDialect, createSqliteDialect } from './sqlite-dialect.ts'
import { toStoreCode } from './to-store-error.ts'

const key = (letter: string, pem = 'PEM'): NewKey => ({
  fingerprint: letter.repeat(64),
  algorithm: 'ed25519',
  name: null,
  spki: new Uint8Array([1]),
  pem,
})

const refusal = (result: Promise<unknown>): Promise<{ code: string; message: string }> =>
  result.then(
    () => ({ code: 'no error', message: '' }),
    (error: { code: string; message: string }) => error,
  )

let folder: string
let dataDirectory: string
const stores: Store[] = []
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'touchstone-faults-'))
  dataDirectory = join(folder, 'data')
})
afterEach(async () => {
  await Promise.all(stores.splice(0).map((store) => store.close()))
  await rm(folder, { recursive: true, force: true })
})

async function open(options: { databaseUrl?: string; lockWaitMs?: number } = {}): Promise<Store> {
  const store = await openStore({ dataDirectory, databaseUrl: null, sealKey: null, ...options })
  stores.push(store)
  return store
}

describe('SQLite', () => {
  test('waits for the disk with every commit, checks references and keeps others out', async () => {
    await mkdir(dataDirectory)
    const db = new Kysely<object>({ dialect: createSqliteDialect(dataDirectory) })
    const read = async (name: string) =>
      Object.values((await sql<object>`pragma ${sql.raw(name)}`.execute(db)).rows[0] ?? {})[0]
    expect(await read('journal_mode')).toBe('wal')
    expect(await read('synchronous')).toBe(2)
    expect(await read('foreign_keys')).toBe(1)
    expect(await read('busy_timeout')).toBeGreaterThan(0)
    await db.destroy()
  })

  test('held by another process is STORE_LOCKED, and reading goes on', async () => {
    const store = await open({ lockWaitMs: 60 })
    const other = new BetterSqlite(join(dataDirectory, 'touchstone.db'))
    other.exec('begin immediate')
    expect((await refusal(store.keys.add(key('a')))).code).toBe('STORE_LOCKED')
    expect(await store.keys.list()).toEqual([])
    other.exec('rollback')
    other.close()
    expect((await store.keys.add(key('a'))).created).toBe(true)
  })

  test('that another process holds for a moment is waited for', async () => {
    const store = await open()
    const other = new BetterSqlite(join(dataDirectory, 'touchstone.db'))
    other.exec('begin immediate')
    setTimeout(() => other.exec('rollback'), 100)
    expect((await store.keys.add(key('a'))).created).toBe(true)
    other.close()
  })

  test('that is no database is STORE_UNAVAILABLE and left as it is', async () => {
    await mkdir(dataDirectory)
    await writeFile(
      join(dataDirectory, 'touchstone.db'),
      'this is a text, and it is longer than a header of SQLite would be\n'.repeat(20),
    )
    expect((await refusal(open())).code).toBe('STORE_UNAVAILABLE')
  })

  test('written by a newer version is refused with a sentence', async () => {
    await (await open()).close()
    stores.pop()
    const other = new BetterSqlite(join(dataDirectory, 'touchstone.db'))
    other.exec("insert into migrations (id, applied_at) values (999, 'later')")
    other.close()
    expect((await refusal(open())).message).toContain('newer version')
  })

  test('in a directory that is a file is STORE_UNAVAILABLE', async () => {
    await writeFile(dataDirectory, '')
    expect((await refusal(open())).code).toBe('STORE_UNAVAILABLE')
  })

  test('without room for another page is STORE_FULL', () => {
    const db = new BetterSqlite(':memory:')
    db.exec('create table t (x)')
    db.pragma('max_page_count = 3')
    const fill = () => db.prepare('insert into t values (?)').run('x'.repeat(100_000))
    expect(fill).toThrow(expect.objectContaining({ code: 'SQLITE_FULL' }))
    expect(toStoreCode({ code: 'SQLITE_FULL' })).toBe('STORE_FULL')
  })

  test('that cannot be written is read from a copy, with what its journal holds', async () => {
    const store = await open()
    await store.keys.add(key('a'))
    await store.keys.update('a'.repeat(64), { state: 'compromised' })
    const db = new Kysely<{ keys: { state: string } }>({ dialect: createSnapshotDialect(dataDirectory) })
    expect(await db.selectFrom('keys').select('state').execute()).toEqual([{ state: 'compromised' }])
    await db.destroy()
  })
})

const isRoot = process.getuid?.() === 0
const mount = (...parameters: string[]) => spawnSync('mount', parameters).status === 0
const unmount = (path: string) => spawnSync('umount', [path])
const probe = isRoot && mount('-t', 'tmpfs', 'tmpfs', '/mnt')
if (probe) unmount('/mnt')

describe.skipIf(!probe)('a small disk of its own (needs root and leave to mount)', () => {
  beforeEach(async () => {
    await mkdir(dataDirectory)
    mount('-t', 'tmpfs', '-o', 'size=400k,mode=700', 'tmpfs', dataDirectory)
  })
  afterEach(async () => {
    await Promise.all(stores.splice(0).map((store) => store.close()))
    unmount(dataDirectory)
  })

  test('that is full is STORE_FULL; what was confirmed stays, reading goes on, and so does writing when there is room', async () => {
    const store = await open()
    await store.keys.add(key('a'))
    expect((await refusal(store.keys.add(key('b', 'x'.repeat(1_000_000))))).code).toBe('STORE_FULL')
    expect((await store.keys.list()).map(({ pem }) => pem)).toEqual(['PEM'])
    mount('-o', 'remount,size=8m', dataDirectory)
    expect((await store.keys.add(key('b', 'x'.repeat(1_000_000)))).created).toBe(true)
  })

  test('that is full from the start is STORE_FULL, and is used as soon as there is room', async () => {
    await writeFile(join(dataDirectory, 'filler'), Buffer.alloc(400_000)).catch(() => undefined)
    const store = await open()
    expect(store.problem()?.code).toBe('STORE_FULL')
    expect(await store.keys.list()).toEqual([])
    expect((await refusal(store.keys.add(key('a')))).code).toBe('STORE_FULL')
    await rm(join(dataDirectory, 'filler'))
    expect((await store.keys.add(key('a'))).created).toBe(true)
    expect(store.problem()).toBeNull()
  })

  test('that is read-only is STORE_READ_ONLY: what is there can be read, and changed once it is writable', async () => {
    await (await open()).keys.add(key('a'))
    await stores.pop()?.close()
    mount('-o', 'remount,ro', dataDirectory)
    const store = await open()
    expect(store.problem()?.code).toBe('STORE_READ_ONLY')
    expect(await store.keys.list()).toHaveLength(1)
    expect((await refusal(store.keys.add(key('b')))).code).toBe('STORE_READ_ONLY')
    mount('-o', 'remount,rw', dataDirectory)
    expect((await store.keys.add(key('b'))).created).toBe(true)
  })
})

describe.skipIf(isRoot)('a directory without the right to write', () => {
  test('is STORE_READ_ONLY', async () => {
    await mkdir(dataDirectory)
    await chmod(dataDirectory, 0o500)
    const store = await open()
    expect(store.problem()?.code).toBe('STORE_READ_ONLY')
    expect((await refusal(store.keys.add(key('a')))).code).toBe('STORE_READ_ONLY')
    await chmod(dataDirectory, 0o700)
  })
})

const programs = findPostgres()

describe.skipIf(programs === null)('PostgreSQL (needs initdb: apt-get install postgresql)', () => {
  let cluster: PostgresCluster
  beforeAll(async () => {
    cluster = await startPostgres(programs ?? '')
  }, 60_000)
  afterAll(() => cluster?.stop())

  async function administer<Result>(action: (client: Client) => Promise<Result>): Promise<Result> {
    const client = new Client({ connectionString: cluster.url('postgres') })
    await client.connect()
    return action(client).finally(() => client.end())
  }

  test('that nobody answers for is STORE_UNAVAILABLE, without the address', async () => {
    const databaseUrl = 'postgres://touchstone:hunter2@127.0.0.1:1/none'
    const { code, message } = await refusal(open({ databaseUrl }))
    expect([code, message.includes('hunter2')]).toEqual(['STORE_UNAVAILABLE', false])
  })

  test('held by another is STORE_LOCKED', async () => {
    const store = await open({ databaseUrl: cluster.url('postgres'), lockWaitMs: 60 })
    await administer(async (client) => {
      await client.query('begin; lock table keys in access exclusive mode')
      expect((await refusal(store.keys.add(key('a')))).code).toBe('STORE_LOCKED')
    })
    expect((await store.keys.add(key('a'))).created).toBe(true)
  })

  test('that may only be read is STORE_READ_ONLY', async () => {
    await administer((client) => client.query('create database standby'))
    await (await open({ databaseUrl: cluster.url('standby') })).keys.list()
    await stores.pop()?.close()
    await administer((client) => client.query('alter database standby set default_transaction_read_only = on'))
    expect((await refusal(open({ databaseUrl: cluster.url('standby') }))).code).toBe('STORE_READ_ONLY')
  })

  test('with a full disk is STORE_FULL', async () => {
    const error = await administer((client) =>
      client.query("do $$ begin raise exception using errcode = '53100'; end $$").catch((reason: unknown) => reason),
    )
    expect(toStoreCode(error)).toBe('STORE_FULL')
  })

  test('that ends every connection is connected to anew', async () => {
    const store = await open({ databaseUrl: cluster.url('postgres') })
    await store.keys.list()
    await administer((client) =>
      client.query(
        'select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid() and client_port is not null',
      ),
    )
    for (let attempt = 0; attempt < 20; attempt++) expect(await store.keys.list()).toBeInstanceOf(Array)
  })
})
