import { generateKeyPairSync, hash, type KeyObject } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { EvidenceError } from '#lib/evidence/evidence-error.ts'
import type { TransparencyLog } from '#lib/sigstore/log/transparency-log.ts'
import { encodeDer } from '#lib/testing/test-authority.ts'
import { createTestInstance, type LeafChanges, signedAt } from '#lib/testing/test-instance.ts'
import { type Certificate, parseCertificate } from './certificate.ts'
import { extensionIds } from './extensions.ts'
import { verifyCertificateTransparency } from './verify-certificate-transparency.ts'

const instance = createTestInstance()
const issuer = parseCertificate(instance.intermediate.der)
const toLog = (key: KeyObject, changes: Partial<TransparencyLog> = {}): TransparencyLog => ({
  origin: 'ct.example.com',
  logId: hash('sha256', key.export({ type: 'spki', format: 'der' }), 'buffer'),
  key,
  validity: { start: null, end: null },
  ...changes,
})
const log = toLog(instance.certificateLog.publicKey)
const leafOf = (changes: LeafChanges) => parseCertificate(instance.issue(changes).der)
const verify = (leaf: Certificate, logs: readonly TransparencyLog[] = [log]): number | string => {
  try {
    return verifyCertificateTransparency(leaf, issuer, logs)
  } catch (error) {
    return error instanceof EvidenceError ? error.code : String(error)
  }
}
/** The leaf with other bytes for its list of promises. */
const withList = (leaf: Certificate, value: Uint8Array): Certificate => ({
  ...leaf,
  extensions: new Map([...leaf.extensions, [extensionIds.certificateTransparency, { isCritical: false, value }]]),
})
const listOf = (leaf: Certificate): Buffer => {
  const value = leaf.extensions.get(extensionIds.certificateTransparency)?.value ?? new Uint8Array()
  const inner = Buffer.from(value).subarray(value[1] === 0x81 ? 3 : value[1] === 0x82 ? 4 : 2)
  return inner
}
const invalid = 'CERTIFICATE_LOG_INVALID'

describe('promises of certificate logs', () => {
  it('C-07 are counted, those of unknown logs left out', () => {
    const stranger = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    const second = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    expect(verify(leafOf({}))).toBe(1)
    expect(verify(leafOf({ promises: [{}, { by: second }] }), [log, toLog(second.publicKey)])).toBe(2)
    expect(verify(leafOf({ promises: [{ by: stranger }, {}, { by: stranger }] }))).toBe(1)
    expect(verify(leafOf({ promises: [{ by: stranger }] }))).toBe('CERTIFICATE_LOG_UNKNOWN')
    expect(verify(leafOf({ promises: [] }))).toBe('CERTIFICATE_LOG_MISSING')
    expect(verify(leafOf({}), [])).toBe('CERTIFICATE_LOG_UNKNOWN')
  })

  it('C-07 are signed with the algorithm of the log’s key', () => {
    const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 })
    const by = (algorithm: number) => verify(leafOf({ promises: [{ by: rsa, algorithm }] }), [toLog(rsa.publicKey)])
    expect(by(0x0401)).toBe(1)
    expect(by(0x0403)).toBe(invalid)
    expect(verify(leafOf({ promises: [{ algorithm: 0x0401 }] }))).toBe(invalid)
    expect(verify(leafOf({ promises: [{ algorithm: 0x0503 }] }))).toBe(invalid)
    const exchange = generateKeyPairSync('x25519').publicKey
    expect(verify(leafOf({ promises: [{ algorithm: 0x0401 }] }), [{ ...log, key: exchange }])).toBe(invalid)
  })

  it('C-07 were made while the log was in use, both ends included', () => {
    const at = Date.parse(signedAt)
    const within = (start: number | null, end: number | null) =>
      verify(leafOf({}), [{ ...log, validity: { start, end } }])
    expect(within(at, at)).toBe(1)
    expect(within(at + 1, null)).toBe(invalid)
    expect(within(null, at - 1)).toBe(invalid)
  })

  it('C-07 speak of this certificate and this issuer', () => {
    expect(verify(leafOf({ promises: [{ other: true }] }))).toBe(invalid)
    const leaf = leafOf({})
    expect(() => verifyCertificateTransparency(leaf, parseCertificate(instance.root.der), [log])).toThrow('signed by')
    const borrowed = withList(leafOf({}), encodeDer(0x04, listOf(leaf)))
    expect(verify(borrowed)).toBe(invalid)
  })

  it('C-08 cover their extension bytes', () => {
    for (const length of [1, 255, 256, 300]) {
      expect(verify(leafOf({ promises: [{ extensions: Buffer.alloc(length, 7) }] }))).toBe(1)
    }
  })

  it('hold for certificates of every length', () => {
    const claim = (length: number) => ({ id: '1.2.3.4', value: encodeDer(0x0c, Buffer.alloc(length, 0x61)) })
    for (const length of [1, 100, 127, 128, 200, 255, 256, 1_000, 20_000]) {
      expect(verify(leafOf({ extensions: [claim(length)] })), String(length)).toBe(1)
    }
  })

  it('are sixteen at most', () => {
    const many = (count: number) => verify(leafOf({ promises: Array.from({ length: count }, () => ({})) }))
    expect(many(16)).toBe(16)
    expect(many(17)).toBe(invalid)
  })

  it.each<[string, (list: Buffer) => Uint8Array]>([
    ['nothing', () => Buffer.alloc(0)],
    ['no octet string', (list) => encodeDer(0x30, list)],
    ['an empty string', () => encodeDer(0x04)],
    ['a list that is cut off', (list) => encodeDer(0x04, list.subarray(0, -1))],
    ['something behind the list', (list) => encodeDer(0x04, list, Buffer.from([0]))],
    ['something behind the value', (list) => Buffer.concat([encodeDer(0x04, list), Buffer.from([0])])],
    ['a promise of no bytes', () => encodeDer(0x04, Buffer.from([0, 2, 0, 0]))],
    ['a promise that is cut off', () => encodeDer(0x04, Buffer.from([0, 3, 0, 9, 0]))],
    ['a promise of another version', (list) => encodeDer(0x04, set(list, 4, 1))],
    ['a promise with something behind it', (list) => encodeDer(0x04, longer(list))],
  ])('C-07 are refused where there is %s', (_, change) => {
    const leaf = leafOf({})
    expect(verify(withList(leaf, change(listOf(leaf))))).toBe(invalid)
  })

  it('are none in an empty list', () => {
    expect(verify(withList(leafOf({}), encodeDer(0x04, Buffer.from([0, 0]))))).toBe('CERTIFICATE_LOG_UNKNOWN')
  })
})

function set(list: Buffer, at: number, value: number): Buffer {
  const changed = Buffer.from(list)
  changed[at] = value
  return changed
}

/** The one promise with a byte more, and the lengths that go with it. */
function longer(list: Buffer): Buffer {
  const promise = Buffer.concat([list.subarray(4), Buffer.from([0])])
  const head = Buffer.alloc(4)
  head.writeUInt16BE(promise.byteLength + 2)
  head.writeUInt16BE(promise.byteLength, 2)
  return Buffer.concat([head, promise])
}
