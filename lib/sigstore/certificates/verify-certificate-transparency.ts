import { hash, verify } from 'node:crypto'
import { areEqual } from '#lib/evidence/equal-bytes.ts'
import { EvidenceError } from '#lib/evidence/evidence-error.ts'
import { covers, type TransparencyLog } from '#lib/sigstore/log/transparency-log.ts'
import type { Certificate } from './certificate.ts'
import { type DerValue, derTags, encodeDer, expectTag, parseChildren, parseDer, readOid, readSequence } from './der.ts'
import { extensionIds } from './extensions.ts'

type SignedTimestamp = {
  readonly logId: Uint8Array
  readonly timestamp: bigint
  readonly extensions: Uint8Array
  readonly algorithm: number
  readonly signature: Uint8Array
}

const invalid = (why: string) =>
  new EvidenceError('CERTIFICATE_LOG_INVALID', `The certificate’s log signature does not hold: ${why}.`)

/**
 * Verifies that a log of the trusted root promised to publish the certificate (RFC 6962 §3.2), and returns how many did.
 * Throws `CERTIFICATE_LOG_MISSING`, `CERTIFICATE_LOG_UNKNOWN` or, for any false promise of a known log, `CERTIFICATE_LOG_INVALID`.
 */
export function verifyCertificateTransparency(
  leaf: Certificate,
  issuer: Certificate,
  logs: readonly TransparencyLog[],
): number {
  const extension = leaf.extensions.get(extensionIds.certificateTransparency)
  if (extension === undefined) {
    throw new EvidenceError('CERTIFICATE_LOG_MISSING', 'The certificate carries no promise of a certificate log.')
  }
  const timestamps = readList(extension.value)
  const data = toPrecertificate(leaf)
  const issuerKeyHash = hash('sha256', issuer.spki, 'buffer')
  let verified = 0
  for (const timestamp of timestamps) {
    const log = logs.find(({ logId }) => areEqual(logId, timestamp.logId))
    if (log === undefined) continue
    if (!covers(log.validity, Number(timestamp.timestamp))) throw invalid('the log was not in use at its time')
    if (!isSigned(log, timestamp, issuerKeyHash, data)) throw invalid('it is not signed by the log that it names')
    verified += 1
  }
  if (verified > 0) return verified
  throw new EvidenceError('CERTIFICATE_LOG_UNKNOWN', 'No promise in the certificate is by a log of the trusted root.')
}

function isSigned(log: TransparencyLog, one: SignedTimestamp, issuerKeyHash: Uint8Array, tbs: Uint8Array): boolean {
  const head = Buffer.alloc(12)
  head.writeBigUInt64BE(one.timestamp, 2)
  head.writeUInt16BE(1, 10)
  const signed = Buffer.concat([
    head,
    issuerKeyHash,
    toLength(tbs.byteLength, 3),
    tbs,
    toLength(one.extensions.byteLength, 2),
    one.extensions,
  ])
  // TLS 1.2 SignatureAndHashAlgorithm: SHA-256 with RSA or ECDSA (RFC 6962 §2.1.4).
  const expected = log.key.asymmetricKeyType === 'ec' ? 0x0403 : 0x0401
  if (one.algorithm !== expected) return false
  try {
    return verify('sha256', signed, log.key, one.signature)
  } catch {
    return false
  }
}

const toLength = (length: number, bytes: number): Buffer => {
  const buffer = Buffer.alloc(bytes)
  buffer.writeUIntBE(length, 0, bytes)
  return buffer
}

// One for each log; certificates carry one or two.
const maxTimestamps = 16

/** SignedCertificateTimestampList in an OCTET STRING (RFC 6962 §3.3). */
function readList(value: Uint8Array): SignedTimestamp[] {
  try {
    const list = new Reader(expectTag(parseDer(value), derTags.octetString).content)
    const inner = new Reader(list.vector(2))
    list.end()
    const timestamps: SignedTimestamp[] = []
    while (!inner.isAtEnd() && timestamps.length < maxTimestamps) timestamps.push(readTimestamp(inner.vector(2)))
    inner.end()
    return timestamps
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof RangeError) throw invalid('it is malformed')
    throw error
  }
}

function readTimestamp(bytes: Uint8Array): SignedTimestamp {
  const reader = new Reader(bytes)
  if (reader.take(1)[0] !== 0) throw new RangeError('another version')
  const logId = reader.take(32)
  const timestamp = Buffer.from(reader.take(8)).readBigUInt64BE()
  const extensions = reader.vector(2)
  const algorithm = Buffer.from(reader.take(2)).readUInt16BE()
  const signature = reader.vector(2)
  reader.end()
  return { logId, timestamp, extensions, algorithm, signature }
}

/** Fields of fixed length and vectors with their length in front (RFC 5246 §4). */
class Reader {
  readonly #bytes: Uint8Array
  #at = 0

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes
  }

  take(length: number): Uint8Array {
    const end = this.#at + length
    if (end > this.#bytes.byteLength) throw new RangeError('cut off')
    const taken = this.#bytes.subarray(this.#at, end)
    this.#at = end
    return taken
  }

  vector(lengthBytes: number): Uint8Array {
    return this.take(Buffer.from(this.take(lengthBytes)).readUIntBE(0, lengthBytes))
  }

  isAtEnd(): boolean {
    return this.#at === this.#bytes.byteLength
  }

  end(): void {
    if (!this.isAtEnd()) throw new RangeError('something follows')
  }
}

/** The TBSCertificate as the log saw it: without the extension that holds its answer (RFC 6962 §3.2). */
function toPrecertificate({ tbs }: Certificate): Uint8Array {
  const parts = parseChildren(tbs).map((part) => {
    if (part.tag !== 0xa3) return part.encoded
    const kept = readSequence(parseChildren(part)[0])
      .filter((extension) => !isTransparency(extension))
      .map(({ encoded }) => encoded)
    return encodeDer(part.tag, encodeDer(derTags.sequence, ...kept))
  })
  return encodeDer(tbs.tag, ...parts)
}

const isTransparency = (extension: DerValue): boolean =>
  readOid(readSequence(extension)[0]) === extensionIds.certificateTransparency
