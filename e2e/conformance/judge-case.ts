import { hash } from 'node:crypto'
import { toPreAuthEncoding } from '#lib/attestation/envelope.ts'
import { assertStatementType, findSubject, parseStatement } from '#lib/attestation/statement.ts'
import { isAppError } from '#lib/errors/app-error.ts'
import { EvidenceError } from '#lib/evidence/evidence-error.ts'
import { digestOf } from '#lib/oci/digest.ts'
import { type Bundle, parseBundle } from '#lib/sigstore/bundle/parse-bundle.ts'
import { parsePublicKey } from '#lib/sigstore/keys/parse-public-key.ts'
import { verifySignature } from '#lib/sigstore/keys/verify-signature.ts'
import { bindEntry } from '#lib/sigstore/log/bind-entry.ts'
import { verifyInclusion } from '#lib/sigstore/log/verify-inclusion.ts'
import { verifyPromise } from '#lib/sigstore/log/verify-promise.ts'
import { type IdentityEvidence, verifyIdentity } from '#lib/sigstore/verify-identity.ts'
import { parseTrustedRoot } from '#lib/trust-root/parse-trusted-root.ts'
import type { TrustedRoot } from '#lib/trust-root/trusted-root.ts'
import type { ConformanceCase } from './list-cases.ts'

/** Why a case was refused; null when it was accepted. */
export type Refusal = { readonly code: string; readonly reason: string }

const refuse = (code: string, reason: string) => new EvidenceError(code as EvidenceError['code'], reason)

export function judgeCase(conformanceCase: ConformanceCase): Refusal | null {
  try {
    const root = parseTrustedRoot(conformanceCase.trustedRoot)
    const bundle = parseBundle(conformanceCase.bundle)
    const evidence = toEvidence(bundle, conformanceCase.artifact)
    if (conformanceCase.key === null) assertIdentity(evidence, root, conformanceCase)
    else assertKey(bundle, evidence, root, conformanceCase.key)
    assertSubject(bundle, conformanceCase.artifact)
    return null
  } catch (error) {
    if (error instanceof EvidenceError || isAppError(error)) return { code: error.code, reason: error.message }
    throw error
  }
}

function toEvidence({ content, material }: Bundle, artifact: Buffer): IdentityEvidence {
  const certificates = material.signer.kind === 'certificates' ? material.signer.certificates : []
  const rest = { certificates, logEntries: material.logEntries, timestamps: material.timestamps }
  if (content.kind === 'message') {
    return { ...rest, signature: content.signature, signed: artifact, content: { kind: 'message', bytes: artifact } }
  }
  const { envelope } = content
  const preAuthEncoding = toPreAuthEncoding(envelope)
  return {
    ...rest,
    signature: envelope.signatures[0]?.signature ?? new Uint8Array(),
    signed: preAuthEncoding,
    content: { kind: 'envelope', payload: envelope.payload, preAuthEncoding, stored: null },
  }
}

function assertIdentity(evidence: IdentityEvidence, root: TrustedRoot, { identity: expected }: ConformanceCase): void {
  const { identity } = verifyIdentity(evidence, root, Date.now())
  if (identity.subject === expected.subject && identity.issuer === expected.issuer) return
  throw refuse('RULE_NONE', `It was signed by ${identity.subject} (${identity.issuer}).`)
}

function assertKey({ material }: Bundle, evidence: IdentityEvidence, root: TrustedRoot, pem: string): void {
  const key = { ...parsePublicKey(pem), name: null, state: 'active' } as const
  if (material.signer.kind !== 'public-key') throw refuse('RULE_NONE', 'A key is expected; it has a certificate.')
  if (verifySignature(key, evidence.signed, evidence.signature) === null) {
    throw refuse('SIGNATURE_UNKNOWN_KEY', 'The signature is not by the expected key.')
  }
  for (const entry of evidence.logEntries) {
    const log = root.logs.find(({ logId }) => Buffer.compare(logId, entry.logId) === 0)
    if (log === undefined) continue
    bindEntry(entry, { signature: evidence.signature, verifier: key.spki, content: evidence.content })
    if (entry.proof !== null) verifyInclusion(entry, log)
    if (entry.promise !== null) verifyPromise(entry, log)
  }
}

const hashNames: Readonly<Record<string, string>> = { SHA2_256: 'sha256', SHA2_384: 'sha384', SHA2_512: 'sha512' }

function assertSubject({ content }: Bundle, artifact: Buffer): void {
  if (content.kind === 'envelope') {
    const statement = parseStatement(content.envelope.payload)
    assertStatementType(statement)
    findSubject(statement, digestOf(artifact), artifact)
    return
  }
  if (content.messageDigest === null) return
  const { algorithm, digest } = content.messageDigest
  const stated = Buffer.from(digest).toString('hex')
  if (stated !== hash(hashNames[algorithm] ?? 'sha256', artifact, 'hex')) {
    throw refuse('SUBJECT_MISMATCH', 'The digest in the message signature is not that of the artefact.')
  }
}
