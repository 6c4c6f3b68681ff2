// Loaded into the server by the benchmark: SIGUSR2 writes what was measured since the last time, and starts anew.
import { writeFileSync } from 'node:fs'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { isMainThread } from 'node:worker_threads'

const path = process.env.BENCH_PROBE_PATH
// Next starts helpers of its own with the same options; only the one that serves is measured.
if (isMainThread && path !== undefined && process.argv.some((argument) => argument.endsWith('next'))) {
  const delay = monitorEventLoopDelay({ resolution: 5 })
  delay.enable()
  process.on('SIGUSR2', () => {
    writeFileSync(
      path,
      JSON.stringify({ p99Ms: delay.percentile(99) / 1e6, maxMs: delay.max / 1e6, rss: process.memoryUsage.rss() }),
    )
    delay.reset()
  })
}
