import { isAppError } from '#lib/errors/app-error.ts'
import { digestOf } from '#lib/oci/digest.ts'
import { parsePublicKey } from '#lib/sigstore/keys/parse-public-key.ts'
import { contextFor, toBundleItem } from '#lib/testing/signed-evidence.ts'
import { examineBundle } from '#lib/trust/examine-bundle.ts'
import type { RuleSigner, TrustedKey, TrustInput } from '#lib/trust/trust-rule.ts'
import { parseTrustedRoot } from '#lib/trust-root/parse-trusted-root.ts'
import type { ConformanceCase } from './list-cases.ts'

/** Why a case was refused; null when it was accepted. */
export type Refusal = { readonly code: string; readonly reason: string }

/** Judges a bundle as one that a registry holds for the artefact, by a rule for the expected signer alone. */
export function judgeCase(conformanceCase: ConformanceCase): Refusal | null {
  const { artifact, bundle } = conformanceCase
  let trust: TrustInput
  try {
    trust = toTrust(conformanceCase)
  } catch (error) {
    if (isAppError(error)) return { code: error.code, reason: error.message }
    throw error
  }
  const subject = digestOf(artifact)
  const mediaType = /"mediaType":\s*"([^"]+)"/.exec(bundle.toString())?.[1]
  const item = toBundleItem(bundle.toString(), { subject, claimedSubject: subject }, mediaType)
  const { evidence } = examineBundle(item, contextFor([], { subject, subjectBytes: artifact, trust }))
  if (evidence.state === 'verified') return null
  const decisive =
    evidence.checks.find(({ status }) => status === 'failed') ??
    evidence.checks.find(({ status }) => status === 'inconclusive')
  if (decisive === undefined || decisive.status === 'passed') return { code: 'NOT_VERIFIED', reason: evidence.state }
  return { code: decisive.code ?? 'NOT_VERIFIED', reason: decisive.reason }
}

function toTrust({ trustedRoot, key, identity }: ConformanceCase): TrustInput {
  parseTrustedRoot(trustedRoot)
  const keys: TrustedKey[] = key === null ? [] : [{ ...parsePublicKey(key), name: null, state: 'active' }]
  const [first] = keys
  const signer: RuleSigner =
    first === undefined ? { kind: 'identity', ...identity } : { kind: 'key', fingerprint: first.fingerprint }
  const rule = {
    id: 'expected',
    name: 'the expected signer',
    repositories: ['**'],
    signer,
    validFrom: null,
    validUntil: null,
    requireTransparencyLog: false,
    requireTimestamp: false,
  }
  const roots = [{ id: digestOf(Buffer.from(trustedRoot)), name: 'of the case', text: trustedRoot }]
  return { keys, rules: [rule], roots, anchors: [], now: new Date().toISOString(), version: '1' }
}
