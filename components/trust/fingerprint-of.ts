/** The SHA-256 of a PEM's SubjectPublicKeyInfo, as the server will name the key; null where the browser cannot tell. */
export async function fingerprintOf(pem: string): Promise<string | null> {
  const body = /-----BEGIN PUBLIC KEY-----([A-Za-z0-9+/=\s]+)-----END PUBLIC KEY-----/.exec(pem)?.[1]
  // Web Crypto exists only on https and localhost.
  if (body === undefined || globalThis.crypto.subtle === undefined) return null
  try {
    const der = Uint8Array.from(atob(body.replace(/\s/g, '')), (character) => character.charCodeAt(0))
    const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', der))
    return Array.from(hash, (byte) => byte.toString(16).padStart(2, '0')).join('')
  } catch {
    return null
  }
}
