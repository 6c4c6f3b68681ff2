// Adds up JSON reports: `count-report.mjs summary:FILE vitest:FILE exit:CODE …` prints the closing line and fails with it.
import { existsSync, readFileSync } from 'node:fs'
import { addCounts, countVitest, formatCounts, ofExit, toCounts } from '../lib/setup/counts.mjs'

const readers = {
  summary: (file) => (existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : toCounts(0, 1)),
  vitest: (file) => countVitest(file, 0),
  exit: (code) => ofExit(Number(code)),
  skipped: () => toCounts(0, 0, 1),
}
const counts = addCounts(
  process.argv.slice(2).map((argument) => {
    const [kind, value] = argument.split(/:(.*)/s)
    return readers[kind](value)
  }),
)
console.log(formatCounts(counts))
process.exitCode = counts.failed === 0 ? 0 : 1
