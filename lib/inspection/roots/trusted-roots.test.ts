import { createHash } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ConfiguredRoot } from '#lib/config/configured-source.ts'
import { AppError, isAppError } from '#lib/errors/app-error.ts'
import { systemEnvironment } from '#lib/registry/registry-options.ts'
import { openStore, type Store } from '#lib/store/open-store.ts'
import type { RootCopy } from '#lib/store/root-store.ts'
import { startTufRepository, type TufRepository } from '#lib/testing/tuf-repository.ts'
import { builtInRoots, githubRoot, publicGoodRoot } from './built-in-roots.ts'
import { addRoot, removeRoot, renameRoot } from './change-roots.ts'
import { fetchRoot } from './fetch-root.ts'
import { refreshDue } from './refresh-roots.ts'
import { toConfiguredId } from './root-entry.ts'
import { toRootsVersion } from './roots-version.ts'
import { createTrustedRoots, type TrustedRoots } from './trusted-roots.ts'

const document = publicGoodRoot.snapshot?.document ?? ''
const newer = document.replace('2025-09-23', '2025-09-24')
const none = new AbortController().signal

let directory: string
let store: Store
let now: Date
let fetched: (() => Promise<RootCopy>) | null
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'touchstone-roots-'))
  store = await openStore({ dataDirectory: directory, databaseUrl: null, sealKey: null })
  now = new Date('2026-11-25T00:00:00Z')
  fetched = null
})
afterEach(async () => {
  await store.close()
  await rm(directory, { recursive: true, force: true })
})

const create = (configured: readonly ConfiguredRoot[] = [], builtIn = builtInRoots): TrustedRoots =>
  createTrustedRoots({
    config: { trustedRoots: { configured, refresh: true } },
    store,
    builtIn,
    tools: {
      fetch: (source, metadata, options) => fetched?.() ?? fetchRoot(source, metadata, options),
      options: { directory: join(directory, 'tuf'), environment: systemEnvironment, now: () => now },
    },
  })

const copyOf = (text: string): RootCopy => ({
  document: text,
  metadata: { root: publicGoodRoot.tufRoot, timestamp: '{}', snapshot: '{}', targets: '{}' },
  fetchedAt: now.toISOString(),
})
const unreachable = () => Promise.reject(new AppError('TRUST_ROOT_UNREACHABLE', 'No network.'))
const later = (seconds: number) => {
  now = new Date(now.getTime() + seconds * 1000)
}
const codeOf = (result: Promise<unknown>): Promise<string> =>
  result.then(
    () => 'done',
    (error: unknown) => (isAppError(error) ? error.code : String(error)),
  )

describe('the roots that are built in', () => {
  it('are the snapshot whose day is written beside it', () => {
    const hash = (text: string) => createHash('sha256').update(text).digest('hex')
    // With another version of @sigstore/tuf, the day changes together with these.
    expect([hash(document), hash(publicGoodRoot.tufRoot), publicGoodRoot.snapshot.takenAt]).toMatchInlineSnapshot(`
      [
        "6494e21ea73fa7ee769f85f57d5a3e6a08725eae1e38c755fc3517c9e6bc0b66",
        "27aea7e372aa7864065174f0661784fcf8b0e28b1dbfebeada31a0f1fb19167f",
        "2026-11-05T00:19:12Z",
      ]
    `)
    const { document: github, takenAt } = githubRoot.snapshot
    expect([hash(github), hash(githubRoot.tufRoot), takenAt]).toMatchInlineSnapshot(`
      [
        "f7a479f2bd2cc8d0389c74e99319a68524f3019d283d1c93d6de24362717012c",
        "ed4eadb0c948c1b320458f9985f798fd760dd6767f5b9420559d26a2f582623e",
        "2026-10-23T07:59:14Z",
      ]
    `)
  })

  it('verify offline from the beginning', async () => {
    expect(await create().list()).toEqual([
      { id: 'sigstore-public-good', name: 'Sigstore public good', text: document },
      { id: 'github', name: 'GitHub', text: githubRoot.snapshot.document },
    ])
  })

  it('are the same list until something changes', async () => {
    const roots = create()
    const first = await roots.list()
    later(60)
    expect(await roots.list()).toBe(first)
    fetched = async () => copyOf(newer)
    await roots.refresh('sigstore-public-good', none)
    expect((await roots.list()).map(({ text }) => text)).toEqual([newer, githubRoot.snapshot.document])
  })

  it('U-01 stay in use offline, with the reason, until the root that vouches for them ends', async () => {
    const roots = create()
    fetched = unreachable
    expect(await codeOf(roots.refresh('sigstore-public-good', none))).toBe('TRUST_ROOT_UNREACHABLE')
    const entry = await roots.find('sigstore-public-good')
    expect(entry).toMatchObject({ obstacle: null, problem: { code: 'TRUST_ROOT_UNREACHABLE', at: now.toISOString() } })
    expect(entry).toMatchObject({ fetchedAt: null, snapshotAt: '2026-11-05T00:19:12Z' })
    now = new Date(Date.parse(entry.vouchedUntil ?? '') - 1000)
    const used = async () => (await roots.list()).map(({ id }) => id)
    expect(await used()).toContain('sigstore-public-good')
    later(10)
    expect(await used()).not.toContain('sigstore-public-good')
    expect((await roots.find('sigstore-public-good')).obstacle).toMatchObject({ code: 'TRUST_ROOT_EXPIRED' })
  })

  it('U-02 are not replaced by what a faulty update leaves', async () => {
    const roots = create()
    fetched = async () => copyOf(newer)
    await roots.refresh('sigstore-public-good', none)
    fetched = () => Promise.reject(new AppError('TRUST_ROOT_ROLLBACK', 'Older.'))
    expect(await codeOf(roots.refresh('sigstore-public-good', none))).toBe('TRUST_ROOT_ROLLBACK')
    expect((await roots.list())[0]?.text).toBe(newer)
  })

  it('give way to a later snapshot of a later version, never to an earlier one', async () => {
    fetched = async () => copyOf(newer)
    await create().refresh('sigstore-public-good', none)
    const shipped = (takenAt: string) => [{ ...publicGoodRoot, snapshot: { document, takenAt } }]
    expect((await create([], shipped('2026-11-24T00:00:00Z')).list())[0]?.text).toBe(newer)
    const upgraded = create([], shipped('2026-11-26T00:00:00Z'))
    expect((await upgraded.list())[0]?.text).toBe(document)
    // And it is renewed from there.
    later(2 * 86_400)
    fetched = async () => copyOf(newer)
    await upgraded.refresh('sigstore-public-good', none)
    expect((await upgraded.list())[0]?.text).toBe(newer)
  })

  it('U-02 begin an update with the later of the pinned root and the fetched one', async () => {
    fetched = async () => copyOf(newer)
    await create().refresh('sigstore-public-good', none)
    const rootOf = (version: number) =>
      JSON.stringify({ signed: { _type: 'root', version, expires: '2999-01-01T00:00:00Z' }, signatures: [] })
    const pinning = async (tufRoot: string) =>
      (await create([], [{ ...publicGoodRoot, tufRoot }]).find('sigstore-public-good')).metadata.root
    expect(await pinning(rootOf(999))).toBe(rootOf(999))
    expect(await pinning(rootOf(1))).toBe(publicGoodRoot.tufRoot)
  })

  it('have another version when a name or a document is another', () => {
    const root = { id: 'a', name: 'a', text: '{}' }
    const versions = [[root], [{ ...root, name: 'b' }], [{ ...root, text: '{ }' }], [root, root], []].map(
      toRootsVersion,
    )
    expect(new Set(versions).size).toBe(5)
    expect(toRootsVersion([{ ...root }])).toBe(versions[0])
  })

  it('cannot be removed or renamed, nor their names be taken', async () => {
    const roots = create()
    expect(await codeOf(removeRoot({ roots, store }, 'github'))).toBe('REQUEST_INVALID')
    expect(await codeOf(renameRoot({ roots, store }, 'github', 'x'))).toBe('REQUEST_INVALID')
    expect(await codeOf(addRoot({ roots, store }, { name: 'GitHub', document }, none))).toBe('TRUST_ROOT_EXISTS')
  })
})

describe('roots that are added', () => {
  it('are used at once, once, by their name', async () => {
    const roots = create()
    const { entry, created } = await addRoot({ roots, store }, { name: 'Acme', document: newer }, none)
    expect([created, entry.id, entry.obstacle]).toEqual([true, createHash('sha256').update(newer).digest('hex'), null])
    expect((await roots.list()).map(({ name }) => name)).toEqual(['Sigstore public good', 'GitHub', 'Acme'])
    const again = await addRoot({ roots, store }, { name: 'Other', document: newer }, none)
    expect([again.created, again.entry.name]).toEqual([false, 'Acme'])
    expect(await codeOf(renameRoot({ roots, store }, entry.id, 'GitHub'))).toBe('TRUST_ROOT_EXISTS')
    expect((await renameRoot({ roots, store }, entry.id, 'Acme signing')).name).toBe('Acme signing')
    expect((await roots.list())[2]?.name).toBe('Acme signing')
    await removeRoot({ roots, store }, entry.id)
    expect(await roots.list()).toHaveLength(2)
    expect(await codeOf(removeRoot({ roots, store }, entry.id))).toBe('TRUST_ROOT_NOT_FOUND')
  })

  it.each([
    ['U-10 a private key', `${document} -----BEGIN EC PRIVATE KEY-----`, 'KEY_PRIVATE'],
    ['an empty file', '', 'TRUST_ROOT_EMPTY'],
    ['no JSON', '{', 'TRUST_ROOT_INVALID'],
    ['TUF metadata', publicGoodRoot.tufRoot, 'TRUST_ROOT_WRONG_TYPE'],
  ])('are refused and not kept: %s', async (_, text, code) => {
    const roots = create()
    expect(await codeOf(addRoot({ roots, store }, { name: 'Acme', document: text }, none))).toBe(code)
    expect(await store.roots.list()).toEqual([])
  })

  it('are refused when everything in them is over', async () => {
    const roots = create()
    now = new Date('2099-01-01T00:00:00Z')
    expect(await codeOf(addRoot({ roots, store }, { name: 'Acme', document }, none))).toBe('TRUST_ROOT_EXPIRED')
  })

  it('have a document or a mirror, not both and not neither', async () => {
    const roots = create()
    const tuf = { mirror: 'https://tuf.example', root: {} }
    expect(await codeOf(addRoot({ roots, store }, { name: 'Acme', document, tuf }, none))).toBe('REQUEST_INVALID')
    expect(await codeOf(addRoot({ roots, store }, { name: 'Acme' }, none))).toBe('REQUEST_INVALID')
  })
})

describe('roots of a mirror', () => {
  let repository: TufRepository
  let tufRoot: string
  beforeEach(async () => {
    repository = await startTufRepository(document)
    tufRoot = repository.publish()
  })
  afterEach(() => repository.close())

  it('keep their id while their content changes, and survive a mirror that goes back', async () => {
    const roots = create()
    const tuf = { mirror: `${repository.url}/`, root: JSON.parse(tufRoot) as object }
    const { entry } = await addRoot({ roots, store }, { name: 'Acme', tuf }, none)
    expect(entry).toMatchObject({ document, obstacle: null, source: { mirror: repository.url } })
    later(3600)
    repository.publish({ version: 2, document: newer })
    const renewed = await roots.refresh(entry.id, none)
    expect(renewed).toMatchObject({ id: entry.id, document: newer, fetchedAt: now.toISOString() })
    repository.publish({ version: 1, document })
    expect(await codeOf(roots.refresh(entry.id, none))).toBe('TRUST_ROOT_ROLLBACK')
    expect(await roots.find(entry.id)).toMatchObject({ document: newer, problem: { code: 'TRUST_ROOT_ROLLBACK' } })
    expect((await addRoot({ roots, store }, { name: 'Again', tuf }, none)).created).toBe(false)
  })

  it('are not added when the mirror does not vouch for them', async () => {
    const roots = create()
    const other = await startTufRepository(document)
    const foreign = other.publish()
    await other.close()
    const add = (mirror: string, root: string) =>
      codeOf(addRoot({ roots, store }, { name: 'Acme', tuf: { mirror, root } }, none))
    expect(await add(repository.url, foreign)).toBe('TRUST_ROOT_FOREIGN')
    expect(await add(other.url, foreign)).toBe('TRUST_ROOT_UNREACHABLE')
    expect(await add('ftp://tuf.example', tufRoot)).toBe('REQUEST_INVALID')
    expect(await add(repository.url, '{}')).toBe('TRUST_ROOT_METADATA_INVALID')
    expect(await add(repository.url, '-----BEGIN EC PRIVATE KEY-----')).toBe('KEY_PRIVATE')
    expect(await add('http://169.254.169.254', tufRoot)).toBe('REGISTRY_ADDRESS_REFUSED')
    expect(await store.roots.list()).toEqual([])
  })

  it('may come from the configuration, and forget what another mirror of that name gave', async () => {
    const content = { mirror: repository.url, tufRoot, caPem: null }
    const configured = { name: 'Acme', where: 'c', content }
    const id = toConfiguredId('Acme')
    const roots = create([configured])
    expect(await roots.find(id)).toMatchObject({ document: null, obstacle: { code: 'TRUST_ROOT_UNREACHABLE' } })
    expect(await roots.refresh(id, none)).toMatchObject({ document, obstacle: null, origin: 'configuration' })
    expect((await create([configured]).list()).map((root) => root.id)).toContain(id)
    const moved = create([{ ...configured, content: { ...content, mirror: `${repository.url}/moved` } }])
    expect((await moved.find(id)).document).toBeNull()
    const repinned = create([{ ...configured, content: { ...content, tufRoot: publicGoodRoot.tufRoot } }])
    expect((await repinned.find(id)).document).toBeNull()
    fetched = async () => copyOf(newer)
    expect(await moved.refresh(id, none)).toMatchObject({ document: newer })
  })

  it('are renewed in the background when they are due, one fault not keeping the others from it', async () => {
    const content = { mirror: repository.url, tufRoot, caPem: null }
    const roots = create([{ name: 'Acme', where: 'c', content }], [{ ...publicGoodRoot, mirror: 'http://127.0.0.1:1' }])
    const reports: string[] = []
    const refresh = () =>
      refreshDue(roots, now, none, ({ name }, error) =>
        reports.push(`${name}: ${isAppError(error) ? error.code : 'renewed'}`),
      )
    await refresh()
    expect(reports).toEqual(['Sigstore public good: REGISTRY_ADDRESS_REFUSED', 'Acme: renewed'])
    reports.length = 0
    later(3600)
    await refresh()
    expect(reports).toEqual(['Sigstore public good: REGISTRY_ADDRESS_REFUSED'])
    later(6 * 3600)
    await refresh()
    expect(reports).toContain('Acme: renewed')
  })
})

describe('configured roots', () => {
  it('are used, also when they have grown old', async () => {
    const roots = create([{ name: 'Acme', where: 'c.yaml: trustedRoots[0]', content: { document: newer } }])
    expect((await roots.list()).map(({ name }) => name)).toContain('Acme')
    now = new Date('2099-01-01T00:00:00Z')
    expect((await roots.list()).map(({ name }) => name)).toEqual(['Acme'])
  })

  it.each([
    ['no trusted root', { document: '{}' }, 'trustedRoots[0].file'],
    ['an empty one', { document: '' }, 'trustedRoots[0].file'],
    ['no TUF root', { mirror: 'https://tuf.example', tufRoot: '{}', caPem: null }, 'trustedRoots[0].tuf.root'],
  ])('stop the server from starting when the file is %s', (_, content, named) => {
    const start = () => create([{ name: 'Acme', where: 'c.yaml: trustedRoots[0]', content }])
    expect(start).toThrow(named)
  })
})
