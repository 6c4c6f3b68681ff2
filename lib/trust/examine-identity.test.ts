import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { isAppError } from '#lib/errors/app-error.ts'
import { digestOf } from '#lib/oci/digest.ts'
import { parseBundle } from '#lib/sigstore/bundle/parse-bundle.ts'
import { parseTimestamp } from '#lib/sigstore/timestamp/parse-timestamp.ts'
import { contextFor, toBundleItem } from '#lib/testing/signed-evidence.ts'
import { openRoot } from '#lib/trust-root/open-root.ts'
import { examineBundle } from './examine-bundle.ts'
import type { NamedRoot, TrustRule } from './trust-rule.ts'

const vectors = resolve(import.meta.dirname, '../../../shared/vectors')
const folder = resolve(vectors, 'conformance/bundle-verify')
const names = existsSync(folder)
  ? readdirSync(folder).filter((name) => existsSync(resolve(folder, name, 'bundle.sigstore.json')))
  : []
const has = (name: string, file: string) => existsSync(resolve(folder, name, file))
const read = (name: string, file: string) => readFileSync(resolve(folder, name, file))

const defaultIdentity =
  'https://github.com/sigstore-conformance/extremely-dangerous-public-oidc-beacon/.github/workflows/extremely-dangerous-oidc-beacon.yml@refs/heads/main'
const defaultIssuer = 'https://token.actions.githubusercontent.com'
const textOf = (name: string, file: string, otherwise: string) =>
  has(name, file) ? read(name, file).toString().trim() : otherwise

function readRoot(name: string): NamedRoot {
  const publicGood = resolve(vectors, 'trusted-roots/pgi-trusted_root.json')
  const text = (has(name, 'trusted_root.json') ? read(name, 'trusted_root.json') : readFileSync(publicGood)).toString()
  return { id: digestOf(Buffer.from(text)), name, text }
}

const expectedSigner = (name: string): TrustRule => ({
  id: 'expected',
  name: 'expected signer',
  repositories: ['**'],
  signer: {
    kind: 'identity',
    issuer: textOf(name, 'issuer', defaultIssuer),
    subject: textOf(name, 'identity', defaultIdentity),
  },
  validFrom: null,
  validUntil: null,
  requireTransparencyLog: false,
  requireTimestamp: false,
})

/** Null when the bundle is verified by a rule for exactly its signer, else the code of the check that decided. */
function judge(name: string, bundle = read(name, 'bundle.sigstore.json').toString()): string | null {
  const artifact = has(name, 'artifact') ? read(name, 'artifact') : readFileSync(resolve(vectors, 'conformance/a.txt'))
  const subject = digestOf(artifact)
  const root = readRoot(name)
  try {
    openRoot(root)
  } catch (error) {
    if (isAppError(error)) return error.code
    throw error
  }
  const mediaType = /"mediaType":\s*"([^"]+)"/.exec(bundle)?.[1]
  const item = toBundleItem(bundle, { subject, claimedSubject: subject }, mediaType)
  const context = contextFor([], { subject, subjectBytes: artifact })
  const trust = { ...context.trust, roots: [root], rules: [expectedSigner(name)], now: new Date().toISOString() }
  const { state, checks } = examineBundle(item, { ...context, trust }).evidence
  if (state === 'verified') return null
  const decisive =
    checks.find(({ status }) => status === 'failed') ?? checks.find(({ status }) => status === 'inconclusive')
  return decisive === undefined || decisive.status === 'passed' ? state : decisive.code
}

type Json = { [member: string]: Json } & { [at: number]: Json }

/** The bundle with the text at one place of it replaced. */
function withText(name: string, path: readonly (string | number)[], text: string): string {
  const bundle = JSON.parse(read(name, 'bundle.sigstore.json').toString())
  const last = path.at(-1) ?? ''
  const holder = path.slice(0, -1).reduce<Json>((value, key) => value[key as string] as Json, bundle)
  Object.assign(holder, { [last]: text })
  return JSON.stringify(bundle)
}

function bytesAt(name: string, path: readonly (string | number)[]): Buffer {
  const bundle = JSON.parse(read(name, 'bundle.sigstore.json').toString())
  return Buffer.from(String(path.reduce<Json>((value, key) => value[key as string] as Json, bundle)), 'base64')
}

/** Positions at which a changed byte was accepted all the same. */
function flipEach(name: string, path: readonly (string | number)[]): number[] {
  const original = bytesAt(name, path)
  expect(original.byteLength).toBeGreaterThan(0)
  return [...original.keys()].filter((at) => {
    // Every third byte, the ends included: each of them costs several verifications.
    if (at % 3 !== 0 && at !== original.byteLength - 1) return false
    const changed = Buffer.from(original)
    changed[at] = (changed[at] ?? 0) ^ 0x01
    return judge(name, withText(name, path, changed.toString('base64'))) === null
  })
}

const keyless = names.filter((name) => !has(name, 'key.pub') && !name.startsWith('managed-key'))

describe.skipIf(names.length === 0)('identities in the conformance bundles', () => {
  it.each(keyless.filter((name) => !name.endsWith('_fail')))('C T proves %s', (name) => {
    expect(judge(name)).toBeNull()
  })

  it.each(keyless.filter((name) => name.endsWith('_fail')))('C T refuses %s', (name) => {
    expect(judge(name)).not.toBeNull()
  })

  it('C T refuses them for the reasons that they are named after', () => {
    const reasons = Object.fromEntries(
      keyless.filter((name) => name.endsWith('_fail')).map((name) => [name, judge(name)]),
    )
    expect(reasons).toMatchInlineSnapshot(`
      {
        "bundle-empty-certificate-chain_fail": "BUNDLE_MATERIAL",
        "bundle-from-wrong-instance_fail": "CERTIFICATE_UNKNOWN_AUTHORITY",
        "bundle-invalid-base64-signature_fail": "BUNDLE_MALFORMED",
        "bundle-malformed-json_fail": "BUNDLE_MALFORMED",
        "bundle-negative-log-index_fail": "BUNDLE_MALFORMED",
        "bundle-unknown-version_fail": "BUNDLE_VERSION",
        "bundle-with-root-cert_fail": "CERTIFICATE_PROFILE",
        "checkpoint-bad-keyhint_fail": "LOG_CHECKPOINT_INVALID",
        "checkpoint-wrong-roothash_fail": "LOG_PROOF_INVALID",
        "dsse-invalid-sig_fail": "SIGNATURE_INVALID",
        "dsse-mismatch-envelope_fail": "LOG_ENTRY_OTHER",
        "dsse-mismatch-sig_fail": "LOG_ENTRY_OTHER",
        "inclusion-proof-corrupted-hash_fail": "LOG_PROOF_INVALID",
        "incorrect-public-key_fail": "LOG_ENTRY_OTHER",
        "integrated-time-in-future_fail": "CERTIFICATE_OUTSIDE_VALIDITY",
        "intoto-expired-certificate_fail": "CERTIFICATE_OUTSIDE_VALIDITY",
        "intoto-log-entry-mismatch_fail": "LOG_ENTRY_OTHER",
        "intoto-missing-inclusion-proof_fail": "BUNDLE_LOG_ENTRY_MISSING",
        "intoto-set-outside-signing-cert-validity_fail": "CERTIFICATE_OUTSIDE_VALIDITY",
        "intoto-tsa-timestamp-outside-cert-validity_fail": "CERTIFICATE_OUTSIDE_VALIDITY",
        "invalid-checkpoint-signature_fail": "LOG_CHECKPOINT_INVALID",
        "invalid-ct-key_fail": "CERTIFICATE_LOG_UNKNOWN",
        "invalid-inclusion-proof_fail": "BUNDLE_LOG_ENTRY_MISSING",
        "message-digest-mismatch_fail": "SUBJECT_MISMATCH",
        "rekor2-checkpoint-missing-log-signature_fail": "LOG_CHECKPOINT_INVALID",
        "rekor2-checkpoint-missing-origin_fail": "LOG_CHECKPOINT_INVALID",
        "rekor2-checkpoint-missing-root-hash_fail": "LOG_CHECKPOINT_INVALID",
        "rekor2-checkpoint-missing-size_fail": "LOG_CHECKPOINT_INVALID",
        "rekor2-checkpoint-no-matching-signature_fail": "LOG_CHECKPOINT_INVALID",
        "rekor2-dsse-invalid-sig_fail": "SIGNATURE_INVALID",
        "rekor2-dsse-mismatch-envelope_fail": "LOG_ENTRY_OTHER",
        "rekor2-dsse-mismatch-sig_fail": "LOG_ENTRY_OTHER",
        "rekor2-no-inclusion-proof_fail": "BUNDLE_LOG_ENTRY_MISSING",
        "rekor2-no-timestamp_fail": "CERTIFICATE_NO_TIME",
        "rekor2-timestamp-outside-trust-root-tsa-validity_fail": "CERTIFICATE_OUTSIDE_VALIDITY",
        "rekor2-timestamp-outside-tsa-cert-validity_fail": "CERTIFICATE_OUTSIDE_VALIDITY",
        "rekor2-timestamp-payload-mismatch_fail": "TIMESTAMP_INVALID",
        "rekor2-timestamp-untrusted-tsa-with-embedded-cert_fail": "TIMESTAMP_UNKNOWN_AUTHORITY",
        "rekor2-timestamp-untrusted-tsa-without-embedded-cert_fail": "TIMESTAMP_UNKNOWN_AUTHORITY",
        "rekor2-timestamp-with-incorrect-time_fail": "BUNDLE_MALFORMED",
        "set-invalid-signature_fail": "LOG_PROMISE_INVALID",
        "signature-mismatch_fail": "SIGNATURE_INVALID",
        "trust-root-tlog-missing-validity-start_fail": "TRUST_ROOT_INVALID",
        "wrong-hashedrekord-artifact_fail": "LOG_ENTRY_OTHER",
        "wrong-hashedrekord-cert-and-sig_fail": "LOG_ENTRY_OTHER",
        "wrong-hashedrekord-entry_fail": "LOG_ENTRY_OTHER",
        "wrong-material_fail": "SUBJECT_MISMATCH",
      }
    `)
  })

  const entry = ['verificationMaterial', 'tlogEntries', 0]

  it('T proves nothing with any byte of the promise, the path or the body changed', () => {
    const name = 'happy-path-v0.3'
    expect(flipEach(name, [...entry, 'inclusionPromise', 'signedEntryTimestamp'])).toEqual([])
    expect(flipEach(name, [...entry, 'canonicalizedBody'])).toEqual([])
    expect(flipEach(name, [...entry, 'inclusionProof', 'hashes', 0])).toEqual([])
  })

  it('T proves nothing with any byte of the time stamp’s signed parts changed', () => {
    const name = 'rekor2-timestamp-without-embedded-cert'
    const path = ['verificationMaterial', 'timestampVerificationData', 'rfc3161Timestamps', 0, 'signedTimestamp']
    const accepted = flipEach(name, path)
    // Outside what is signed: status text, versions, the names of algorithms and of the signer.
    const [response = new Uint8Array()] = parseBundle(read(name, 'bundle.sigstore.json')).material.timestamps
    const { signer, content } = parseTimestamp(response)
    const bytes = bytesAt(name, path)
    for (const part of [signer.signedAttributes.subarray(1), signer.signature, content]) {
      const start = bytes.indexOf(part)
      expect(start).toBeGreaterThan(0)
      expect(accepted.filter((at) => at >= start && at < start + part.byteLength)).toEqual([])
    }
  })
})
