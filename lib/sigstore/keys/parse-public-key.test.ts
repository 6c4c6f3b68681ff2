import { createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { p256 as nistP256 } from '@noble/curves/nist.js'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isAppError } from '#lib/errors/app-error.ts'
import { encodeDer, makeAuthority, oid, sequence } from '#lib/testing/test-authority.ts'
import { startThreadTime } from '#lib/testing/thread-time.ts'
import { parsePublicKey } from './parse-public-key.ts'

const toPem = (label: string, der: Uint8Array): string =>
  [
    `-----BEGIN ${label}-----`,
    ...(Buffer.from(der)
      .toString('base64')
      .match(/.{1,64}/g) ?? []),
    `-----END ${label}-----`,
    '',
  ].join('\n')
const toDer = (key: KeyObject): Buffer => key.export({ type: 'spki', format: 'der' })
const codeOf = (text: string): string => {
  try {
    return parsePublicKey(text).algorithm
  } catch (error) {
    return isAppError(error) ? error.code : String(error)
  }
}

const p256 = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 })
const p256Pem = p256.publicKey.export({ type: 'spki', format: 'pem' }).toString()
const ed25519Of = (point: Uint8Array) => Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), point])

describe('parsePublicKey', () => {
  it('reads what a key is from the key', () => {
    const ec = (namedCurve: string) => toPem('PUBLIC KEY', toDer(generateKeyPairSync('ec', { namedCurve }).publicKey))
    expect(codeOf(ec('P-256'))).toBe('ecdsa-p256')
    expect(codeOf(ec('P-384'))).toBe('ecdsa-p384')
    expect(codeOf(ec('P-521'))).toBe('ecdsa-p521')
    expect(codeOf(toPem('PUBLIC KEY', toDer(generateKeyPairSync('ed25519').publicKey)))).toBe('ed25519')
    expect(codeOf(toPem('PUBLIC KEY', toDer(rsa.publicKey)))).toBe('rsa-2048')
    expect(codeOf(rsa.publicKey.export({ type: 'pkcs1', format: 'pem' }).toString())).toBe('rsa-2048')
  })

  it('K-03 gives one fingerprint to one key, however it is wrapped', () => {
    const plain = parsePublicKey(p256Pem)
    const variants = [
      p256Pem.replaceAll('\n', '\r\n'),
      `\n\n  ${p256Pem.replaceAll('\n', '\n  ')}\n`,
      `Key of the release team\n${p256Pem}\ntrailing words`,
      toPem('PUBLIC KEY', toDer(p256.publicKey)).replace(/(?<=[A-Za-z0-9+/]{20})\n/, ' \n'),
    ]
    for (const variant of variants) expect(parsePublicKey(variant).fingerprint).toBe(plain.fingerprint)
    expect(parsePublicKey(rsa.publicKey.export({ type: 'pkcs1', format: 'pem' }).toString()).fingerprint).toBe(
      parsePublicKey(toPem('PUBLIC KEY', toDer(rsa.publicKey))).fingerprint,
    )
  })

  it('gives a compressed point the fingerprint of the uncompressed one', () => {
    const { x = '', y = '' } = p256.publicKey.export({ format: 'jwk' })
    const odd = (Buffer.from(y, 'base64url').at(-1) ?? 0) & 1
    const head = Buffer.from('3039301306072a8648ce3d020106082a8648ce3d030107032200', 'hex')
    const compressed = Buffer.concat([head, Buffer.from([2 + odd]), Buffer.from(x, 'base64url')])
    expect(parsePublicKey(toPem('PUBLIC KEY', compressed)).fingerprint).toBe(parsePublicKey(p256Pem).fingerprint)
  })

  it.each([
    ['an empty text', ''],
    ['white space', ' \n\t'],
    ['words', 'my key'],
    ['HTML', '<html><body>Sign in</body></html>'],
    ['an empty block', '-----BEGIN PUBLIC KEY-----\n-----END PUBLIC KEY-----\n'],
    ['junk in a block', toPem('PUBLIC KEY', Buffer.from('not a key'))],
    ['a block without end', p256Pem.slice(0, 80)],
    ['a certificate request', toPem('CERTIFICATE REQUEST', Buffer.from([0x30, 0]))],
    ['two keys', `${p256Pem}${p256Pem}`],
    ['ten keys', p256Pem.repeat(10)],
    ['an SSH key', 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA me@host'],
    ['padding in the middle', toPem('PUBLIC KEY', toDer(p256.publicKey)).replace(/\n(?=.*\n-----END)/, '==\n')],
  ])('K-03 refuses %s as KEY_INVALID', (_, text) => {
    expect(codeOf(text)).toBe('KEY_INVALID')
  })

  it('K-03 says what is wrong with it', () => {
    expect(() => parsePublicKey(' \n')).toThrow('it is empty')
    expect(() => parsePublicKey('-----BEGIN PUBLIC KEY-----\n-----END PUBLIC KEY-----\n')).toThrow('block is empty')
    expect(() => parsePublicKey(p256Pem.repeat(10))).toThrow('10 PEM blocks')
    expect(() => parsePublicKey(p256Pem.replace(/.(?=\n-----END)/, ''))).toThrow('not base64')
    expect(codeOf(toPem('CERTIFICATE', Buffer.alloc(20_000)))).toBe('KEY_UNSUPPORTED')
  })

  it.each<[string, () => string]>([
    ['its content cannot be read', () => toPem('PUBLIC KEY', Buffer.from('not a key'))],
    ['a PEM block “CERTIFICATE REQUEST” holds none', () => toPem('CERTIFICATE REQUEST', Buffer.of(0x30, 0))],
    ['The key is larger than any', () => toPem('CERTIFICATE', Buffer.alloc(20_000))],
    ['anybody can sign for them', () => toPem('PUBLIC KEY', ed25519Of(Buffer.alloc(32)))],
    [
      'Keys of the type ed448 are not accepted',
      () => toPem('PUBLIC KEY', toDer(generateKeyPairSync('ed448').publicKey)),
    ],
    [
      'ECDSA keys on the curve secp224r1 are not accepted',
      () => toPem('PUBLIC KEY', toDer(generateKeyPairSync('ec', { namedCurve: 'secp224r1' }).publicKey)),
    ],
    ['ECDSA keys on the curve of own parameters are not accepted', () => withOwnGenerator()],
    ['ECDSA keys must name their curve', () => explicitP256],
    ['RSA keys with an exponent', () => toPem('PUBLIC KEY', toDer(rsaWith('Aw')))],
    ['RSA-PSS keys for sha1 are not accepted', () => toPem('PUBLIC KEY', pssOf('1.3.14.3.2.26'))],
  ])('K-02 K-03 says what is wrong: %s', (sentence, make) => {
    expect(() => parsePublicKey(make())).toThrow(sentence)
  })

  it('K-03 refuses 10 MB of anything at once', () => {
    const timeTaken = startThreadTime()
    expect(codeOf('A'.repeat(10_000_000))).toBe('KEY_INVALID')
    expect(codeOf(`${p256Pem}${' '.repeat(10_000_000)}`)).toBe('KEY_INVALID')
    expect(codeOf('-----BEGIN PUBLIC KEY-----\n'.repeat(300_000))).toBe('KEY_INVALID')
    expect(timeTaken()).toBeLessThan(2_000)
  })

  it('K-15 refuses bytes that follow the key, and keys that are cut off', () => {
    const der = toDer(p256.publicKey)
    expect(codeOf(toPem('PUBLIC KEY', Buffer.concat([der, Buffer.from([5, 0])])))).toBe('KEY_INVALID')
    expect(codeOf(toPem('PUBLIC KEY', der.subarray(0, -1)))).toBe('KEY_INVALID')
    const pkcs1 = rsa.publicKey.export({ type: 'pkcs1', format: 'der' })
    expect(codeOf(toPem('RSA PUBLIC KEY', Buffer.concat([pkcs1, pkcs1])))).toBe('KEY_INVALID')
  })

  it.each([
    ['a type alone', '30'],
    ['a long length that is missing', '3082'],
    ['a long length that is cut off', '308201'],
    ['a length of four bytes', '308400000000'],
    ['a length of seven bytes', '308700000000000000'],
    ['a length without end', '30800000'],
    ['another type', '3100'],
  ])('K-15 refuses what is hardly DER as KEY_INVALID: %s', (_, hex) => {
    for (const label of ['PUBLIC KEY', 'RSA PUBLIC KEY', 'CERTIFICATE']) {
      expect(codeOf(toPem(label, Buffer.from(hex, 'hex')))).toBe('KEY_INVALID')
    }
  })

  it('K-03 takes a key with so many words beside it, and no more', () => {
    const maxLength = 64 * 1024
    expect(codeOf(p256Pem.padEnd(maxLength))).toBe('ecdsa-p256')
    expect(codeOf(p256Pem.padEnd(maxLength + 1))).toBe('KEY_INVALID')
    expect(codeOf(toPem('CERTIFICATE', Buffer.alloc(16 * 1024)))).toBe('KEY_INVALID')
    expect(codeOf(toPem('CERTIFICATE', Buffer.alloc(16 * 1024 + 1)))).toBe('KEY_UNSUPPORTED')
  })

  it('K-15 refuses a point that is not on its curve, and the point at infinity', () => {
    const off = toDer(p256.publicKey)
    off[off.length - 1] = (off.at(-1) ?? 0) ^ 1
    expect(codeOf(toPem('PUBLIC KEY', off))).toBe('KEY_INVALID')
    const infinity = Buffer.from('3019301306072a8648ce3d020106082a8648ce3d03010703020000', 'hex')
    expect(codeOf(toPem('PUBLIC KEY', infinity))).toBe('KEY_INVALID')
    expect(codeOf(toPem('PUBLIC KEY', ed25519Of(Buffer.alloc(32, 0xff))))).toBe('KEY_INVALID')
    expect(codeOf(toPem('PUBLIC KEY', ed25519Of(Buffer.concat([Buffer.from([2]), Buffer.alloc(31)]))))).toBe(
      'KEY_INVALID',
    )
  })

  it('K-15 refuses Ed25519 points of small order, for which anybody can sign', () => {
    for (const first of [0, 1]) {
      const point = Buffer.alloc(32)
      point[0] = first
      expect(codeOf(toPem('PUBLIC KEY', ed25519Of(point)))).toBe('KEY_UNSUPPORTED')
    }
  })

  it('K-15 refuses an Ed25519 point that is not written in its one form', () => {
    const point = Buffer.alloc(32, 0xff)
    // y = p + 3; with y = 3 there is a point.
    point[0] = 0xf0
    point[31] = 0x7f
    expect(codeOf(toPem('PUBLIC KEY', ed25519Of(point)))).toBe('KEY_INVALID')
    const canonical = Buffer.alloc(32)
    canonical[0] = 3
    expect(codeOf(toPem('PUBLIC KEY', ed25519Of(canonical)))).toBe('ed25519')
  })

  it.each([
    ['3', 'Aw', 'KEY_UNSUPPORTED'],
    ['65,535', '__8', 'KEY_UNSUPPORTED'],
    ['65,537', 'AQAB', 'rsa-2048'],
    ['65,538', 'AQAC', 'KEY_UNSUPPORTED'],
    ['65,539', 'AQAD', 'rsa-2048'],
    ['2³¹ − 1', 'f____w', 'rsa-2048'],
    ['2³¹ + 1', 'gAAAAQ', 'KEY_UNSUPPORTED'],
    ['2³² + 1', 'AQAAAAE', 'KEY_UNSUPPORTED'],
  ])('K-02 L-09 weighs the exponent of an RSA key: %s', (_, e, expected) => {
    expect(codeOf(toPem('PUBLIC KEY', toDer(rsaWith(e))))).toBe(expected)
  })

  // RFC 4055 §1.2, §3.1: the hash, and that of the mask with it; SHA-1 where there is none.
  const pssOf = (hashId: string | null) => {
    const parameters = hashId === null ? [] : [sequence(encodeDer(0xa0, sequence(oid(hashId), encodeDer(0x05))))]
    const pkcs1 = rsa.publicKey.export({ type: 'pkcs1', format: 'der' })
    return sequence(sequence(oid('1.2.840.113549.1.1.10'), ...parameters), encodeDer(0x03, Buffer.of(0), pkcs1))
  }
  it.each([
    ['of no hash in particular', null, 'rsa-2048'],
    ['for SHA-1', '1.3.14.3.2.26', 'KEY_UNSUPPORTED'],
    ['for SHA-224', '2.16.840.1.101.3.4.2.4', 'KEY_UNSUPPORTED'],
    ['for SHA-256', '2.16.840.1.101.3.4.2.1', 'rsa-2048'],
    ['for SHA-384', '2.16.840.1.101.3.4.2.2', 'rsa-2048'],
    ['for SHA-512', '2.16.840.1.101.3.4.2.3', 'rsa-2048'],
  ])('K-02 K-09 weighs the hash of an RSA-PSS key: one %s', (_, hashId, expected) => {
    expect(codeOf(toPem('PUBLIC KEY', pssOf(hashId)))).toBe(expected)
  })

  it('K-03 reads the key of a certificate', () => {
    const { pem, publicKey } = makeAuthority()
    expect(parsePublicKey(pem).spki).toEqual(new Uint8Array(toDer(publicKey)))
  })

  it('K-16 refuses a key that describes its curve instead of naming it', () => {
    expect(codeOf(explicitP256)).toBe('KEY_UNSUPPORTED')
    expect(codeOf(withOwnGenerator())).toBe('KEY_UNSUPPORTED')
  })

  it.each([
    ['P-224', () => generateKeyPairSync('ec', { namedCurve: 'secp224r1' }).publicKey],
    ['secp256k1', () => generateKeyPairSync('ec', { namedCurve: 'secp256k1' }).publicKey],
    ['Ed448', () => generateKeyPairSync('ed448').publicKey],
    ['X25519', () => generateKeyPairSync('x25519').publicKey],
    ['RSA-1024', () => generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey],
    ['RSA-2056', () => generateKeyPairSync('rsa', { modulusLength: 2056 }).publicKey],
    ['DSA', () => generateKeyPairSync('dsa', { modulusLength: 1024, divisorLength: 160 }).publicKey],
  ])('K-02 refuses %s as KEY_UNSUPPORTED', (_, make) => {
    expect(codeOf(toPem('PUBLIC KEY', toDer(make())))).toBe('KEY_UNSUPPORTED')
  })

  it('L-09 refuses an RSA modulus of 65,536 bits before any arithmetic', () => {
    const timeTaken = startThreadTime()
    const n = Buffer.alloc(8192, 0xff).toString('base64url')
    const key = createPublicKey({ key: { kty: 'RSA', n, e: 'AQAB' }, format: 'jwk' })
    expect(codeOf(toPem('PUBLIC KEY', toDer(key)))).toBe('KEY_UNSUPPORTED')
    expect(timeTaken()).toBeLessThan(1_000)
  })

  it('never throws anything but a named error', () => {
    const label = fc.constantFrom('PUBLIC KEY', 'RSA PUBLIC KEY', 'CERTIFICATE', 'EC PARAMETERS')
    fc.assert(
      fc.property(label, fc.uint8Array({ maxLength: 200 }), (name, bytes) => {
        expect(codeOf(toPem(name, bytes))).toMatch(/^KEY_/)
      }),
    )
  })

  it('never accepts a P-256 key with one byte of its header changed, unless it stays the same key', () => {
    const der = toDer(p256.publicKey)
    const { fingerprint } = parsePublicKey(p256Pem)
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 25 }), fc.integer({ min: 1, max: 255 }), (at, mask) => {
        const changed = Buffer.from(der)
        changed[at] = (changed[at] ?? 0) ^ mask
        try {
          expect(parsePublicKey(toPem('PUBLIC KEY', changed)).fingerprint).toBe(fingerprint)
        } catch (error) {
          expect(isAppError(error)).toBe(true)
        }
      }),
    )
  })
})

function rsaWith(e: string): KeyObject {
  const { n = '' } = rsa.publicKey.export({ format: 'jwk' })
  return createPublicKey({ key: { kty: 'RSA', n, e }, format: 'jwk' })
}

/** P-256 with its parameters written out (RFC 3279 §2.3.5, ECParameters). */
const explicitP256 = `-----BEGIN PUBLIC KEY-----
MIIBSzCCAQMGByqGSM49AgEwgfcCAQEwLAYHKoZIzj0BAQIhAP////8AAAABAAAA
AAAAAAAAAAAA////////////////MFsEIP////8AAAABAAAAAAAAAAAAAAAA////
///////////8BCBaxjXYqjqT57PrvVV2mIa8ZR0GsMxTsPY7zjw+J9JgSwMVAMSd
NgiG5wSTamZ44ROdJreBn36QBEEEaxfR8uEsQkf4vOblY6RA8ncDfYEt6zOg9KE5
RdiYwpZP40Li/hp/m47n60p8D54WK84zV2sxXs7LtkBoN79R9QIhAP////8AAAAA
//////////+85vqtpxeehPO5ysL8YyVRAgEBA0IABGLzEK07Wxlvx0kEM6acyAWU
8J2OSoD0OKvnV/ilq1qLmULUWCiet9eHjLxafBPRJi4DrRRouSXt4D6JTNArly4=
-----END PUBLIC KEY-----
`

/** The same with 2G for its generator: whoever chooses the generator knows a private key for any point (CVE-2020-0601). */
function withOwnGenerator(): string {
  const der = Buffer.from(explicitP256.replace(/-----.*-----|\n/g, ''), 'base64')
  const { BASE } = nistP256.Point
  der.set(BASE.double().toBytes(false), der.indexOf(BASE.toBytes(false)))
  return toPem('PUBLIC KEY', der)
}

const keys = resolve(import.meta.dirname, '../../../../shared/fixtures/key-based/keys')

describe.skipIf(!existsSync(keys))('keys made by real tools', () => {
  it.each([
    ['cosign.pub', 'ecdsa-p256'],
    ['ecdsa-p384.pub', 'ecdsa-p384'],
    ['ecdsa-p521.pub', 'ecdsa-p521'],
    ['ed25519.pub', 'ed25519'],
    ['rsa-2048-pkcs1.pub', 'rsa-2048'],
    ['rsa-3072.pub', 'rsa-3072'],
    ['rsa-4096.pub', 'rsa-4096'],
    ['rsa-1024.pub', 'KEY_UNSUPPORTED'],
    ['refuse-me.key', 'KEY_PRIVATE'],
    ['notary-rsa-ca.pem', 'rsa-3072'],
    ['notary-ec-ca.pem', 'ecdsa-p384'],
  ])('%s: %s', (file, expected) => {
    expect(codeOf(readFileSync(resolve(keys, file), 'utf8'))).toBe(expected)
  })
})
