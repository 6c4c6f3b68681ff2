import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import manifest from '../../package.json' with { type: 'json' }
import { judgeCase } from './judge-case.ts'
import { type ConformanceCase, hasVectors, listCases } from './list-cases.ts'

// npm run test:conformance [-- --keep]: prints the score and writes it down for the documentation, unless told to keep that.

const expectedScore = 71
const resultFile = join(import.meta.dirname, '../../app/docs/conformance/result.json')

type Outcome = { readonly name: string; readonly agrees: boolean; readonly text: string }

function judge(conformanceCase: ConformanceCase): Outcome {
  const { name, accepted } = conformanceCase
  const refusal = judgeCase(conformanceCase)
  const text = refusal === null ? 'accepted' : `refused: ${refusal.code}, ${refusal.reason}`
  return { name, agrees: accepted === (refusal === null), text }
}

/** For whoever adds up several runs. */
function writeSummary(passed: number, failed: number, skipped: number): void {
  const path = process.env.TOUCHSTONE_SUMMARY
  if (path !== undefined) writeFileSync(path, JSON.stringify({ passed, failed, skipped }))
}

function run(): number {
  if (!hasVectors) {
    console.log('Skipped: the public vectors are not beside the repository (../shared/vectors).')
    writeSummary(0, 0, 1)
    return 0
  }
  const outcomes = listCases().map(judge)
  for (const { name, agrees, text } of outcomes) console.log(`${agrees ? '✓' : '✗'} ${name}: ${text}`)
  const deviations = outcomes.filter(({ agrees }) => !agrees)
  const score = outcomes.length - deviations.length
  console.log(`\nSigstore conformance: ${score} of ${outcomes.length}`)
  for (const { name, text } of deviations) console.log(`deviation: ${name} was ${text}`)
  writeSummary(score, outcomes.length - score, 0)
  if (!process.argv.includes('--keep')) {
    const result = {
      score,
      cases: outcomes.length,
      version: manifest.version,
      date: new Date().toISOString().slice(0, 10),
      deviations: deviations.map(({ name, text }) => ({ name, text })),
    }
    writeFileSync(resultFile, `${JSON.stringify(result, null, 2)}\n`)
  }
  return score === outcomes.length && score >= expectedScore ? 0 : 1
}

process.exitCode = run()
