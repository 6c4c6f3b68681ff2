import { generateKeyPairSync } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { createTestLog } from '#lib/testing/test-log.ts'
import { toRequestTrust } from './request-trust.ts'

const now = new Date('2026-01-02T03:04:05Z')
const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString()

describe('the rules of a request', () => {
  it('trust each key for every repository, now', () => {
    const { keys, rules, now: at } = toRequestTrust({ keys: [{ pem, name: 'mine' }] }, now)
    expect(at).toBe('2026-01-02T03:04:05.000Z')
    expect(keys).toMatchObject([{ algorithm: 'ecdsa-p256', name: 'mine', state: 'active' }])
    expect(rules).toMatchObject([{ repositories: ['**'], signer: { kind: 'key', fingerprint: keys[0]?.fingerprint } }])
  })

  it('count the same key once', () => {
    expect(toRequestTrust({ keys: [{ pem }, { pem: `${pem}\n` }] }, now).keys).toHaveLength(1)
  })

  it('may be none at all', () => {
    expect(toRequestTrust({}, now)).toMatchObject({ keys: [], rules: [] })
    expect(toRequestTrust({ keys: [], identities: [], certificates: [] }, now).rules).toEqual([])
  })

  it('hand on whether a log entry is asked for, and name it in the version', () => {
    const asked = toRequestTrust({ keys: [{ pem }], requireTransparencyLog: true }, now)
    expect(asked.rules[0]?.requireTransparencyLog).toBe(true)
    expect(asked.version).not.toBe(toRequestTrust({ keys: [{ pem }] }, now).version)
  })

  it('are one rule per identity, which asks for a log entry unless told otherwise', () => {
    const identity = { issuer: 'https://issuer.test', subject: 'somebody' }
    const [rule] = toRequestTrust({ identities: [identity] }, now).rules
    expect(rule).toMatchObject({ signer: { kind: 'identity', ...identity }, requireTransparencyLog: true })
    const loose = toRequestTrust({ identities: [identity], requireTransparencyLog: false }, now)
    expect(loose.rules[0]?.requireTransparencyLog).toBe(false)
    const other = toRequestTrust({ identities: [{ ...identity, subject: 'somebody else' }] }, now)
    expect(new Set([loose.version, other.version, toRequestTrust({}, now).version]).size).toBe(3)
  })

  it('bring a trusted root that stands for all that are configured', () => {
    const { root } = createTestLog()
    expect(toRequestTrust({}, now, [root]).roots).toEqual([root])
    expect(toRequestTrust({ trustedRoot: JSON.parse(root.text) }, now, [createTestLog().root]).roots).toMatchObject([
      { text: root.text },
    ])
    expect(() => toRequestTrust({ trustedRoot: {} }, now, [root])).toThrow(
      expect.objectContaining({ code: 'TRUST_ROOT_WRONG_TYPE' }),
    )
  })

  it('P-02 P-09 refuse a pattern that names everybody or cannot be read', () => {
    for (const subjectPattern of ['.*', '^.*$', '.+', '(.*)', '(', '[']) {
      expect(
        () => toRequestTrust({ identities: [{ issuer: 'https://issuer.test', subjectPattern }] }, now),
        subjectPattern,
      ).toThrow(expect.objectContaining({ code: 'REQUEST_INVALID' }))
    }
    expect(() =>
      toRequestTrust(
        { identities: [{ issuer: 'https://issuer.test', subjectPattern: 'https://github\\.com/acme/.*' }] },
        now,
      ),
    ).not.toThrow()
  })

  it('refuse what is no certificate, and a private key in its place', () => {
    const secret = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
    const refusal = (pem: string) => () => toRequestTrust({ certificates: [{ pem }] }, now)
    expect(refusal(secret)).toThrow(expect.objectContaining({ code: 'KEY_PRIVATE' }))
    expect(refusal('x')).toThrow(expect.objectContaining({ code: 'KEY_INVALID' }))
  })

  it('refuse a private key without repeating any of it', () => {
    const secret = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
    let refusal: unknown = null
    try {
      toRequestTrust({ keys: [{ pem: secret }] }, now)
    } catch (error) {
      refusal = error
    }
    expect(refusal).toMatchObject({ code: 'KEY_PRIVATE' })
    expect(JSON.stringify(refusal)).not.toContain(secret.split('\n')[1])
  })
})
