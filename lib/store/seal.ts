import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { AppError } from '#lib/errors/app-error.ts'

const version = 'v1'
const nonceBytes = 12
const tagBytes = 16

/** Seals `text` with AES-256-GCM. `context` names row and column: a sealed value moved elsewhere does not open. */
export function seal(key: Uint8Array, text: string, context: string): string {
  const nonce = randomBytes(nonceBytes)
  const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: tagBytes })
  cipher.setAAD(Buffer.from(context, 'utf8'))
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()])
  return [version, nonce.toString('base64url'), sealed.toString('base64url')].join('.')
}

/** Opens what `seal` made; throws `STORE_UNAVAILABLE` when the key is another or the value was changed or moved. */
export function unseal(key: Uint8Array, value: string, context: string): string {
  const [foundVersion, nonce = '', body = ''] = value.split('.')
  try {
    if (foundVersion !== version) throw new Error('unknown version')
    const bytes = Buffer.from(body, 'base64url')
    const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(nonce, 'base64url'), { authTagLength: tagBytes })
    decipher.setAAD(Buffer.from(context, 'utf8'))
    decipher.setAuthTag(bytes.subarray(bytes.byteLength - tagBytes))
    const text = Buffer.concat([decipher.update(bytes.subarray(0, bytes.byteLength - tagBytes)), decipher.final()])
    return text.toString('utf8')
  } catch {
    throw new AppError(
      'STORE_UNAVAILABLE',
      'Stored credentials cannot be opened: the seal key is not the one that they were sealed with. Bring it back, or give the credentials again.',
    )
  }
}
