import { createPublicKey, X509Certificate } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { toPreAuthEncoding } from '#lib/attestation/envelope.ts'
import { EvidenceError } from '#lib/evidence/evidence-error.ts'
import { parseBundle } from '#lib/sigstore/bundle/parse-bundle.ts'
import { parseTrustedRoot } from '#lib/trust-root/parse-trusted-root.ts'
import { bindEntry, type LoggedEvidence } from './bind-entry.ts'
import { covers } from './transparency-log.ts'
import { verifyInclusion } from './verify-inclusion.ts'
import { verifyPromise } from './verify-promise.ts'

const vectors = resolve(import.meta.dirname, '../../../../shared/vectors')
const folder = resolve(vectors, 'conformance/bundle-verify')
const names = existsSync(folder)
  ? readdirSync(folder).filter((name) => existsSync(resolve(folder, name, 'bundle.sigstore.json')))
  : []

const publicGood = () => readFileSync(resolve(vectors, 'trusted-roots/pgi-trusted_root.json'), 'utf8')
const read = (name: string, file: string) => readFileSync(resolve(folder, name, file))
const has = (name: string, file: string) => existsSync(resolve(folder, name, file))

/** What is wrong with the log entries of a case; null when nothing is. */
function examineLog(name: string): string | null {
  const artifact = has(name, 'artifact') ? read(name, 'artifact') : readFileSync(resolve(vectors, 'conformance/a.txt'))
  try {
    const root = parseTrustedRoot(
      has(name, 'trusted_root.json') ? read(name, 'trusted_root.json').toString() : publicGood(),
    )
    const { content, material } = parseBundle(read(name, 'bundle.sigstore.json'))
    const { signer } = material
    const [certificate] = signer.kind === 'certificates' ? signer.certificates : []
    const key = has(name, 'key.pub')
      ? createPublicKey(read(name, 'key.pub')).export({ type: 'spki', format: 'der' })
      : null
    const verifier = certificate ?? key
    if (verifier === null || verifier === undefined) return 'no verifier'
    if (certificate !== undefined) new X509Certificate(certificate)
    const evidence: LoggedEvidence =
      content.kind === 'message'
        ? { signatures: [content.signature], verifiers: [verifier], content: { kind: 'message', bytes: artifact } }
        : {
            signatures: content.envelope.signatures.map(({ signature }) => signature),
            verifiers: [verifier],
            content: {
              kind: 'envelope',
              payload: content.envelope.payload,
              preAuthEncoding: toPreAuthEncoding(content.envelope),
              stored: null,
            },
          }
    for (const entry of material.logEntries) {
      const log = root.logs.find(({ logId }) => Buffer.compare(logId, entry.logId) === 0)
      if (log === undefined) return 'unknown log'
      if (entry.promise !== null) verifyPromise(entry, log)
      if (entry.proof?.checkpoint != null) verifyInclusion(entry, log)
      if (entry.promise === null && entry.proof === null) return 'no proof'
      bindEntry(entry, evidence)
      expect(covers(log.validity, Number(entry.integratedTime ?? 0) * 1000) || entry.integratedTime === null).toBe(true)
    }
    return null
  } catch (error) {
    return error instanceof EvidenceError ? error.code : `${error}`
  }
}

describe.skipIf(names.length === 0)('transparency logs in the conformance bundles', () => {
  it.each(names.filter((name) => !name.endsWith('_fail')))('accepts the log entries of %s', (name) => {
    expect(examineLog(name)).toBeNull()
  })

  it.each([
    ['checkpoint-bad-keyhint_fail', 'LOG_CHECKPOINT_INVALID'],
    ['checkpoint-wrong-roothash_fail', 'LOG_PROOF_INVALID'],
    ['dsse-mismatch-envelope_fail', 'LOG_ENTRY_OTHER'],
    ['dsse-mismatch-sig_fail', 'LOG_ENTRY_OTHER'],
    ['inclusion-proof-corrupted-hash_fail', 'LOG_PROOF_INVALID'],
    ['intoto-log-entry-mismatch_fail', 'LOG_ENTRY_OTHER'],
    ['invalid-checkpoint-signature_fail', 'LOG_CHECKPOINT_INVALID'],
    ['rekor2-checkpoint-missing-log-signature_fail', 'LOG_CHECKPOINT_INVALID'],
    ['rekor2-checkpoint-missing-origin_fail', 'LOG_CHECKPOINT_INVALID'],
    ['rekor2-checkpoint-missing-root-hash_fail', 'LOG_CHECKPOINT_INVALID'],
    ['rekor2-checkpoint-missing-size_fail', 'LOG_CHECKPOINT_INVALID'],
    ['rekor2-checkpoint-no-matching-signature_fail', 'LOG_CHECKPOINT_INVALID'],
    ['rekor2-dsse-mismatch-envelope_fail', 'LOG_ENTRY_OTHER'],
    ['rekor2-dsse-mismatch-sig_fail', 'LOG_ENTRY_OTHER'],
    ['set-invalid-signature_fail', 'LOG_PROMISE_INVALID'],
    ['wrong-hashedrekord-artifact_fail', 'LOG_ENTRY_OTHER'],
    ['wrong-hashedrekord-cert-and-sig_fail', 'LOG_ENTRY_OTHER'],
    ['wrong-hashedrekord-entry_fail', 'LOG_ENTRY_OTHER'],
  ])('T refuses %s for the reason that it is named after', (name, code) => {
    expect(examineLog(name)).toBe(code)
  })

  it('U refuses a root whose log does not say from when it is valid', () => {
    expect(examineLog('trust-root-tlog-missing-validity-start_fail')).toContain('does not say from when it is valid')
  })
})
