import { generateKeyPairSync, sign } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { toSignatureForm } from './signature-form.ts'

const data = Buffer.from('{"critical":{}}')
const orders = {
  'ecdsa-p256': 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n,
  'ecdsa-p384': 0xffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973n,
  'ecdsa-p521':
    0x01fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffa51868783bf2f966b7fcc0148f709a5d03bb5c9b8899c47aebb6fb71e91386409n,
} as const
const curves = [
  ['ecdsa-p256', 'P-256', 32],
  ['ecdsa-p384', 'P-384', 48],
  ['ecdsa-p521', 'P-521', 66],
] as const

const toBytes = (value: bigint, length: number) => Buffer.from(value.toString(16).padStart(length * 2, '0'), 'hex')
const toValue = (bytes: Uint8Array) => BigInt(`0x${Buffer.from(bytes).toString('hex')}`)

/** INTEGER: without zeros in front, but one where the number would be negative (X.690 §8.3). */
function toInteger(value: bigint): Buffer {
  const hex = value.toString(16)
  const bytes = Buffer.from(hex.padStart(hex.length + (hex.length % 2), '0'), 'hex')
  const content = (bytes[0] ?? 0) > 0x7f ? Buffer.concat([Buffer.of(0), bytes]) : bytes
  return Buffer.concat([Buffer.of(0x02, content.byteLength), content])
}
function toDer(r: bigint, s: bigint): Buffer {
  const content = Buffer.concat([toInteger(r), toInteger(s)])
  const length = content.byteLength < 0x80 ? [content.byteLength] : [0x81, content.byteLength]
  return Buffer.concat([Buffer.of(0x30, ...length), content])
}

describe('the form of a signature', () => {
  it.each(curves)('K-05 is one for all that anybody can write of it: %s', (algorithm, namedCurve, length) => {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve })
    const raw = sign('sha256', data, { key: privateKey, dsaEncoding: 'ieee-p1363' })
    const r = toValue(raw.subarray(0, length))
    const s = toValue(raw.subarray(length))
    const twin = orders[algorithm] - s
    const forms = [raw, toDer(r, s), Buffer.concat([toBytes(r, length), toBytes(twin, length)]), toDer(r, twin)].map(
      (signature) => toSignatureForm(algorithm, signature),
    )
    expect(forms).toEqual(forms.map(() => `${r.toString(16)}:${(s < twin ? s : twin).toString(16)}`))
  })

  it('K-05 is another for another signature', () => {
    const forms = [toDer(2n, 3n), toDer(2n, 4n), toDer(3n, 2n), toDer(0x20n, 3n)]
    expect(new Set(forms.map((signature) => toSignatureForm('ecdsa-p256', signature))).size).toBe(forms.length)
  })

  it('is what it is where nobody can write it otherwise', () => {
    const der = toDer(2n, orders['ecdsa-p256'] - 3n)
    expect(toSignatureForm('ed25519', der)).toBe(der.toString('hex'))
    expect(toSignatureForm('rsa-2048', der)).toBe(der.toString('hex'))
  })

  // 64 bytes, so that they are r and s side by side as well.
  const ambiguous = toDer(toValue(Buffer.alloc(29, 0x11)), toValue(Buffer.alloc(29, 0x22)))
  const formOfRaw = (bytes: Uint8Array) => {
    const s = toValue(bytes.subarray(32))
    const twin = orders['ecdsa-p256'] - s
    return `${toValue(bytes.subarray(0, 32)).toString(16)}:${(s < twin ? s : twin).toString(16)}`
  }
  it('reads DER before r and s side by side, as verifying does', () => {
    expect(toSignatureForm('ecdsa-p256', ambiguous)).toBe(`${'11'.repeat(29)}:${'22'.repeat(29)}`)
  })
  it.each([
    ['another type', 0, 0x31],
    ['another type in the place of r', 2, 0x03],
    ['an r that goes on to the end', 3, 60],
    ['an r that goes on beyond the end', 3, 61],
    ['another type in the place of s', 33, 0x03],
    ['an s that ends before the end', 34, 28],
    ['an s that goes on beyond the end', 34, 30],
  ])('takes for r and s side by side what is not quite DER: %s', (_, at, byte) => {
    const bytes = Buffer.from(ambiguous)
    bytes[at] = byte
    expect(toSignatureForm('ecdsa-p256', bytes)).toBe(formOfRaw(bytes))
  })
})
