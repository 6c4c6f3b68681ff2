/** A public key on its way from the box where it was pasted to the key shelf; it never travels in an address. */
let pastedKey: string | null = null

export function keepPastedKey(pem: string): void {
  pastedKey = pem
}

export function takePastedKey(): string | null {
  const key = pastedKey
  pastedKey = null
  return key
}
