import { verify } from 'node:crypto'
import { EvidenceError } from '#lib/evidence/evidence-error.ts'
import type { LogEntry } from '#lib/sigstore/bundle/parse-log-entry.ts'
import { covers, type TransparencyLog } from './transparency-log.ts'

const invalid = (why: string) =>
  new EvidenceError('LOG_PROMISE_INVALID', `The log’s promise about the entry does not hold: ${why}.`)

/**
 * Verifies Rekor v1's signed entry timestamp and returns the time that it vouches for, in milliseconds since the epoch:
 * nothing else makes `integratedTime` more than a claim. Throws `LOG_PROMISE_INVALID`.
 */
export function verifyPromise(
  { promise, body, integratedTime, logId, logIndex }: LogEntry,
  log: TransparencyLog,
): number {
  if (promise === null || integratedTime === null || integratedTime <= 0n) throw invalid('it has no promise or no time')
  // Canonical JSON (RFC 8785) of exactly these members, in this order.
  const signed = JSON.stringify({
    body: Buffer.from(body).toString('base64'),
    integratedTime: Number(integratedTime),
    logID: Buffer.from(logId).toString('hex'),
    logIndex: Number(logIndex),
  })
  if (!isSigned(log, Buffer.from(signed), promise)) throw invalid('it is not signed by the log that it names')
  const at = Number(integratedTime) * 1000
  if (!covers(log.validity, at)) throw invalid('the log’s key was not valid at its time')
  return at
}

function isSigned({ key }: TransparencyLog, data: Uint8Array, signature: Uint8Array): boolean {
  if (key.asymmetricKeyType !== 'ec') return false
  try {
    return verify('sha256', data, key, signature)
  } catch {
    return false
  }
}
