import { identifyPrivateKey, identifyPrivateKeyBytes } from '#lib/format/private-key.ts'

/** A text that may be a public key (the server decides), or why it is not taken. */
export type ReadKey =
  | { readonly kind: 'key'; readonly pem: string; readonly fileName: string | null }
  | { readonly kind: 'private'; readonly title: string; readonly detail: string }
  | { readonly kind: 'unreadable'; readonly title: string; readonly detail: string }

// A PEM public key has some hundred bytes, a certificate some thousand.
const maxKeyBytes = 256 * 1024

/** Reads what was dropped or chosen. A private key is refused here, before anything is sent. */
export async function readKeyFile(file: File): Promise<ReadKey> {
  if (file.size > maxKeyBytes) {
    return unreadable(`${file.name} has ${file.size} bytes; a public key has some hundred. It was not sent.`)
  }
  const bytes = new Uint8Array(await file.arrayBuffer())
  const privateName = identifyPrivateKeyBytes(bytes)
  if (privateName !== null) return isPrivate(file.name, privateName)
  return readKeyText(new TextDecoder().decode(bytes), file.name)
}

export function readKeyText(text: string, fileName: string | null = null): ReadKey {
  const what = fileName ?? 'What was pasted'
  const privateName = identifyPrivateKey(text)
  if (privateName !== null) return isPrivate(what, privateName)
  if (text.trim() === '') return unreadable(`${what} is empty.`)
  if (!text.includes('-----BEGIN ')) {
    return unreadable(`${what} has no PEM block. A public key begins with -----BEGIN PUBLIC KEY-----. It was not sent.`)
  }
  return { kind: 'key', pem: text, fileName }
}

const isPrivate = (what: string, name: string): ReadKey => ({
  kind: 'private',
  title: 'This is a private key',
  detail: `${what} is ${name}. It was not sent and is not kept. Touchstone needs the public key only: cosign.pub, or what “cosign public-key --key cosign.key” prints. If others may have seen the private key, replace it.`,
})

const unreadable = (detail: string): ReadKey => ({ kind: 'unreadable', title: 'This is not a public key', detail })
