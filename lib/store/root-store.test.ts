import { beforeEach, expect, test } from 'vitest'
import { createStoreBench, describeEachStore } from '#lib/testing/each-store.ts'
import type { Store, StoreConfig } from './open-store.ts'
import type { NewRoot, RootCopy } from './root-store.ts'

const rootOf = (name: string): NewRoot => ({
  id: name,
  origin: 'added',
  name,
  source: { mirror: 'https://tuf.example', tufRoot: '{}', caPem: null },
  document: `document of ${name}`,
  metadata: null,
  fetchedAt: null,
  createdAt: '2026-11-01T00:00:00Z',
})

const copyOf = (version: number): RootCopy => ({
  document: `document ${version}`,
  metadata: { root: '{}', timestamp: `{"version":${version}}`, snapshot: '{}', targets: '{}' },
  fetchedAt: `2026-11-0${version}T00:00:00Z`,
})

const codeOf = (result: Promise<unknown>): Promise<unknown> =>
  result.then(
    () => 'no error',
    (error: unknown) => (error as { code?: unknown }).code,
  )

const bench = createStoreBench()

describeEachStore('trusted roots', (kind) => {
  let config: StoreConfig
  let store: Store
  beforeEach(async () => {
    config = await bench.createConfig(kind)
    store = await bench.open(config)
  })

  test('keeps trusted roots: one of an id, no two of a name', async () => {
    const pasted: NewRoot = { ...rootOf('a'), source: null }
    expect(await store.roots.add(pasted)).toEqual({ root: { ...pasted, problem: null }, created: true })
    expect(await store.roots.add({ ...pasted, name: 'other' })).toMatchObject({
      created: false,
      root: { name: 'a' },
    })
    expect(await codeOf(store.roots.add({ ...rootOf('b'), name: 'a' }))).toBe('TRUST_ROOT_EXISTS')
    await store.roots.add(rootOf('b'))
    expect(await codeOf(store.roots.rename('b', 'a'))).toBe('TRUST_ROOT_EXISTS')
    expect(await codeOf(store.roots.rename('gone', 'c'))).toBe('TRUST_ROOT_NOT_FOUND')
    expect(await store.roots.rename('b', 'c')).toMatchObject({ id: 'b', name: 'c' })
    expect((await (await bench.open(config)).roots.list()).map(({ name }) => name)).toEqual(['a', 'c'])
    await store.roots.delete('a')
    expect(await codeOf(store.roots.delete('a'))).toBe('TRUST_ROOT_NOT_FOUND')
  })

  test('U-02 renews a trusted root only from the copy that the newer one was checked against', async () => {
    const builtIn: NewRoot = { ...rootOf('public'), origin: 'built-in' }
    await store.roots.renew(builtIn, copyOf(3))
    const [held] = await store.roots.list()
    expect(held).toMatchObject({ ...copyOf(3), origin: 'built-in', problem: null })
    // Another process began before that and comes later, with something older.
    await store.roots.renew(builtIn, copyOf(2))
    expect(await store.roots.list()).toEqual([held])
    await store.roots.renew({ ...builtIn, fetchedAt: copyOf(3).fetchedAt }, copyOf(4))
    expect(await store.roots.list()).toMatchObject([copyOf(4)])
  })

  test('U-08 keeps the copy when renewing fails, and forgets the problem when it works again', async () => {
    const problem = { code: 'TRUST_ROOT_ROLLBACK', message: 'Older.', at: '2026-11-02T00:00:00Z' } as const
    await store.roots.add(rootOf('a'))
    await store.roots.fail(rootOf('a'), problem)
    expect(await store.roots.list()).toMatchObject([{ document: 'document of a', problem }])
    await store.roots.renew(rootOf('a'), copyOf(1))
    expect(await store.roots.list()).toMatchObject([{ document: 'document 1', problem: null }])
  })

  test('does not bring a trusted root back that was removed while it was renewed', async () => {
    await store.roots.renew(rootOf('gone'), copyOf(1))
    await store.roots.fail(rootOf('gone'), { code: 'INTERNAL', message: '', at: '' })
    expect(await store.roots.list()).toEqual([])
  })
})
