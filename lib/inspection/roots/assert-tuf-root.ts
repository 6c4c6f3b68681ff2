import { createPublicKey, ECDH } from 'node:crypto'
import { AppError } from '#lib/errors/app-error.ts'
import { isJsonObject, type JsonObject } from '#lib/evidence/json-object.ts'
import { parseStrictJson } from '#lib/evidence/strict-json.ts'

const roleNames = ['root', 'timestamp', 'snapshot', 'targets'] as const

const refuse = (why: string, cause?: unknown) =>
  new AppError('TRUST_ROOT_METADATA_INVALID', `The root metadata of the TUF repository is not right: ${why}.`, {
    cause,
  })

/**
 * Checks of TUF root metadata that come before its signatures: tuf-js counts ids of keys, so that one key under two ids would
 * reach a threshold of two alone. Throws `TRUST_ROOT_METADATA_INVALID`.
 */
export function assertTufRoot(text: string): void {
  const { keys, roles } = readSigned(text)
  if (!isJsonObject(keys) || !isJsonObject(roles)) throw refuse('it has no keys or no roles')
  for (const name of roleNames) {
    const role = roles[name]
    if (!isJsonObject(role) || !Array.isArray(role.keyids)) throw refuse(`the role ${name} is missing`)
    const { keyids, threshold } = role
    if (typeof threshold !== 'number' || !Number.isInteger(threshold) || threshold < 1) {
      throw refuse(`the role ${name} asks for no signature`)
    }
    const known = keyids.flatMap((id) => (typeof id === 'string' && isJsonObject(keys[id]) ? [keys[id]] : []))
    const distinct = new Set(known.map(identifyKey))
    if (distinct.size !== known.length) throw refuse(`the role ${name} has one key under two names`)
    if (distinct.size < threshold) throw refuse(`the role ${name} has fewer keys than it asks for`)
  }
}

/** `isConsistent`: names of files begin with their version or hash. */
export type TufRoot = { readonly version: number; readonly expiresAt: string; readonly isConsistent: boolean }

/** What root metadata that was verified says of itself. */
export function readTufRoot(text: string): TufRoot {
  const { version, expires, consistent_snapshot: isConsistent } = readSigned(text)
  const at = typeof expires === 'string' ? Date.parse(expires) : Number.NaN
  if (typeof version !== 'number' || Number.isNaN(at)) throw refuse('it has no version or no end')
  return { version, expiresAt: new Date(at).toISOString(), isConsistent: isConsistent === true }
}

function readSigned(text: string): JsonObject {
  let value: unknown
  try {
    value = parseStrictJson(text, { maxDepth: 20 })
  } catch (cause) {
    throw refuse('it is not JSON', cause)
  }
  const signed = isJsonObject(value) ? value.signed : undefined
  if (!isJsonObject(signed) || signed._type !== 'root') throw refuse('it is not root.json')
  return signed
}

/** The same text for the same key, whether it is written as PEM or in hexadecimal. */
function identifyKey(key: JsonObject): string {
  const text = isJsonObject(key.keyval) ? key.keyval.public : undefined
  if (typeof text !== 'string') throw refuse('a key has no public part')
  try {
    return text.includes('-----BEGIN') ? identifyPem(text) : identifyHex(text)
  } catch (cause) {
    throw refuse('a key cannot be read', cause)
  }
}

function identifyPem(text: string): string {
  const key = createPublicKey(text)
  const { x = '', y = '', n } = key.export({ format: 'jwk' })
  return n === undefined ? `${toHex(x)}${toHex(y)}` : `rsa ${toHex(n)}`
}

const toHex = (base64url: string): string => Buffer.from(base64url, 'base64url').toString('hex')

const compressed: Readonly<Record<number, string>> = { 66: 'prime256v1', 98: 'secp384r1' }

function identifyHex(text: string): string {
  const hex = text.toLowerCase()
  const curve = compressed[hex.length]
  const point = curve === undefined ? hex : String(ECDH.convertKey(hex, curve, 'hex', 'hex', 'uncompressed'))
  return /^04(?:[0-9a-f]{128}|[0-9a-f]{192})$/.test(point) ? point.slice(2) : point
}
