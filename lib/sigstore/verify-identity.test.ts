import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { toPreAuthEncoding } from '#lib/attestation/envelope.ts'
import { parseStatement } from '#lib/attestation/statement.ts'
import { isAppError } from '#lib/errors/app-error.ts'
import { EvidenceError } from '#lib/evidence/evidence-error.ts'
import { digestOf } from '#lib/oci/digest.ts'
import { parseTrustedRoot } from '#lib/trust-root/parse-trusted-root.ts'
import { type Bundle, parseBundle } from './bundle/parse-bundle.ts'
import type { LogEntry } from './bundle/parse-log-entry.ts'
import { parseTimestamp } from './timestamp/parse-timestamp.ts'
import { verifyIdentity } from './verify-identity.ts'

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

/** Null when the case is proven, else why not: the identity and the artefact are compared as a rule would. */
function judge(name: string, change: (bundle: Bundle) => Bundle = (bundle) => bundle): string | null {
  const artifact = has(name, 'artifact') ? read(name, 'artifact') : readFileSync(resolve(vectors, 'conformance/a.txt'))
  const publicGood = resolve(vectors, 'trusted-roots/pgi-trusted_root.json')
  try {
    const root = parseTrustedRoot(
      (has(name, 'trusted_root.json') ? read(name, 'trusted_root.json') : readFileSync(publicGood)).toString(),
    )
    const { content, material } = change(parseBundle(read(name, 'bundle.sigstore.json')))
    if (material.signer.kind !== 'certificates') return 'a key'
    const { certificates } = material.signer
    const rest = { certificates, logEntries: material.logEntries, timestamps: material.timestamps }
    const { identity } =
      content.kind === 'message'
        ? verifyIdentity(
            { ...rest, signature: content.signature, signed: artifact, content: { kind: 'message', bytes: artifact } },
            root,
            Date.now(),
          )
        : verifyIdentity(
            {
              ...rest,
              signature: content.envelope.signatures[0]?.signature ?? new Uint8Array(),
              signed: toPreAuthEncoding(content.envelope),
              content: {
                kind: 'envelope',
                payload: content.envelope.payload,
                preAuthEncoding: toPreAuthEncoding(content.envelope),
                stored: null,
              },
            },
            root,
            Date.now(),
          )
    const digest = digestOf(artifact).slice(7)
    if (
      content.kind === 'message' &&
      content.messageDigest !== null &&
      Buffer.from(content.messageDigest.digest).toString('hex') !== digest
    ) {
      return 'other artefact'
    }
    if (content.kind === 'envelope') {
      const { subjectDigests } = parseStatement(content.envelope.payload)
      if (!subjectDigests.some(({ sha256 }) => sha256 === digest)) return 'other artefact'
    }
    if (identity.subject !== textOf(name, 'identity', defaultIdentity)) return `other identity ${identity.subject}`
    return identity.issuer === textOf(name, 'issuer', defaultIssuer) ? null : 'other issuer'
  } catch (error) {
    if (error instanceof EvidenceError || isAppError(error)) return error.code
    throw error
  }
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
        "bundle-from-wrong-instance_fail": "TIMESTAMP_UNKNOWN_AUTHORITY",
        "bundle-invalid-base64-signature_fail": "BUNDLE_MALFORMED",
        "bundle-malformed-json_fail": "BUNDLE_MALFORMED",
        "bundle-negative-log-index_fail": "BUNDLE_MALFORMED",
        "bundle-unknown-version_fail": "BUNDLE_VERSION",
        "bundle-with-root-cert_fail": "CERTIFICATE_PROFILE",
        "checkpoint-bad-keyhint_fail": "LOG_CHECKPOINT_INVALID",
        "checkpoint-wrong-roothash_fail": "LOG_PROOF_INVALID",
        "dsse-invalid-sig_fail": "LOG_ENTRY_OTHER",
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
        "message-digest-mismatch_fail": "other artefact",
        "rekor2-checkpoint-missing-log-signature_fail": "LOG_CHECKPOINT_INVALID",
        "rekor2-checkpoint-missing-origin_fail": "LOG_CHECKPOINT_INVALID",
        "rekor2-checkpoint-missing-root-hash_fail": "LOG_CHECKPOINT_INVALID",
        "rekor2-checkpoint-missing-size_fail": "LOG_CHECKPOINT_INVALID",
        "rekor2-checkpoint-no-matching-signature_fail": "LOG_CHECKPOINT_INVALID",
        "rekor2-dsse-invalid-sig_fail": "LOG_ENTRY_OTHER",
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
        "signature-mismatch_fail": "LOG_ENTRY_OTHER",
        "trust-root-tlog-missing-validity-start_fail": "TRUST_ROOT_INVALID",
        "wrong-hashedrekord-artifact_fail": "LOG_ENTRY_OTHER",
        "wrong-hashedrekord-cert-and-sig_fail": "LOG_ENTRY_OTHER",
        "wrong-hashedrekord-entry_fail": "LOG_ENTRY_OTHER",
        "wrong-material_fail": "LOG_ENTRY_OTHER",
      }
    `)
  })

  it('T proves nothing with any byte of the promise, the path or the body changed', () => {
    const changeEntry = (bundle: Bundle, changes: Partial<LogEntry>): Bundle => ({
      ...bundle,
      material: {
        ...bundle.material,
        logEntries: bundle.material.logEntries.map((entry) => ({ ...entry, ...changes })),
      },
    })
    const promise = (bundle: Bundle) => bundle.material.logEntries[0]?.promise ?? new Uint8Array()
    expect(flipEach('happy-path-v0.3', promise, (bundle, bytes) => changeEntry(bundle, { promise: bytes }))).toEqual([])
    const body = (bundle: Bundle) => bundle.material.logEntries[0]?.body ?? new Uint8Array()
    expect(flipEach('happy-path-v0.3', body, (bundle, bytes) => changeEntry(bundle, { body: bytes }))).toEqual([])
    const path = (bundle: Bundle) => bundle.material.logEntries[0]?.proof?.hashes[0] ?? new Uint8Array()
    const withPath = (bundle: Bundle, bytes: Uint8Array) => {
      const proof = bundle.material.logEntries[0]?.proof
      if (proof == null) throw new TypeError('There is one.')
      return changeEntry(bundle, { proof: { ...proof, hashes: [bytes, ...proof.hashes.slice(1)] } })
    }
    expect(flipEach('happy-path-v0.3', path, withPath)).toEqual([])
  })

  it('T proves nothing with any byte of the time stamp’s signed parts changed', () => {
    const stamp = (bundle: Bundle) => bundle.material.timestamps[0] ?? new Uint8Array()
    const name = 'rekor2-timestamp-without-embedded-cert'
    const accepted = flipEach(name, stamp, (bundle, bytes) => ({
      ...bundle,
      material: { ...bundle.material, timestamps: [bytes] },
    }))
    // Outside what is signed: status text, versions, the names of algorithms and of the signer.
    const { signedAttributes, signature, content } = signedParts(name)
    const bytes = stamp(parseBundle(read(name, 'bundle.sigstore.json')))
    for (const part of [signedAttributes.subarray(1), signature, content]) {
      const start = Buffer.from(bytes).indexOf(part)
      expect(start).toBeGreaterThan(0)
      expect(accepted.filter((at) => at >= start && at < start + part.byteLength)).toEqual([])
    }
  })
})

function signedParts(name: string) {
  const [response = new Uint8Array()] = parseBundle(read(name, 'bundle.sigstore.json')).material.timestamps
  const { signer, content } = parseTimestamp(response)
  return { ...signer, content }
}

/** Positions at which a changed byte was accepted all the same. */
function flipEach(
  name: string,
  select: (bundle: Bundle) => Uint8Array,
  replace: (bundle: Bundle, bytes: Uint8Array) => Bundle,
): number[] {
  const original = select(parseBundle(read(name, 'bundle.sigstore.json')))
  expect(original.byteLength).toBeGreaterThan(0)
  return [...original.keys()].filter((at) => {
    // Every third byte, the ends included: each of them costs several verifications.
    if (at % 3 !== 0 && at !== original.byteLength - 1) return false
    const changed = Uint8Array.from(original)
    changed[at] = (changed[at] ?? 0) ^ 0x01
    return judge(name, (bundle) => replace(bundle, changed)) === null
  })
}
