import { existsSync, readFileSync } from 'node:fs'

/** What came of a step: how many tests (or the step itself) passed, failed and were skipped. */
export const toCounts = (passed, failed, skipped = 0) => ({ passed, failed, skipped })

export const ofExit = (code) => (code === 0 ? toCounts(1, 0) : toCounts(0, 1))

export const addCounts = (list) =>
  list.reduce(
    (sum, one) => toCounts(sum.passed + one.passed, sum.failed + one.failed, sum.skipped + one.skipped),
    toCounts(0, 0),
  )

export const formatCounts = ({ passed, failed, skipped }) => `${passed} passed, ${failed} failed, ${skipped} skipped`

/** Reads a JSON report, or null when the runner died before it wrote one. */
function readReport(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : null
}

/** Counts of a vitest JSON report. A file that failed to load, or a runner that died, counts as one failure. */
export function countVitest(file, code) {
  const report = readReport(file)
  if (report === null) return toCounts(0, 1)
  const broken = report.testResults.filter(
    (result) => result.status === 'failed' && !result.assertionResults.some((test) => test.status === 'failed'),
  )
  const failed = report.numFailedTests + broken.length
  return toCounts(
    report.numPassedTests,
    Math.max(failed, code === 0 ? 0 : 1),
    report.numPendingTests + (report.numTodoTests ?? 0),
  )
}

/** Counts of a Playwright JSON report. */
export function countPlaywright(file, code) {
  const stats = readReport(file)?.stats
  if (stats === undefined) return toCounts(0, 1)
  return toCounts(stats.expected + stats.flaky, Math.max(stats.unexpected, code === 0 ? 0 : 1), stats.skipped)
}
