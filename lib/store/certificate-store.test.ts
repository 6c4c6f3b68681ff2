import { beforeEach, expect, test } from 'vitest'
import { createStoreBench, describeEachStore } from '#lib/testing/each-store.ts'
import type { NewCertificate } from './certificate-store.ts'
import type { Store, StoreConfig } from './open-store.ts'
import type { NewRule } from './rule-store.ts'

const certificateOf = (letter: string, changes: Partial<NewCertificate> = {}): NewCertificate => ({
  fingerprint: letter.repeat(64),
  name: null,
  der: new Uint8Array([1, 2, 3]),
  subject: `CN=${letter}`,
  issuer: 'CN=root',
  notBefore: '2026-01-01T00:00:00.000Z',
  notAfter: '2027-01-01T00:00:00.000Z',
  stores: ['ca'],
  ...changes,
})

const ruleFor = (letter: string): NewRule => ({
  name: `rule ${letter}`,
  repositories: ['workshop/*'],
  signer: { kind: 'certificate', fingerprint: letter.repeat(64), subject: 'O=Workshop' },
  validFrom: null,
  validUntil: null,
  requireTransparencyLog: false,
  requireTimestamp: false,
})

const codeOf = (result: Promise<unknown>): Promise<unknown> =>
  result.then(
    () => 'no error',
    (error: unknown) => (error as { code?: unknown }).code,
  )

const bench = createStoreBench()

describeEachStore('certificates', (kind) => {
  let config: StoreConfig
  let store: Store
  beforeEach(async () => {
    config = await bench.createConfig(kind)
    store = await bench.open(config)
  })

  test('are there when the store is opened again, each in every trust store that it is in', async () => {
    const added = await store.certificates.add(
      [certificateOf('a', { name: 'ours' }), certificateOf('b', { stores: ['tsa', 'ca'] })],
      [ruleFor('a')],
    )
    expect(added).toMatchObject({ created: 2, rules: [{ name: 'rule a' }] })
    const again = await bench.open(config)
    expect(await again.certificates.list()).toEqual(added.certificates)
    expect(await again.certificates.get('a'.repeat(64))).toMatchObject({ state: 'active', name: 'ours' })
    const { anchors, rules } = await again.settings.trust()
    expect(anchors.map(({ fingerprint, store, state }) => `${fingerprint[0]} ${store} ${state}`)).toEqual([
      'a ca active',
      'b ca active',
      'b tsa active',
    ])
    expect(anchors[0]).toMatchObject({ der: new Uint8Array([1, 2, 3]), name: 'ours' })
    expect(rules).toEqual(added.rules)
  })

  test('added twice are one, which keeps its state, gets a name, and counts for the stores of both', async () => {
    await store.certificates.add([certificateOf('a')])
    await store.certificates.update('a'.repeat(64), { state: 'compromised' })
    const second = certificateOf('a', { name: 'ours', stores: ['signingAuthority'] })
    expect(await store.certificates.add([second])).toMatchObject({
      created: 0,
      certificates: [{ state: 'compromised', name: 'ours', stores: ['ca', 'signingAuthority'] }],
    })
    expect(await store.certificates.list()).toHaveLength(1)
  })

  test('and their rules are added all or nothing', async () => {
    const version = await store.settings.trustVersion()
    const both = [certificateOf('a'), certificateOf('b')]
    expect(await codeOf(store.certificates.add(both, [ruleFor('c')]))).toBe('CERTIFICATE_NOT_FOUND')
    expect(await codeOf(store.rules.create(ruleFor('a')))).toBe('CERTIFICATE_NOT_FOUND')
    expect(await store.certificates.list()).toEqual([])
    expect(await store.settings.trustVersion()).toBe(version)
  })

  test('are removed with the rules that name them, and with no others', async () => {
    await store.certificates.add([certificateOf('a'), certificateOf('b')], [ruleFor('a'), ruleFor('b')])
    expect(await store.certificates.delete('a'.repeat(64))).toBe(1)
    expect((await store.rules.list()).map(({ name }) => name)).toEqual(['rule b'])
    expect(await codeOf(store.certificates.delete('a'.repeat(64)))).toBe('CERTIFICATE_NOT_FOUND')
    expect(await codeOf(store.certificates.get('a'.repeat(64)))).toBe('CERTIFICATE_NOT_FOUND')
    expect(await codeOf(store.certificates.update('a'.repeat(64), {}))).toBe('CERTIFICATE_NOT_FOUND')
  })

  test('change the trust version with every change', async () => {
    const versions = [await store.settings.trustVersion()]
    const note = async () => versions.push(await store.settings.trustVersion())
    await store.certificates.add([certificateOf('a')])
    await note()
    await store.certificates.update('a'.repeat(64), { name: 'ours', stores: ['tsa'] })
    await note()
    await store.certificates.delete('a'.repeat(64))
    await note()
    expect(new Set(versions).size).toBe(versions.length)
  })
})
