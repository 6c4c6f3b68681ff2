import type { Claim, Field, Listed } from './claim.ts'
import { ClaimedValue } from './claimed-value.ts'
import { type Resource, readResource, readResources } from './resource.ts'

/** That somebody else verified an image by a policy, and what came out (slsa.dev/verification_summary; in-toto svr.md). */
export type VerificationSummaryView = {
  readonly kind: 'verification-summary'
  readonly verifier: Claim
  readonly verifierVersions: Listed<Field>
  readonly verifiedAt: Claim
  readonly resource: Claim
  readonly policy: Resource | null
  readonly inputs: Listed<Resource>
  /** As written; a simple verification result has none, since it only lists what passed. */
  readonly result: Claim
  readonly outcome: 'passed' | 'failed' | null
  readonly levels: Listed<string>
  readonly dependencyLevels: Listed<Field>
  readonly slsaVersion: Claim
}

const maxInputs = 100
const maxLevels = 50

/** A verification summary, v1, v0.2 or v0.1, whose members were written `like_this`. Never throws. */
export function parseVerificationSummary(predicate: unknown): VerificationSummaryView {
  const root = new ClaimedValue(predicate)
  const levels = root.firstOf('verifiedLevels', 'policyLevel', 'policy_level')
  const result = root.firstOf('verificationResult', 'verification_result').text(100)
  const policy = root.at('policy')
  return {
    kind: 'verification-summary',
    verifier: root.at('verifier', 'id').text(),
    verifierVersions: root.at('verifier', 'version').fields(20),
    verifiedAt: root.firstOf('timeVerified', 'time_verified').text(100),
    resource: root.firstOf('resourceUri', 'resource_uri').text(),
    policy: policy.isStated ? readResource(policy) : null,
    inputs: readResources(root.firstOf('inputAttestations', 'input_attestations'), maxInputs),
    result,
    outcome: toOutcome(result),
    levels: typeof levels.raw === 'string' ? toSingle(levels.raw) : levels.texts(maxLevels),
    dependencyLevels: root.firstOf('dependencyLevels', 'dependency_levels').fields(maxLevels),
    slsaVersion: root.at('slsaVersion').text(50),
  }
}

/** A simple verification result: the properties that were verified. Never throws. */
export function parseVerificationResult(predicate: unknown): VerificationSummaryView {
  const root = new ClaimedValue(predicate)
  const policy = root.at('verifier', 'policy')
  return {
    kind: 'verification-summary',
    verifier: root.at('verifier', 'id').text(),
    verifierVersions: { items: [], total: 0, unreadable: null },
    verifiedAt: root.at('timeCreated').text(100),
    resource: null,
    policy: policy.isStated ? readResource(policy) : null,
    inputs: { items: [], total: 0, unreadable: null },
    result: null,
    outcome: null,
    levels: root.at('properties').texts(maxLevels),
    dependencyLevels: { items: [], total: 0, unreadable: null },
    slsaVersion: null,
  }
}

// Exactly these two words exist; anything else is neither.
const toOutcome = (result: Claim): 'passed' | 'failed' | null =>
  result === 'PASSED' ? 'passed' : result === 'FAILED' ? 'failed' : null

const toSingle = (text: string): Listed<string> =>
  text === '' ? { items: [], total: 0, unreadable: null } : { items: [text.slice(0, 2000)], total: 1, unreadable: null }
