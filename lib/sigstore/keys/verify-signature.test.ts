import { constants, createHash, createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import { ed25519, ed25519ph } from '@noble/curves/ed25519.js'
import { describe, expect, it } from 'vitest'
import { encodeDer, oid, sequence } from '#lib/testing/test-authority.ts'
import type { TrustedKey } from '#lib/trust/trust-rule.ts'
import { parsePublicKey } from './parse-public-key.ts'
import { verifySignature } from './verify-signature.ts'

const data = Buffer.from('{"critical":{}}')

function toTrustedKey(publicKey: KeyObject): TrustedKey {
  const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString()
  return { ...parsePublicKey(pem), name: null, state: 'active' }
}

const ecPair = (namedCurve: string) => generateKeyPairSync('ec', { namedCurve })
const pairs = { p256: ecPair('P-256'), p384: ecPair('P-384'), p521: ecPair('P-521') }
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 })
const ed = generateKeyPairSync('ed25519')
const edSeed = Buffer.from(ed.privateKey.export({ format: 'jwk' }).d ?? '', 'base64url')

const order = {
  p256: 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n,
}

// Making such a key takes seconds.
const rsa4096 = {
  publicKey: createPublicKey({
    key: {
      kty: 'RSA',
      e: 'AQAB',
      n: [
        '0J0mQrBUthdhrC50jzcIg_kLi2-cuOAsGD1kFwGOnxUcas5ycLd-DqnTnO-ekbwnAndVTcSx3Z5SmDud7icaxXjD19ZEkONAc8PI',
        'aUQpcLljUjIqzlOnA9qwWu_jhXXHLhDnhMqe2z4fH0WXkZvaQvYl_inZFlNKEb8nxV9Kc_j3hTfnfr7DKV4tnevBpNl2taUDxf0m',
        'pESHElgT2luHABb8RobInfPJ8GkOgdkfYx6fAl-3qJ05FpTDgIed8HcG0DWZvffGsPbVTAyQWfTplUfjZKhxaUuKeoOoVyT3ZKJ2',
        'BpHRw3vC-85xrPaazgMn3pwFo8ngInT1VgIqIv4GD4ETwqBsTrnpkbZ8XyRXODvCwBsBciBTT8aKIM1BYfSdsCT1aaQ_LTkNRjbq',
        'twDDrgBDGVI2nYuA8gVPL3A4QO-qH14oBk_8x-No3Dk_CaXC6yihcgbPoZgi7ovCivjLrVN72jTAchfIV3RY3UfrNAzuoILm7vsQ',
        'V8rQxtwxge2w-sgis2KoobYWClm3XC59PY9bbkExl7X3bfbkNaNiGEkYfthVvf8uq3-cSlx-Y5XTDG2Ij6dSVZ_Zi72lwTP-S9Hf',
        'I-fHfHN6pitnnxs6duC4P--CczU2267y-GtswheJIE8QiU3ZvjRrRe2YnYguUe0p5cBCg0cjFunmsYfbi68',
      ].join(''),
    },
    format: 'jwk',
  }),
  signature: Buffer.from(
    [
      'zKrcVs4qcdQ9WNwqQekT1HF7J5R8Y2lh0Y8OdPDCSkFdaCrfQQg4fj7/wK526PrzrAW8HGCOvwzsrnznCeEtGlt+bvJEHD+z5pNu',
      'rET+qxqFnuqKWmsxv4PcKDx13xGvzLOBxBtJ7kgY//g/1e+OV9ERDT5/9arzrlUh8CXQp926DL2mP92H2kYrTNaL2rNZTtZ4U9WB',
      'c0Xh+atm3+asx0O6O7T7jlAasHZbZDhRkpc1SqU6E+c79ig+z9BZVNEU6mhsOLSEix0eI2q+FW84lIS4uGErH+gACCDoPuKmB79A',
      'dOBc3+h44/JdUqb4SdnV4O9pstIN9VSuUJZVaSoucuoSWTtSZF+bqBeeNGwWVrMTFATbAIWSnl/JFhlI8jGYv/da0oaNeU9TWKBg',
      '0qcsz+n44bpEX/I5y6Oqgrh+vFLEEx0ohQo7ukJOXcJrQ5CcoLaA/E4ng16OpdS8nQ5kqQ8Uw1BLLAzkWI8bYAGD5rccY9VXH1qw',
      'obMvlGEQ0Pzw3x7e3v2DMknWU6Jo11m+sfuiKjirRHsl993+hiYQBeIVh6KPIrUC3mY7bryLJECk8K9TbtZgP4k5JyW+oqv4a38G',
      '3LGpHoNQUthm4HEwMeBvGlJZty+zylLcdtq//odjSrlXr6NhEp9Mq8UMPLFAtBeMI9ybwVTyLCJz3ig72qE=',
    ].join(''),
    'base64',
  ),
}

/** Little-endian, as Ed25519 writes them. */
const toNumber = (bytes: Buffer): bigint => BigInt(`0x${Buffer.from(bytes).reverse().toString('hex')}`)

describe('verifySignature', () => {
  it.each([
    ['p256', 'sha256', 'ecdsa-sha256'],
    ['p384', 'sha384', 'ecdsa-sha384'],
    ['p384', 'sha256', 'ecdsa-sha256'],
    ['p521', 'sha512', 'ecdsa-sha512'],
    ['p521', 'sha256', 'ecdsa-sha256'],
  ] as const)('S-19 K-07 verifies %s with %s and says so', (curve, hash, scheme) => {
    const { publicKey, privateKey } = pairs[curve]
    expect(verifySignature(toTrustedKey(publicKey), data, sign(hash, data, privateKey))).toBe(scheme)
  })

  it.each([
    ['p256', 'sha384'],
    ['p256', 'sha1'],
    ['p384', 'sha1'],
    ['p384', 'sha224'],
    ['p384', 'sha512'],
    ['p521', 'sha384'],
  ] as const)('K-07 K-10 refuses %s with %s: the key decides the hash', (curve, hash) => {
    const { publicKey, privateKey } = pairs[curve]
    expect(verifySignature(toTrustedKey(publicKey), data, sign(hash, data, privateKey))).toBeNull()
  })

  it('K-06 accepts r and s side by side only under a label of its own', () => {
    for (const [curve, hash] of [
      ['p256', 'sha256'],
      ['p384', 'sha384'],
      ['p521', 'sha512'],
    ] as const) {
      const { publicKey, privateKey } = pairs[curve]
      const raw = sign(hash, data, { key: privateKey, dsaEncoding: 'ieee-p1363' })
      expect(verifySignature(toTrustedKey(publicKey), data, raw)).toBe(`ecdsa-${hash}-p1363`)
      expect(verifySignature(toTrustedKey(publicKey), data, Buffer.concat([raw, Buffer.alloc(2)]))).toBeNull()
    }
  })

  it('K-05 takes the malleated twin for what it is: the same signature', () => {
    const { publicKey, privateKey } = pairs.p256
    const raw = sign('sha256', data, { key: privateKey, dsaEncoding: 'ieee-p1363' })
    const s = BigInt(`0x${raw.subarray(32).toString('hex')}`)
    const twin = Buffer.concat([
      raw.subarray(0, 32),
      Buffer.from((order.p256 - s).toString(16).padStart(64, '0'), 'hex'),
    ])
    expect(verifySignature(toTrustedKey(publicKey), data, twin)).toBe('ecdsa-sha256-p1363')
  })

  it.each(['sha256', 'sha384', 'sha512'] as const)('verifies RSA PKCS#1 v1.5 with %s', (hash) => {
    const signature = sign(hash, data, rsa.privateKey)
    expect(verifySignature(toTrustedKey(rsa.publicKey), data, signature)).toBe(`rsa-pkcs1-${hash}`)
  })

  it('L-12 verifies the longest signature that an accepted key makes', () => {
    expect(rsa4096.signature.byteLength).toBe(512)
    expect(verifySignature(toTrustedKey(rsa4096.publicKey), data, rsa4096.signature)).toBe('rsa-pkcs1-sha256')
  })

  it('K-07 refuses RSA with SHA-1', () => {
    expect(verifySignature(toTrustedKey(rsa.publicKey), data, sign('sha1', data, rsa.privateKey))).toBeNull()
  })

  it('K-09 refuses PSS for a key that does not state it, and PKCS#1 v1.5 for one that does', () => {
    const padding = constants.RSA_PKCS1_PSS_PADDING
    const pssSignature = sign('sha256', data, { key: rsa.privateKey, padding, saltLength: 32 })
    expect(verifySignature(toTrustedKey(rsa.publicKey), data, pssSignature)).toBeNull()
    const pss = generateKeyPairSync('rsa-pss', { modulusLength: 2048 })
    const own = sign('sha256', data, { key: pss.privateKey, padding, saltLength: 32 })
    const key = toTrustedKey(pss.publicKey)
    expect(verifySignature(key, data, own)).toBe('rsa-pss-sha256')
    expect(verifySignature(key, data, sign('sha256', data, rsa.privateKey))).toBeNull()
  })

  it('K-09 verifies PSS with the hash that the key is limited to, though another is tried first', () => {
    const sha384 = sequence(oid('2.16.840.1.101.3.4.2.2'), encodeDer(0x05))
    const parameters = sequence(
      encodeDer(0xa0, sha384),
      encodeDer(0xa1, sequence(oid('1.2.840.113549.1.1.8'), sha384)),
      encodeDer(0xa2, encodeDer(0x02, Buffer.of(48))),
    )
    const pkcs1 = rsa.publicKey.export({ type: 'pkcs1', format: 'der' })
    const spki = sequence(sequence(oid('1.2.840.113549.1.1.10'), parameters), encodeDer(0x03, Buffer.of(0), pkcs1))
    const key = toTrustedKey(createPublicKey({ key: spki, format: 'der', type: 'spki' }))
    const padding = constants.RSA_PKCS1_PSS_PADDING
    const signed = (hash: string, saltLength: number) => sign(hash, data, { key: rsa.privateKey, padding, saltLength })
    expect(verifySignature(key, data, signed('sha384', 48))).toBe('rsa-pss-sha384')
    expect(verifySignature(key, data, signed('sha256', 32))).toBeNull()
  })

  it('verifies Ed25519, and Ed25519ph as cosign signs', () => {
    const key = toTrustedKey(ed.publicKey)
    expect(verifySignature(key, data, sign(null, data, ed.privateKey))).toBe('ed25519')
    expect(verifySignature(key, data, ed25519ph.sign(data, edSeed))).toBe('ed25519ph')
  })

  it('K-08 refuses a pure signature over the hash, and a prehashed one over other data', () => {
    const key = toTrustedKey(ed.publicKey)
    const overHash = sign(null, createHash('sha512').update(data).digest(), ed.privateKey)
    expect(verifySignature(key, data, overHash)).toBeNull()
    expect(verifySignature(key, Buffer.from('other'), ed25519ph.sign(data, edSeed))).toBeNull()
  })

  it('K-05 refuses Ed25519ph with a point that is not written in its one form', () => {
    const key = toTrustedKey(ed.publicKey)
    const { scalar, pointBytes } = ed25519.utils.getExtendedPublicKey(edSeed)
    // R is the neutral point, whose y is 1, or 1 + p in the other form; s then follows without a nonce (RFC 8032 §5.1.7).
    const forge = (r: Buffer) => {
      const domain = Buffer.concat([Buffer.from('SigEd25519 no Ed25519 collisions'), Buffer.of(1, 0)])
      const hashed = createHash('sha512').update(data).digest()
      const challenge = createHash('sha512').update(domain).update(r).update(pointBytes).update(hashed).digest()
      const s = (toNumber(challenge) * scalar) % ed25519.Point.Fn.ORDER
      return Buffer.concat([r, Buffer.from(s.toString(16).padStart(64, '0'), 'hex').reverse()])
    }
    const one = Buffer.alloc(32)
    one[0] = 1
    const alsoOne = Buffer.alloc(32, 0xff)
    alsoOne[0] = 0xee
    alsoOne[31] = 0x7f
    expect(verifySignature(key, data, forge(one))).toBe('ed25519ph')
    expect(verifySignature(key, data, forge(alsoOne))).toBeNull()
  })

  it('S-02 S-17 refuses one changed byte and another key, for every kind of key', () => {
    const changed = Buffer.from(data)
    changed[3] = (changed[3] ?? 0) ^ 1
    for (const [{ publicKey, privateKey }, hash] of [
      [pairs.p256, 'sha256'],
      [pairs.p384, 'sha384'],
      [rsa, 'sha256'],
      [ed, null],
    ] as const) {
      const signature = sign(hash, data, privateKey)
      expect(verifySignature(toTrustedKey(publicKey), changed, signature)).toBeNull()
      const other = publicKey.asymmetricKeyType === 'rsa' ? ed.publicKey : rsa.publicKey
      expect(verifySignature(toTrustedKey(other), data, signature)).toBeNull()
    }
  })

  it('refuses every flipped byte of an Ed25519 signature', () => {
    const key = toTrustedKey(ed.publicKey)
    const signature = sign(null, data, ed.privateKey)
    for (const at of signature.keys()) {
      const flipped = Buffer.from(signature)
      flipped[at] = (flipped[at] ?? 0) ^ 0x10
      expect(verifySignature(key, data, flipped)).toBeNull()
    }
  })

  it('L-12 refuses empty and oversized signatures without arithmetic', () => {
    const key = toTrustedKey(pairs.p256.publicKey)
    expect(verifySignature(key, data, Buffer.alloc(0))).toBeNull()
    expect(verifySignature(key, data, Buffer.alloc(10_000_000, 0x30))).toBeNull()
  })

  it('keeps no key apart from the one that its bytes are', () => {
    const one = toTrustedKey(pairs.p256.publicKey)
    const signature = sign('sha256', data, pairs.p256.privateKey)
    expect(verifySignature(one, data, signature)).toBe('ecdsa-sha256')
    const other = toTrustedKey(ecPair('P-256').publicKey)
    expect(verifySignature(other, data, signature)).toBeNull()
  })
})

describe('what was signed, in pieces', () => {
  const kinds = [
    ['ec', { namedCurve: 'P-256' }, 'sha256'],
    ['ec', { namedCurve: 'P-384' }, 'sha384'],
    ['rsa', { modulusLength: 2048 }, 'sha256'],
    ['ed25519', {}, null],
  ] as const
  for (const [type, options, hash] of kinds) {
    it(`verifies as the whole does, and no other pieces do: ${type} ${hash}`, () => {
      const { publicKey, privateKey } = generateKeyPairSync(type as 'ec', options as { namedCurve: string })
      const key = {
        ...parsePublicKey(publicKey.export({ type: 'spki', format: 'pem' }).toString()),
        name: null,
        state: 'active',
      } as const
      const [head, tail] = [Buffer.from('head '), Buffer.from('and tail')]
      const signature = sign(hash, Buffer.concat([head, tail]), privateKey)
      expect(verifySignature(key, [head, tail], signature)).toBe(
        verifySignature(key, Buffer.concat([head, tail]), signature),
      )
      expect(verifySignature(key, [head, tail], signature)).not.toBeNull()
      expect(verifySignature(key, [tail, head], signature)).toBeNull()
      expect(verifySignature(key, [head], signature)).toBeNull()
    })
  }
})
