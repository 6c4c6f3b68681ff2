import { hash, sign } from 'node:crypto'
import type { KeyPair } from './test-instance.ts'

const sha256 = (...parts: readonly Uint8Array[]): Buffer => hash('sha256', Buffer.concat(parts), 'buffer')
const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64')

// Merkle trees by their definition (RFC 6962 §2.1), apart from the code under test.

const hashLeaf = (leaf: Uint8Array): Buffer => sha256(Uint8Array.of(0), leaf)
const hashNode = (left: Uint8Array, right: Uint8Array): Buffer => sha256(Uint8Array.of(1), left, right)

function splitAt(size: number): number {
  let power = 1
  while (power * 2 < size) power *= 2
  return power
}
function rootOf(leaves: readonly Uint8Array[]): Buffer {
  const [only] = leaves
  if (leaves.length === 1 && only !== undefined) return hashLeaf(only)
  const at = splitAt(leaves.length)
  return hashNode(rootOf(leaves.slice(0, at)), rootOf(leaves.slice(at)))
}
function pathOf(index: number, leaves: readonly Uint8Array[]): Buffer[] {
  if (leaves.length === 1) return []
  const at = splitAt(leaves.length)
  return index < at
    ? [...pathOf(index, leaves.slice(0, at)), rootOf(leaves.slice(at))]
    : [...pathOf(index - at, leaves.slice(at)), rootOf(leaves.slice(0, at))]
}

export type LogSigner = { readonly origin: string; readonly keys: KeyPair; readonly hint: Uint8Array }

/** A proof that `body` is the last but one of so many leaves. */
export function prove(body: Uint8Array, size: number, log: LogSigner) {
  const index = Math.max(size - 2, 0)
  const leaves = Array.from({ length: size }, (_, at) => (at === index ? body : Buffer.from(`leaf ${at}`)))
  const rootHash = rootOf(leaves)
  return {
    logIndex: String(index),
    rootHash: base64(rootHash),
    treeSize: String(size),
    hashes: pathOf(index, leaves).map(base64),
    checkpoint: { envelope: signNote(`${log.origin}\n${size}\n${base64(rootHash)}\n`, log) },
  }
}

/** A signed note (C2SP signed-note.md). */
export function signNote(text: string, { origin, keys, hint }: LogSigner): string {
  const isEd25519 = keys.privateKey.asymmetricKeyType === 'ed25519'
  const signature = sign(isEd25519 ? null : 'sha256', Buffer.from(text), keys.privateKey)
  return `${text}\n\u2014 ${origin} ${base64(Buffer.concat([hint, signature]))}\n`
}
