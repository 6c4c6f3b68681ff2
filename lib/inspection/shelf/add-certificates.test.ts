import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openStore, type Store } from '#lib/store/open-store.ts'
import { makeAuthority, makeSigner } from '#lib/testing/test-authority.ts'
import { addCertificates } from './add-certificates.ts'

const root = makeAuthority('root')
const middle = makeAuthority('middle', {}, root)

let directory: string
let store: Store
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'touchstone-shelf-'))
  store = await openStore({ dataDirectory: directory, databaseUrl: null, sealKey: null })
})
afterAll(async () => {
  await store.close()
  await rm(directory, { recursive: true, force: true })
})

const stores = ['ca'] as const
const refusal = (code: string, text = '') => expect.objectContaining({ code, message: expect.stringContaining(text) })

describe('certificates that are put on the shelf', () => {
  it('may be several at once, each with its rule, and the same rule is made once', async () => {
    const trust = { repositories: ['registry.example.com/workshop/**'], subject: 'O=Workshop' }
    const added = await addCertificates(store, { pem: `${root.pem}${middle.pem}`, name: 'ours', stores, trust })
    expect(added).toMatchObject({ created: 2 })
    expect(added.rules.map(({ name }) => name)).toEqual(Array(2).fill('ours for registry.example.com/workshop/**'))
    const again = await addCertificates(store, { pem: root.pem, stores, trust })
    expect(again).toMatchObject({ created: 0, rules: [], certificates: [{ name: 'ours' }] })
  })

  it('may have ended', async () => {
    const old = makeAuthority('old', { notAfter: '2026-02-01T00:00:00Z' })
    const { certificates } = await addCertificates(store, { pem: old.pem, stores })
    expect(certificates).toMatchObject([
      { notAfter: '2026-02-01T00:00:00.000Z', subject: 'CN=old,O=Workshop,ST=WA,C=US' },
    ])
  })

  it('are refused when no chain could lead to them, all of them and by name', async () => {
    const before = await store.certificates.list()
    const pem = `${makeAuthority('new').pem}${makeSigner(root).pem}`
    await expect(addCertificates(store, { pem, stores })).rejects.toEqual(
      refusal('CERTIFICATE_UNSUITABLE', 'Certificate 2: CN=signer'),
    )
    await expect(addCertificates(store, { pem: makeSigner(root).pem, stores })).rejects.toEqual(
      refusal('CERTIFICATE_UNSUITABLE', 'not the certificate of an authority'),
    )
    expect(await store.certificates.list()).toEqual(before)
  })

  it('are refused with a private key among them or in their name, and with rules that cannot be read', async () => {
    const secret = root.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
    await expect(addCertificates(store, { pem: `${root.pem}${secret}`, stores })).rejects.toEqual(
      refusal('KEY_PRIVATE'),
    )
    await expect(addCertificates(store, { pem: root.pem, name: secret, stores })).rejects.toEqual(
      refusal('KEY_PRIVATE'),
    )
    const badPattern = { pem: root.pem, stores, trust: { repositories: ['**/**/***'] } }
    await expect(addCertificates(store, badPattern)).rejects.toEqual(refusal('RULE_INVALID'))
    const badSubject = { pem: root.pem, stores, trust: { repositories: ['**'], subject: 'nobody' } }
    await expect(addCertificates(store, badSubject)).rejects.toEqual(refusal('RULE_INVALID', 'subject'))
  })
})
