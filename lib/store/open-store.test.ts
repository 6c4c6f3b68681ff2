import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openStore } from './open-store.ts'

test('smoke', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'ts-'))
  const store = await openStore({ dataDirectory: join(dir, 'data'), databaseUrl: null, sealKey: null })
  const v = await store.settings.trustVersion()
  const a = await store.keys.add(
    { fingerprint: 'a'.repeat(64), algorithm: 'ed25519', name: null, spki: new Uint8Array([1]), pem: 'x' },
    {
      name: 'r',
      repositories: ['a/*'],
      signer: { kind: 'key', fingerprint: 'a'.repeat(64) },
      validFrom: null,
      validUntil: null,
      requireTimestamp: false,
      requireTransparencyLog: false,
    },
  )
  expect(a.created).toBe(true)
  expect((await store.settings.trust()).rules).toHaveLength(1)
  expect(await store.settings.trustVersion()).not.toBe(v)
  const s = await store.registries.create({
    kind: 'registry',
    host: 'a.example',
    name: 'a',
    insecure: false,
    caPem: null,
    clientCertificatePem: null,
    clientKeyPem: 'k',
    credentials: { kind: 'basic', username: 'u', password: 'p' },
  })
  expect(await store.registries.secrets(s.id)).toMatchObject({ clientKeyPem: 'k', credentials: { password: 'p' } })
  await Promise.all(
    Array.from({ length: 250 }, (_, i) =>
      store.looks.record({
        reference: `r${i}`,
        digest: 'd',
        platform: null,
        state: 'verified',
        sentence: '',
        signer: null,
        packageCount: 1,
        at: new Date(i).toISOString(),
      }),
    ),
  )
  const p = await store.looks.list({ limit: 200 })
  expect(p.items[0]?.reference).toBe('r249')
  expect((await store.looks.list({ limit: 200, after: p.next })).items).toHaveLength(50)
  await store.close()
  await rm(dir, { recursive: true })
})
