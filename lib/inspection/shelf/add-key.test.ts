import { generateKeyPairSync } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openStore, type Store } from '#lib/store/open-store.ts'
import { addKey } from './add-key.ts'

let directory: string
let store: Store

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'touchstone-keys-'))
  store = await openStore({ dataDirectory: directory, databaseUrl: null, sealKey: null })
})
afterEach(async () => {
  await store.close()
  await rm(directory, { recursive: true })
})

const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString()
const secret = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
const trust = { repositories: ['workshop/*'] }

describe('addKey', () => {
  it('keeps the key alone, whatever surrounds it in the file', async () => {
    const { key } = await addKey(store, { pem: `some text\n${pem}\nmore text` })
    expect(key.pem).toBe(pem)
  })

  it('makes one rule of the same trust said twice', async () => {
    await addKey(store, { pem, trust })
    const again = await addKey(store, { pem, trust })
    expect(again.created).toBe(false)
    expect(await store.rules.list()).toHaveLength(1)
    await addKey(store, { pem, trust: { repositories: ['other/*'] } })
    expect(await store.rules.list()).toHaveLength(2)
  })

  it('says it again when the first rule has an end', async () => {
    const { rule } = await addKey(store, { pem, trust })
    await store.rules.update(rule?.id ?? '', { validUntil: '2020-01-01T00:00:00Z' })
    await addKey(store, { pem, trust })
    expect(await store.rules.list()).toHaveLength(2)
  })

  it('keeps neither key nor rule when the pattern is refused', async () => {
    const refused = addKey(store, { pem, trust: { repositories: ['workshop/*', 'a//b'] } })
    await expect(refused).rejects.toMatchObject({ code: 'RULE_INVALID' })
    expect(await store.keys.list()).toEqual([])
  })

  it('refuses a private key, as the key and as its name', async () => {
    await expect(addKey(store, { pem: secret })).rejects.toMatchObject({ code: 'KEY_PRIVATE' })
    await expect(addKey(store, { pem, name: secret })).rejects.toMatchObject({ code: 'KEY_PRIVATE' })
    expect(await store.keys.list()).toEqual([])
  })
})
