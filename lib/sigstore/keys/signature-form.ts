import type { KeyAlgorithm } from '#lib/trust/trust-rule.ts'

// Orders of the curves' groups (SEC 2, version 2.0).
const orders: Readonly<Record<string, bigint>> = {
  'ecdsa-p256': 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n,
  'ecdsa-p384': 0xffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973n,
  'ecdsa-p521':
    0x01fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffa51868783bf2f966b7fcc0148f709a5d03bb5c9b8899c47aebb6fb71e91386409n,
}

/**
 * One text for all forms in which anybody can write a verified signature: for ECDSA, (r, s) and (r, n − s), in DER or side by
 * side, verify alike. Only for telling copies: a signature that did not verify has no form.
 */
export function toSignatureForm(algorithm: KeyAlgorithm, signature: Uint8Array): string {
  const order = orders[algorithm]
  if (order === undefined) return Buffer.from(signature).toString('hex')
  const [r, s] = readDer(signature) ?? readRaw(signature)
  return `${r.toString(16)}:${(s > order - s ? order - s : s).toString(16)}`
}

const toInteger = (bytes: Uint8Array): bigint => BigInt(`0x0${Buffer.from(bytes).toString('hex')}`)

const readRaw = (signature: Uint8Array): [bigint, bigint] => {
  const half = signature.byteLength / 2
  return [toInteger(signature.subarray(0, half)), toInteger(signature.subarray(half))]
}

/** SEQUENCE of two INTEGERs (RFC 3279 §2.2.3). */
function readDer(signature: Uint8Array): [bigint, bigint] | null {
  if (signature[0] !== 0x30) return null
  const start = (signature[1] ?? 0) > 0x80 ? 3 : 2
  const r = readInteger(signature, start)
  if (r === null) return null
  const s = readInteger(signature, r.end)
  return s?.end === signature.byteLength ? [r.value, s.value] : null
}

function readInteger(bytes: Uint8Array, start: number): { value: bigint; end: number } | null {
  if (bytes[start] !== 0x02) return null
  const end = start + 2 + (bytes[start + 1] ?? 0)
  return { value: toInteger(bytes.subarray(start + 2, end)), end }
}
