import { generateKeyPairSync } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Api, apiOf } from '#e2e/api-client.ts'
import { demo, states, statesKey, workshopKey } from '#e2e/fixtures/sample-keys.ts'
import { type Product, startProduct } from '#e2e/product.ts'
import type { KeyDto, RuleDto } from '#lib/api/contract/trust.ts'
import type { VerdictDto } from '#lib/api/contract/verdict.ts'

let product: Product
let api: Api
beforeAll(async () => {
  product = await startProduct()
  api = apiOf(product.url)
})
afterAll(() => product?.stop())

const verdictOf = async (reference: string) => (await api.get<VerdictDto>('/verdict', { reference })).body
type List<Item> = { items: Item[]; next: string | null }

describe('the trust shelf', () => {
  let key: KeyDto

  it('an image is signed, but not by anyone trusted, until its key is', async () => {
    const before = await verdictOf(`${demo}:v1`)
    expect([before.state, before.sentence]).toEqual(['untrusted', expect.stringContaining('not by anyone you trust')])
    const added = await api.post<KeyDto>('/keys', {
      pem: workshopKey,
      name: 'Workshop',
      trust: { repositories: ['workshop/*'] },
    })
    expect(added.status).toBe(201)
    key = added.body
    expect(key).toMatchObject({ algorithm: 'ecdsa-p256', name: 'Workshop', state: 'active' })
    expect(key.rules).toHaveLength(1)
    const after = await verdictOf(`${demo}:v1`)
    expect(after).toMatchObject({ state: 'verified', sbom: { packageCount: 166, state: 'verified' } })
    expect(after.sentence).toMatch(/Signed by .*Workshop.*whom you trust/)
  })

  it('the verdict names the rule that decided', async () => {
    const verdict = await verdictOf(`${demo}:v1`)
    const rule = verdict.signatures[0]?.checks.find((check) => check.id === 'rule')
    expect(rule).toMatchObject({ status: 'passed' })
    expect(JSON.stringify(rule)).toContain('workshop/*')
  })

  it('the same key twice is one key', async () => {
    const again = await api.post<KeyDto>('/keys', { pem: workshopKey.replaceAll('\n', '\r\n') })
    expect([again.status, again.body.fingerprint]).toEqual([200, key.fingerprint])
    expect((await api.get<List<KeyDto>>('/keys')).body.items).toHaveLength(1)
  })

  it('a key says which images it verifies', async () => {
    const { status, body } = await api.get<List<{ reference: string; state: string }>>(
      `/keys/${key.fingerprint}/images`,
      { repository: demo },
    )
    expect(status).toBe(200)
    expect(body.items.map((item) => item.reference).sort()).toEqual([`${demo}:v1`, `${demo}:v2`])
  })

  it('a key is trusted only for the repositories of its rule', async () => {
    const [rule] = (await api.get<List<RuleDto>>('/rules')).body.items
    expect((await api.patch(`/rules/${rule?.id}`, { repositories: ['elsewhere/**'] })).status).toBe(200)
    const verdict = await verdictOf(`${demo}:v1`)
    expect(verdict.state).toBe('untrusted')
    expect(verdict.signatures[0]?.signer).toMatchObject({ kind: 'key', fingerprint: key.fingerprint })
    expect((await api.patch(`/rules/${rule?.id}`, { repositories: ['workshop/*'] })).status).toBe(200)
    expect((await verdictOf(`${demo}:v1`)).state).toBe('verified')
  })

  it('a rule outside its dates does not count', async () => {
    const [rule] = (await api.get<List<RuleDto>>('/rules')).body.items
    await api.patch(`/rules/${rule?.id}`, { validUntil: '2020-01-01T00:00:00Z' })
    const verdict = await verdictOf(`${demo}:v1`)
    expect(verdict.state).not.toBe('verified')
    expect(JSON.stringify(verdict.signatures[0]?.checks)).toContain('RULE_OUTSIDE_WINDOW')
    await api.patch(`/rules/${rule?.id}`, { validUntil: null })
  })

  it('a retired key still verifies, a compromised one never', async () => {
    await api.patch(`/keys/${key.fingerprint}`, { state: 'retired' })
    expect((await verdictOf(`${demo}:v1`)).state).toBe('verified')
    await api.patch(`/keys/${key.fingerprint}`, { state: 'compromised' })
    const compromised = await verdictOf(`${demo}:v1`)
    expect(compromised.state).not.toBe('verified')
    expect(JSON.stringify(compromised.signatures[0]?.checks)).toContain('KEY_COMPROMISED')
    await api.patch(`/keys/${key.fingerprint}`, { state: 'active' })
  })

  it('a preview says what a rule would change and changes nothing', async () => {
    const other = (await api.post<KeyDto>('/keys', { pem: statesKey })).body
    const add = [{ repositories: ['workshop/states'], signer: { kind: 'key', fingerprint: other.fingerprint } }]
    const preview = await api.post<{ changes: unknown[] }>('/rules/preview', {
      add,
      references: [`${states}:signed-v2`, `${states}:unsigned`],
    })
    expect(preview.body).toMatchObject({
      changes: [{ reference: `${states}:signed-v2`, from: 'untrusted', to: 'verified' }],
      unchanged: 1,
    })
    expect((await verdictOf(`${states}:signed-v2`)).state).toBe('untrusted')
    const created = await api.post<RuleDto>('/rules', add[0])
    expect(created.status).toBe(201)
    expect((await verdictOf(`${states}:signed-v2`)).state).toBe('verified')
    expect((await api.delete(`/rules/${created.body.id}`)).status).toBe(204)
    expect((await verdictOf(`${states}:signed-v2`)).state).toBe('untrusted')
  })

  it('POST /verify keeps nothing', async () => {
    const before = (await api.get<List<KeyDto>>('/keys')).body.items.length
    const stranger = generateKeyPairSync('ec', { namedCurve: 'P-256' })
      .publicKey.export({ type: 'spki', format: 'pem' })
      .toString()
    const verdict = await api.verify({ reference: `${demo}:v1`, keys: [{ pem: stranger }] })
    expect(verdict.body.state).toBe('untrusted')
    expect((await api.get<List<KeyDto>>('/keys')).body.items).toHaveLength(before)
  })

  it('a key that is removed is trusted no more, and what is not there is not found', async () => {
    expect((await api.delete(`/keys/${key.fingerprint}`)).status).toBe(204)
    expect((await verdictOf(`${demo}:v1`)).state).toBe('untrusted')
    const gone = await api.get(`/keys/${key.fingerprint}`)
    expect([gone.status, gone.body.code]).toEqual([404, 'KEY_NOT_FOUND'])
    const noRule = await api.delete('/rules/no-such-rule')
    expect([noRule.status, noRule.body.code]).toEqual([404, 'RULE_NOT_FOUND'])
  })
})

describe('K: what is no public key is refused by name', () => {
  const pkcs8 = { type: 'pkcs8', format: 'pem' } as const
  const secret = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey
  const marker = 'c2VjcmV0LW1hcmtlci1zZWNyZXQtbWFya2Vy'
  const privateKeys: Record<string, string> = {
    'PKCS#8': secret.export(pkcs8).toString(),
    SEC1: secret.export({ type: 'sec1', format: 'pem' }).toString(),
    'PKCS#1': rsa.export({ type: 'pkcs1', format: 'pem' }).toString(),
    'encrypted PKCS#8': secret.export({ ...pkcs8, cipher: 'aes-256-cbc', passphrase: 'x' }).toString(),
    "cosign's": `-----BEGIN ENCRYPTED SIGSTORE PRIVATE KEY-----\n${marker}\n-----END ENCRYPTED SIGSTORE PRIVATE KEY-----\n`,
    OpenSSH: `-----BEGIN OPENSSH PRIVATE KEY-----\n${marker}\n-----END OPENSSH PRIVATE KEY-----\n`,
    JWK: JSON.stringify(secret.export({ format: 'jwk' })),
    'public and private in one file': `${workshopKey}${secret.export(pkcs8)}`,
  }

  it.each(Object.keys(privateKeys))('%s private key', async (kind) => {
    const pem = privateKeys[kind] ?? ''
    const answers = [
      await api.post('/keys', { pem }),
      await api.verify({ reference: `${demo}:v1`, keys: [{ pem }] }),
      await api.post('/verdicts', { references: [`${demo}:v1`], rules: { keys: [{ pem }] } }),
    ]
    const inner =
      pem.split('\n').find((line) => /^[A-Za-z0-9+/=]{20,}$/.test(line)) ?? (JSON.parse(pem) as { d: string }).d
    for (const { status, body } of answers) {
      expect([status, body.code]).toEqual([400, 'KEY_PRIVATE'])
      expect(JSON.stringify(body)).not.toContain(inner)
    }
    expect(product.output()).not.toContain(inner)
  })

  const publicPem = (key: { export: (options: { type: 'spki'; format: 'pem' }) => string | Buffer }) =>
    key.export({ type: 'spki', format: 'pem' }).toString()
  it.each([
    ['an empty file', '', 'KEY_INVALID'],
    ['text', 'this is no key', 'KEY_INVALID'],
    ['ten keys in one file', workshopKey.repeat(10), 'KEY_INVALID'],
    ['a 10 MB file', 'x'.repeat(10 * 1024 * 1024), 'KEY_INVALID'],
    ['a damaged PEM', workshopKey.replace('MFkw', 'MFkx'), 'KEY_INVALID'],
    ['RSA 1024', publicPem(generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey), 'KEY_UNSUPPORTED'],
    ['Ed448', publicPem(generateKeyPairSync('ed448').publicKey), 'KEY_UNSUPPORTED'],
    ['secp256k1', publicPem(generateKeyPairSync('ec', { namedCurve: 'secp256k1' }).publicKey), 'KEY_UNSUPPORTED'],
  ])('%s', async (_kind, pem, code) => {
    for (const answer of [
      await api.post('/keys', { pem }),
      await api.verify({ reference: `${demo}:v1`, keys: [{ pem }] }),
    ]) {
      expect([answer.status, answer.body.code]).toEqual([400, code])
    }
  })
})
