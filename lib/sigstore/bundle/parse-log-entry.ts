import { isJsonObject, type JsonObject } from '#lib/evidence/json-object.ts'
import { assertMembers, malformedBundle, readBytes } from './bundle-members.ts'

/** An entry of a transparency log as a bundle carries it (protobuf-specs, sigstore_rekor.proto). Claimed, all of it. */
export type LogEntry = {
  readonly logIndex: bigint
  /** SHA-256 of the log's key, or its checkpoint key id. */
  readonly logId: Uint8Array
  readonly kind: string
  readonly version: string
  /** Seconds since the epoch; null where the log states none. */
  readonly integratedTime: bigint | null
  /** The log's signature over the entry (Rekor v1). */
  readonly promise: Uint8Array | null
  readonly proof: InclusionProof | null
  readonly body: Uint8Array
}

export type InclusionProof = {
  readonly logIndex: bigint
  readonly treeSize: bigint
  readonly rootHash: Uint8Array
  readonly hashes: readonly Uint8Array[]
  /** A signed note with the tree's size and root. */
  readonly checkpoint: string | null
}

// A path in a tree of 2^63 leaves has 63 hashes.
const maxHashes = 64
const maxCheckpointLength = 64 * 1024

/** Reads one of `tlogEntries`. Throws `BUNDLE_MALFORMED`. */
export function parseLogEntry(value: unknown): LogEntry {
  const entry = readObject(value, 'a log entry', entryMembers)
  const { kind, version } = readObject(entry.kindVersion, 'kindVersion', ['kind', 'version'])
  if (typeof kind !== 'string' || typeof version !== 'string') throw malformedBundle('kindVersion is not text')
  const { inclusionPromise, inclusionProof, integratedTime, logIndex, canonicalizedBody } = entry
  return {
    logIndex: readInteger(logIndex, 'logIndex'),
    logId: readBytes(readObject(entry.logId, 'logId', ['keyId']).keyId, 'logId.keyId'),
    kind,
    version,
    integratedTime: integratedTime === undefined ? null : readInteger(integratedTime, 'integratedTime'),
    promise: isAbsent(inclusionPromise) ? null : readPromise(inclusionPromise),
    proof: isAbsent(inclusionProof) ? null : readProof(inclusionProof),
    body: readBytes(canonicalizedBody, 'canonicalizedBody'),
  }
}

/** protobuf JSON writes an absent message as nothing or as null. */
const isAbsent = (value: unknown): boolean => value === undefined || value === null

const entryMembers = [
  'logIndex',
  'logId',
  'kindVersion',
  'integratedTime',
  'inclusionPromise',
  'inclusionProof',
  'canonicalizedBody',
]
const proofMembers = ['logIndex', 'rootHash', 'treeSize', 'hashes', 'checkpoint']

function readObject(value: unknown, where: string, members: readonly string[]): JsonObject {
  if (!isJsonObject(value)) throw malformedBundle(`${where} is not an object`)
  assertMembers(value, where, members)
  return value
}

function readPromise(value: unknown): Uint8Array {
  const { signedEntryTimestamp } = readObject(value, 'inclusionPromise', ['signedEntryTimestamp'])
  return readBytes(signedEntryTimestamp, 'signedEntryTimestamp')
}

function readProof(value: unknown): InclusionProof {
  const { logIndex, rootHash, treeSize, hashes = [], checkpoint } = readObject(value, 'inclusionProof', proofMembers)
  if (!Array.isArray(hashes) || hashes.length > maxHashes) throw malformedBundle('hashes is no list, or too long')
  return {
    logIndex: readInteger(logIndex, 'inclusionProof.logIndex'),
    treeSize: readInteger(treeSize, 'treeSize'),
    rootHash: readBytes(rootHash, 'rootHash'),
    hashes: hashes.map((hash) => readBytes(hash, 'a hash')),
    checkpoint: checkpoint === undefined ? null : readCheckpoint(checkpoint),
  }
}

function readCheckpoint(value: unknown): string {
  const { envelope } = readObject(value, 'checkpoint', ['envelope'])
  if (typeof envelope === 'string' && envelope !== '' && envelope.length <= maxCheckpointLength) return envelope
  throw malformedBundle('checkpoint.envelope is not text')
}

const maxInteger = 2n ** 63n - 1n

/** protobuf's int64: decimal text, or a number that is still exact; absent is 0. Signs, hexadecimal and exponents are refused. */
function readInteger(value: unknown, where: string): bigint {
  if (value === undefined) return 0n
  const isExact = typeof value === 'number' && Number.isSafeInteger(value) && value >= 0
  const isDecimal = typeof value === 'string' && /^(?:0|[1-9][0-9]{0,18})$/.test(value)
  if (!isExact && !isDecimal) throw malformedBundle(`${where} is not a whole number`)
  const integer = BigInt(value)
  if (integer > maxInteger) throw malformedBundle(`${where} is not a whole number`)
  return integer
}
