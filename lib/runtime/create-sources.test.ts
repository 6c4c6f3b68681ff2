import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Config, loadConfig } from '#lib/config/load-config.ts'
import { addSource, removeSource, updateSource } from '#lib/inspection/change-sources.ts'
import type { RegistryHost } from '#lib/oci/reference.ts'
import { createContentCache } from '#lib/registry/content-cache.ts'
import { openStore, type Store } from '#lib/store/open-store.ts'
import { createSources } from './create-sources.ts'

let directory: string
let store: Store
let config: Config
let sources: ReturnType<typeof createSources>

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'touchstone-sources-'))
  config = await loadConfig({ TOUCHSTONE_DATA_DIR: directory })
  store = await openStore(config)
  const cache = createContentCache({ directory: null, maxBytes: 0 })
  sources = createSources({ config, store, cache, now: () => new Date() })
})
afterEach(async () => {
  sources.close()
  await store.close()
  await rm(directory, { recursive: true })
})

const shelf = () => ({ sources, store, config })
const host = (text: string) => text as RegistryHost

describe('sources', () => {
  it('begin with the built-in sample, which cannot be changed', async () => {
    const [sample] = await sources.list()
    expect(sample).toMatchObject({ host: 'sample.layout', readOnly: true })
    await expect(removeSource(shelf(), 'sample')).rejects.toMatchObject({ code: 'REQUEST_INVALID' })
    const { items } = await (await sources.open(host('sample.layout'))).listRepositories({ limit: 10, after: null })
    expect(items).toContain('workshop/hummingbird-demo')
  })

  it('do not know a layout that nobody added', async () => {
    await expect(sources.open(host('other.layout'))).rejects.toMatchObject({ code: 'REGISTRY_UNKNOWN' })
  })

  it('show what was added at once, without its secrets', async () => {
    const added = await addSource(shelf(), {
      kind: 'registry',
      host: 'registry.test',
      username: 'me',
      password: 'hunter2',
    })
    expect(added).toMatchObject({ host: 'registry.test', hasCredentials: true, readOnly: false })
    expect(JSON.stringify(await sources.list())).not.toContain('hunter2')
  })

  it('open anew after a change, and forget credentials when told to', async () => {
    const { id } = await addSource(shelf(), { kind: 'registry', host: 'registry.test', username: 'me', password: 'x' })
    const before = await sources.open(host('registry.test'))
    const changed = await updateSource(shelf(), id, { removeCredentials: true, addRepositories: ['team/app'] })
    expect(changed).toMatchObject({ hasCredentials: false, repositoriesByHand: ['team/app'] })
    expect(await sources.open(host('registry.test'))).not.toBe(before)
  })

  it('refuse a host that is there already, and a second sample', async () => {
    await addSource(shelf(), { kind: 'registry', host: 'registry.test' })
    await expect(addSource(shelf(), { kind: 'registry', host: 'registry.test' })).rejects.toMatchObject({
      code: 'REGISTRY_EXISTS',
    })
    await expect(addSource(shelf(), { kind: 'layout', name: 'sample', path: directory })).rejects.toMatchObject({
      code: 'REGISTRY_EXISTS',
    })
  })

  it('take a layout by an absolute path only', async () => {
    await expect(addSource(shelf(), { kind: 'layout', name: 'mine', path: 'relative' })).rejects.toMatchObject({
      code: 'REQUEST_INVALID',
    })
    expect(await addSource(shelf(), { kind: 'layout', name: 'mine', path: directory })).toMatchObject({
      host: 'mine.layout',
    })
  })

  it('keep layouts below the named roots when others can reach the server', async () => {
    const open: Config = {
      ...config,
      listen: { ...config.listen, loopbackOnly: false },
      layoutRoots: [join(directory, 'layouts')],
    }
    for (const path of [directory, '/etc', join(directory, 'layouts/../..')]) {
      const adding = addSource({ ...shelf(), config: open }, { kind: 'layout', name: 'mine', path })
      await expect(adding).rejects.toMatchObject({ code: 'LAYOUT_PATH_REFUSED' })
    }
    const below: Config = { ...open, layoutRoots: [tmpdir()] }
    expect(
      await addSource({ ...shelf(), config: below }, { kind: 'layout', name: 'mine', path: directory }),
    ).toMatchObject({ host: 'mine.layout' })
  })

  it('refuse credentials that contradict each other or are half given', async () => {
    const base = { kind: 'registry', host: 'registry.test' } as const
    for (const half of [
      { username: 'me' },
      { password: 'x' },
      { clientKeyPem: 'x' },
      { identityToken: 'x', username: 'me', password: 'x' },
    ]) {
      await expect(addSource(shelf(), { ...base, ...half })).rejects.toMatchObject({ code: 'REQUEST_INVALID' })
    }
  })

  it('read loopback registries anonymously only while nobody else can reach the server', async () => {
    const loopback = await sources.open(host('127.0.0.1:1'))
    const refused = loopback.listRepositories({ limit: 1, after: null })
    await expect(refused).rejects.toMatchObject({ code: 'REGISTRY_UNREACHABLE' })
    const listen = { ...config.listen, loopbackOnly: false }
    const cache = createContentCache({ directory: null, maxBytes: 0 })
    const reachable = createSources({ config: { ...config, listen }, store, cache, now: () => new Date() })
    const asked = (await reachable.open(host('127.0.0.1:1'))).listRepositories({ limit: 1, after: null })
    await expect(asked).rejects.toMatchObject({ code: 'REGISTRY_ADDRESS_REFUSED' })
    reachable.close()
  })

  it('R-11 ask no private address that nobody added', async () => {
    for (const address of ['10.0.0.1', '169.254.169.254', '192.168.1.1:5000']) {
      const asked = (await sources.open(host(address))).listTags('a' as never, { limit: 1, after: null })
      await expect(asked).rejects.toMatchObject({ code: 'REGISTRY_ADDRESS_REFUSED' })
    }
  })
})
