import { existsSync } from 'node:fs'
import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeEach, describe, expect, test } from 'vitest'
import { createStoreBench, describeEachStore } from '#lib/testing/each-store.ts'
import type { TrustRule } from '#lib/trust/trust-rule.ts'
import type { NewKey } from './key-store.ts'
import type { Look } from './look-store.ts'
import type { Store, StoreConfig } from './open-store.ts'
import type { NewRegistry } from './registry-store.ts'

const keyOf = (letter: string): NewKey => ({
  fingerprint: letter.repeat(64),
  algorithm: 'ecdsa-p256',
  name: null,
  spki: new Uint8Array([1, 2, 3]),
  pem: `PEM ${letter}`,
})

const ruleFor = (letter: string): Omit<TrustRule, 'id'> => ({
  name: `rule ${letter}`,
  repositories: ['workshop/*'],
  signer: { kind: 'key', fingerprint: letter.repeat(64) },
  validFrom: null,
  validUntil: '2030-01-01T00:00:00Z',
  requireTransparencyLog: false,
  requireTimestamp: true,
})

const registry = (host: string): NewRegistry & { kind: 'registry' } => ({
  kind: 'registry',
  host,
  name: host,
  insecure: true,
  caPem: 'CA',
  clientCertificatePem: null,
  clientKeyPem: 'client-key-hunter2',
  credentials: { kind: 'basic', username: 'reader', password: 'password-hunter2' },
})

const look = (reference: string, at: string): Look => ({
  reference,
  digest: 'sha256:0',
  platform: null,
  state: 'verified',
  sentence: 'Signed by …',
  signer: { kind: 'key', fingerprint: 'a', name: null },
  packageCount: 166,
  at,
})

const codeOf = (result: Promise<unknown>): Promise<unknown> =>
  result.then(
    () => 'no error',
    (error: unknown) => (error as { code?: unknown }).code,
  )

const bench = createStoreBench()

describeEachStore('the store', (kind) => {
  let config: StoreConfig
  let store: Store
  beforeEach(async () => {
    config = await bench.createConfig(kind)
    store = await bench.open(config)
  })

  test('keeps keys and rules, and what it answered is there when it is opened again', async () => {
    const added = await store.keys.add(keyOf('a'), ruleFor('a'))
    expect(added).toMatchObject({ created: true, key: { state: 'active', name: null }, rule: { name: 'rule a' } })
    const identity = await store.rules.create({
      ...ruleFor('a'),
      signer: { kind: 'identity', issuer: 'https://issuer.example', subject: 'me@example.com' },
    })
    const again = await bench.open(config)
    const { keys, rules, version } = await again.settings.trust()
    expect(keys).toEqual([added.key])
    expect(keys[0]?.spki).toEqual(new Uint8Array([1, 2, 3]))
    expect(rules).toEqual([added.rule, identity])
    expect(version).toBe(await store.settings.trustVersion())
  })

  test('takes the same key twice as one, and gives a name to one that has none', async () => {
    await store.keys.add(keyOf('a'))
    expect(await store.keys.add({ ...keyOf('a'), name: 'first' })).toMatchObject({
      created: false,
      key: { name: 'first' },
    })
    expect(await store.keys.add({ ...keyOf('a'), name: 'second' })).toMatchObject({ key: { name: 'first' } })
    expect(await store.keys.list()).toHaveLength(1)
  })

  test('adds a key and its rule both or neither', async () => {
    expect(await codeOf(store.keys.add(keyOf('a'), ruleFor('b')))).toBe('KEY_NOT_FOUND')
    expect(await store.keys.list()).toEqual([])
  })

  test('removes with a key the rules that name it', async () => {
    await store.keys.add(keyOf('a'), ruleFor('a'))
    await store.keys.add(keyOf('b'), ruleFor('b'))
    expect(await store.keys.delete('a'.repeat(64))).toBe(1)
    expect((await store.rules.list()).map((rule) => rule.name)).toEqual(['rule b'])
  })

  test('changes the trust version with every change of keys or rules, and with nothing else', async () => {
    const versions = [await store.settings.trustVersion()]
    const note = async () => versions.push(await store.settings.trustVersion())
    const { rule } = await store.keys.add(keyOf('a'), ruleFor('a'))
    await note()
    await store.keys.update('a'.repeat(64), { state: 'compromised' })
    await note()
    await store.rules.update(rule?.id ?? '', { repositories: ['**'], name: undefined })
    await note()
    await store.rules.create(ruleFor('a'))
    await note()
    await store.rules.delete(rule?.id ?? '')
    await note()
    await store.keys.delete('a'.repeat(64))
    await note()
    expect(new Set(versions).size).toBe(versions.length)
    await store.registries.create(registry('a.example'))
    await store.looks.record(look('a', '2026-01-01T00:00:00Z'))
    expect(await store.settings.trustVersion()).toBe(versions.at(-1))
  })

  test('keeps the trust version when a change is refused', async () => {
    await store.keys.add(keyOf('a'))
    const version = await store.settings.trustVersion()
    expect(await codeOf(store.rules.create(ruleFor('b')))).toBe('KEY_NOT_FOUND')
    expect(await codeOf(store.rules.delete('gone'))).toBe('RULE_NOT_FOUND')
    expect(await codeOf(store.rules.update('gone', {}))).toBe('RULE_NOT_FOUND')
    expect(await codeOf(store.keys.update('gone', {}))).toBe('KEY_NOT_FOUND')
    expect(await codeOf(store.keys.delete('gone'))).toBe('KEY_NOT_FOUND')
    expect(await store.settings.trustVersion()).toBe(version)
  })

  test('changes only the fields of a rule that are given', async () => {
    const { rule } = await store.keys.add(keyOf('a'), ruleFor('a'))
    const changed = await store.rules.update(rule?.id ?? '', { validUntil: null, requireTransparencyLog: true })
    expect(changed).toEqual({ ...rule, validUntil: null, requireTransparencyLog: true })
    expect(await store.rules.get(rule?.id ?? '')).toEqual(changed)
  })

  test('keeps sources with their repositories, and W-11 answers no secret', async () => {
    const { id } = await store.registries.create(registry('a.example'))
    await store.registries.update(id, { addRepositories: ['team/b', 'team/a', 'team/b'] })
    const changed = await store.registries.update(id, {
      removeRepositories: ['team/b'],
      insecure: false,
      name: 'Ours',
    })
    expect(changed).toMatchObject({
      name: 'Ours',
      insecure: false,
      caPem: 'CA',
      hasCredentials: true,
      repositories: ['team/a'],
    })
    expect(await store.registries.list()).toEqual([changed])
    expect(JSON.stringify(await store.registries.list())).not.toContain('hunter2')
    expect(await (await bench.open(config)).registries.secrets(id)).toEqual({
      credentials: { kind: 'basic', username: 'reader', password: 'password-hunter2' },
      clientKeyPem: 'client-key-hunter2',
    })
  })

  test('forgets credentials when told so, and only then', async () => {
    const { id } = await store.registries.create(registry('a.example'))
    await store.registries.update(id, { caPem: null })
    expect((await store.registries.secrets(id)).credentials).not.toBeNull()
    expect(await store.registries.update(id, { credentials: null, clientKeyPem: null })).toMatchObject({
      hasCredentials: false,
      caPem: null,
    })
    expect(await store.registries.secrets(id)).toEqual({ credentials: null, clientKeyPem: null })
  })

  test('refuses a second source of the same host or name', async () => {
    const { id } = await store.registries.create(registry('a.example'))
    expect(await codeOf(store.registries.create({ ...registry('a.example'), name: 'other' }))).toBe('REGISTRY_EXISTS')
    const layout = { kind: 'layout', name: 'airgap', host: 'airgap.layout', path: '/srv/airgap' } as const
    const created = await store.registries.create(layout)
    expect(created).toMatchObject(layout)
    expect(await codeOf(store.registries.update(id, { name: 'airgap' }))).toBe('REGISTRY_EXISTS')
    await store.registries.delete(created.id)
    expect(await codeOf(store.registries.get(created.id))).toBe('REGISTRY_UNKNOWN')
    expect(await codeOf(store.registries.delete(created.id))).toBe('REGISTRY_UNKNOWN')
  })

  test('lists looks latest first, once for a reference, page by page, and no more than it is bound to', async () => {
    const at = (second: number) => new Date(second * 1000).toISOString()
    await Promise.all(Array.from({ length: 520 }, (_, index) => store.looks.record(look(`r${index}`, at(index)))))
    await store.looks.record({ ...look('r400', at(9999)), state: 'unsigned', signer: null, packageCount: null })
    const first = await store.looks.list({ limit: 300 })
    expect(first.items[0]).toMatchObject({ reference: 'r400', state: 'unsigned', signer: null, packageCount: null })
    const second = await store.looks.list({ limit: 300, after: first.next })
    expect(second.next).toBeNull()
    const references = [...first.items, ...second.items].map((item) => item.reference)
    expect(references).toHaveLength(500)
    expect(new Set(references).size).toBe(500)
    expect(references.at(-1)).toBe('r20')
  })

  test('serves two processes at once: nothing that was answered is lost', async () => {
    const other = await bench.open(config)
    const letters = [...'0123456789abcdef']
    await Promise.all(
      letters.map((letter, index) => (index % 2 === 0 ? store : other).keys.add(keyOf(letter), ruleFor(letter))),
    )
    for (const one of [store, other]) {
      const { keys, rules } = await one.settings.trust()
      expect([keys.length, rules.length]).toEqual([16, 16])
    }
  })

  test('is set up once when two processes start together', async () => {
    const fresh = await bench.createConfig(kind)
    const [one, two] = await Promise.all([bench.open(fresh), bench.open(fresh)])
    await one.keys.add(keyOf('a'))
    expect(await two.keys.list()).toHaveLength(1)
  })
})

describe('credentials at rest', () => {
  test('W-11 are sealed in the file, and data directory, database and key are for nobody else', async () => {
    const config = await bench.createConfig('SQLite')
    const store = await bench.open(config)
    await store.registries.create(registry('a.example'))
    expect((await stat(config.dataDirectory)).mode & 0o777).toBe(0o700)
    for (const name of await readdir(config.dataDirectory)) {
      const path = join(config.dataDirectory, name)
      expect([name, (await stat(path)).mode & 0o777]).toEqual([name, 0o600])
      expect((await readFile(path)).includes('hunter2')).toBe(false)
    }
    expect(existsSync(join(config.dataDirectory, 'seal.key'))).toBe(true)
  })

  test('are sealed with the key of the configuration when there is one', async () => {
    const config = { ...(await bench.createConfig('SQLite')), sealKey: new Uint8Array(32).fill(1) }
    const store = await bench.open(config)
    const { id } = await store.registries.create(registry('a.example'))
    expect(existsSync(join(config.dataDirectory, 'seal.key'))).toBe(false)
    const stranger = await bench.open({ ...config, sealKey: new Uint8Array(32).fill(2) })
    expect(await codeOf(stranger.registries.secrets(id))).toBe('STORE_UNAVAILABLE')
    expect(await stranger.registries.list()).toHaveLength(1)
  })
})
