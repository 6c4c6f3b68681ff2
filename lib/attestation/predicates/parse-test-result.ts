import type { Claim, Listed } from './claim.ts'
import { ClaimedValue } from './claimed-value.ts'
import { type Resource, readResources } from './resource.ts'

/** What a run of tests came to (in-toto test-result.md). */
export type TestResultView = {
  readonly kind: 'test-result'
  /** As written. */
  readonly result: Claim
  readonly outcome: 'passed' | 'warned' | 'failed' | null
  readonly url: Claim
  readonly configuration: Listed<Resource>
  readonly passed: Listed<string>
  readonly warned: Listed<string>
  readonly failed: Listed<string>
}

const maxTests = 1000

/** A test result. Never throws. */
export function parseTestResult(predicate: unknown): TestResultView {
  const root = new ClaimedValue(predicate)
  const result = root.at('result').text(100)
  return {
    kind: 'test-result',
    result,
    outcome: toOutcome(result),
    url: root.at('url').text(),
    configuration: readResources(root.at('configuration'), 100),
    passed: root.at('passedTests').texts(maxTests),
    warned: root.at('warnedTests').texts(maxTests),
    failed: root.at('failedTests').texts(maxTests),
  }
}

function toOutcome(result: Claim): TestResultView['outcome'] {
  switch (result) {
    case 'PASSED':
      return 'passed'
    case 'WARNED':
      return 'warned'
    case 'FAILED':
      return 'failed'
    default:
      return null
  }
}
