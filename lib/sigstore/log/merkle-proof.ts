import { hash } from 'node:crypto'

const sha256 = (...parts: readonly Uint8Array[]): Uint8Array => hash('sha256', Buffer.concat(parts), 'buffer')

/** Hash of a leaf in a Merkle tree (RFC 6962 §2.1): the prefix keeps leaves and nodes apart. */
export const hashLeaf = (entry: Uint8Array): Uint8Array => sha256(Uint8Array.of(0), entry)

const hashNode = (left: Uint8Array, right: Uint8Array): Uint8Array => sha256(Uint8Array.of(1), left, right)

/**
 * The root that an inclusion proof leads to (RFC 9162 §2.1.3.2). Throws a `RangeError` when the position is outside the tree
 * or the path has another length than position and size demand.
 */
export function computeRoot(
  leafHash: Uint8Array,
  { logIndex, treeSize, hashes }: { logIndex: bigint; treeSize: bigint; hashes: readonly Uint8Array[] },
): Uint8Array {
  if (logIndex < 0n || logIndex >= treeSize) throw new RangeError('the position is outside the tree')
  let node = logIndex
  let last = treeSize - 1n
  let root = leafHash
  for (const sibling of hashes) {
    if (sibling.byteLength !== 32) throw new RangeError('a hash of the path has not 32 bytes')
    if (last === 0n) throw new RangeError('the path is too long')
    if (node % 2n === 1n || node === last) {
      root = hashNode(sibling, root)
      // At the right edge, levels without a sibling are left out of the path.
      while (node % 2n === 0n && node !== 0n) {
        node >>= 1n
        last >>= 1n
      }
    } else {
      root = hashNode(root, sibling)
    }
    node >>= 1n
    last >>= 1n
  }
  if (last !== 0n) throw new RangeError('the path is too short')
  return root
}
