import { createPublicKey, type KeyObject } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { createCheckList } from '#lib/evidence/check-list.ts'
import { contextFor } from '#lib/testing/signed-evidence.ts'
import { makeAuthority, makeSigner } from '#lib/testing/test-authority.ts'
import { createTestInstance, type EntryJson } from '#lib/testing/test-instance.ts'
import type { TrustedKey } from '#lib/trust/trust-rule.ts'
import { parseLogEntry } from './bundle/parse-log-entry.ts'
import { checkSigner, type OfferedSignature } from './check-signer.ts'
import { parsePublicKey } from './keys/parse-public-key.ts'

const instance = createTestInstance()
const leaf = instance.issue()
const signed = instance.signStatement(leaf)
const stranger = instance.issue()
const { anchors } = contextFor([]).trust
const root = { id: 'root', name: 'root', text: JSON.stringify(instance.toRoot()) }

const toTrusted = (publicKey: KeyObject): TrustedKey => ({
  ...parsePublicKey(publicKey.export({ type: 'spki', format: 'pem' }).toString()),
  name: 'own',
  state: 'active',
})
const key = toTrusted(leaf.publicKey)

type Changes = {
  readonly keys?: readonly TrustedKey[]
  readonly certificates?: readonly Uint8Array[]
  readonly entry?: EntryJson
  readonly roots?: readonly (typeof root)[]
  readonly now?: string
}

function check({ keys = [key], certificates = [leaf.der], entry, roots = [root], ...changes }: Changes = {}) {
  const list = createCheckList()
  const { payload, preAuthEncoding, signature } = signed
  const offered: OfferedSignature = {
    signed: [
      { data: preAuthEncoding, signature: Buffer.from('none'), hint: null },
      { data: preAuthEncoding, signature, hint: null },
    ],
    certificates,
    content: { kind: 'envelope', payload, preAuthEncoding, stored: null },
    logEntries: [parseLogEntry(entry ?? instance.log1Entry(signed))],
    timestamps: [],
  }
  const { now = '2026-06-01T12:00:00Z' } = changes
  const trust = { keys, rules: [], roots, anchors, now, version: '1' }
  const { signer, proofs } = checkSigner(list, offered, contextFor([], { trust }))
  const statuses = list.checks().map((one) => [one.id, 'code' in one ? (one.code ?? one.status) : one.status].join(' '))
  return { signer, proofs, statuses }
}

const proven = 'transparency-log passed'
const isAbout = (entry: EntryJson, changes: Changes = {}) => check({ entry, ...changes }).statuses.at(-1)

describe('who signed', () => {
  it('K-01 is the known key that fits, whatever certificate is beside it', () => {
    const entry = instance.log1Entry(signed, { verifier: pemOf(key) })
    for (const certificates of [[leaf.der], [stranger.der], [stranger.der, leaf.der]]) {
      const { signer, statuses } = check({ certificates, entry })
      expect(signer).toEqual({ kind: 'key', key })
      expect(statuses).toEqual(['signature passed', 'certificate skipped', proven])
    }
    const alone = check({ certificates: [], entry })
    expect(alone.signer).toEqual({ kind: 'key', key })
    expect(alone.statuses).toEqual(['signature passed', proven])
    expect(alone.proofs.times).toHaveLength(1)
  })

  it('B-10 has a certificate beside the key that can be read', () => {
    for (const certificates of [[Buffer.from('none')], [leaf.der, Buffer.from('none')]]) {
      expect(check({ certificates }).statuses).toContain('certificate CERTIFICATE_MALFORMED')
    }
    const none = Buffer.from('none')
    const entry = instance.log(signed, { verifier: none })
    expect(isAbout(entry, { certificates: [none] }), 'nor is it one of the key').toBe(
      'transparency-log LOG_ENTRY_OTHER',
    )
  })

  it('is the identity in the certificate where no known key fits', () => {
    const { signer, proofs } = check({ keys: [toTrusted(stranger.publicKey)] })
    expect(signer).toMatchObject({ kind: 'identity', roots: ['root'] })
    expect(proofs.times).toHaveLength(1)
    expect(check({ keys: [], roots: [] }).signer).toBeNull()
  })

  it('is nobody where no known key fits and no certificate is there, though the proofs are judged', () => {
    const { signer, proofs, statuses } = check({ keys: [toTrusted(stranger.publicKey)], certificates: [] })
    expect(signer).toBeNull()
    expect(statuses).toEqual(['signature SIGNATURE_UNKNOWN_KEY', proven])
    expect(proofs.times).toHaveLength(1)
    const another = instance.log1Entry(instance.signStatement(stranger))
    expect(check({ keys: [], certificates: [], entry: another }).statuses).toContain('transparency-log LOG_ENTRY_OTHER')
  })

  it('is asked at the time of the judgement', () => {
    expect(check({ now: '2026-06-01T11:00:00Z' }).statuses).toContain('transparency-log PROVEN_TIME_IN_FUTURE')
  })
})

describe('a log entry of a key’s signature', () => {
  it('T-03 names the key, or a certificate of the key that is beside it', () => {
    expect(isAbout(instance.log1Entry(signed, { verifier: pemOf(key) }))).toBe(proven)
    expect(isAbout(instance.log1Entry(signed))).toBe(proven)
    const renewed = makeSigner(makeAuthority(), { keys: leaf })
    const entry = instance.log1Entry(signed, { verifier: Buffer.from(renewed.pem) })
    expect(isAbout(entry, { certificates: [stranger.der, renewed.der] })).toBe(proven)
    expect(isAbout(entry), 'not one that is elsewhere').toBe('transparency-log LOG_ENTRY_OTHER')
  })

  it('T-03 names no other key or certificate', () => {
    const entry = instance.log1Entry(signed, { verifier: Buffer.from(stranger.pem) })
    expect(isAbout(entry)).toBe('transparency-log LOG_ENTRY_OTHER')
    expect(isAbout(entry, { certificates: [stranger.der] }), 'even if it is beside it').toBe(
      'transparency-log LOG_ENTRY_OTHER',
    )
  })

  it('T-01 has the signature that the key made, not another beside it', () => {
    const entry = instance.log1Entry(signed, { signature: Buffer.from('none'), verifier: pemOf(key) })
    expect(isAbout(entry)).toBe('transparency-log LOG_ENTRY_OTHER')
  })
})

function pemOf({ spki }: TrustedKey): Buffer {
  const publicKey = createPublicKey({ key: Buffer.from(spki), format: 'der', type: 'spki' })
  return Buffer.from(publicKey.export({ type: 'spki', format: 'pem' }))
}
