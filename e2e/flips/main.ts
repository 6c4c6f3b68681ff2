import { writeFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { parseArgs } from 'node:util'
import { Worker } from 'node:worker_threads'
import { hasVectors } from '#e2e/conformance/list-cases.ts'
import type { Plan } from './flip-item.ts'
import { addReports, type FlipReport } from './run-flips.ts'

// npm run test:flips [-- --every N --seed N]: changes every byte (or one in N) of all evidence that is accepted.

const { values } = parseArgs({
  options: { every: { type: 'string', default: '1' }, seed: { type: 'string', default: '0' } },
})
const every = Number(values.every)
const seed = Number(values.seed)

const runWorker = (plan: Plan): Promise<FlipReport> =>
  new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./flip-worker.ts', import.meta.url), { workerData: plan })
    worker.once('message', resolve)
    worker.once('error', reject)
  })

function finish(passed: number, failed: number, skipped: number): void {
  const path = process.env.TOUCHSTONE_SUMMARY
  if (path !== undefined) writeFileSync(path, JSON.stringify({ passed, failed, skipped }))
  process.exitCode = failed === 0 ? 0 : 1
}

if (!hasVectors) {
  console.log('Skipped: the public vectors and reference cases are not beside the repository (../shared).')
  finish(0, 0, 1)
} else {
  const started = Date.now()
  const workers = availableParallelism()
  const plans = Array.from({ length: workers }, (_, at) => ({ every: every * workers, from: seed + at * every, seed }))
  const { flips, explained, failures } = addReports(await Promise.all(plans.map(runWorker)))
  for (const [reason, count] of Object.entries(explained)) console.log(`${count} verified all the same: ${reason}`)
  for (const failure of failures) console.log(`NOT EXPLAINED: ${failure}`)
  const took = Math.round((Date.now() - started) / 1000)
  console.log(`\n${flips} changed bytes in ${took} s (one in ${every}, seed ${seed}), ${failures.length} not explained`)
  finish(failures.length === 0 ? 1 : 0, failures.length, 0)
}
