import { runProgram } from '#e2e/run-program.ts'
import type { RequestRules } from '#lib/api/contract/verdict.ts'
import { type BenchServer, startBenchServer, warmUp } from './bench-server.ts'
import { atLeast, atMost, type Row } from './row.ts'
import { forAll, timeOf } from './statistics.ts'

export const imageCount = 1000
export const tagLifetimeMs = 6000

const perSecond = (count: number, milliseconds: number): number => (count * 1000) / milliseconds
const serials = (count: number): number[] => Array.from({ length: count }, (_, serial) => serial)

/** Pushes `count` images to ten repositories of one host; the result are their references. */
export async function pushMany(
  host: string,
  repository: string,
  count: number,
  push: (target: { host: string; repository: string }, tag: string) => Promise<unknown>,
): Promise<string[]> {
  await forAll(serials(count), 4, async (serial) => {
    await push({ host, repository: `${repository}-${serial % 10}` }, `v${serial}`)
  })
  return serials(count).map((serial) => `${host}/${repository}-${serial % 10}:v${serial}`)
}

/** Images a second of two processes of cosign side by side. */
export async function measureCosignThroughput(
  cosign: string,
  flags: readonly string[],
  references: readonly string[],
): Promise<number> {
  const args = ['-P', '2', '-n', '1', cosign, 'verify', ...flags]
  const took = await timeOf(async () => {
    const { code, stderr } = await runProgram('xargs', args, { input: references.join('\n') })
    if (code !== 0) throw new Error(stderr.slice(-500))
  })
  return perSecond(references.length, took)
}

export async function mustVerify(server: BenchServer, reference: string, rules: RequestRules): Promise<void> {
  const { body } = await server.api.verify({ reference, ...rules })
  if (body.state !== 'verified') throw new Error(`${reference} is ${body.state ?? body.code}: ${body.sentence}`)
}

const singly = (server: BenchServer, references: readonly string[], rules: RequestRules): Promise<number> =>
  timeOf(() => forAll(references, 8, (reference) => mustVerify(server, reference, rules)))

const inBatches = (server: BenchServer, references: readonly string[], rules: RequestRules): Promise<number> =>
  timeOf(async () => {
    for (let start = 0; start < references.length; start += 500) {
      const lines = await server.api.verdicts(references.slice(start, start + 500), rules)
      const bad = lines.find((line) => line.verdict?.state !== 'verified')
      if (bad !== undefined) throw new Error(JSON.stringify(bad).slice(0, 300))
    }
  })

export type Many = {
  /** What the images are, as a row of the table says it. */
  readonly what: string
  readonly references: readonly string[]
  readonly warm: readonly string[]
  readonly rules: RequestRules
  /** cosign's images a second. */
  readonly base: number
}
export type Way = 'single calls' | 'POST /verdicts'
export type Goals = { readonly empty: number; readonly again: number }

/** Many images twice: never seen, then again with every tag resolved anew. */
export async function measureMany(many: Many, way: Way, goals: Goals): Promise<Row[]> {
  const { what, references, warm, rules, base } = many
  const measure = way === 'single calls' ? singly : inBatches
  const server = await startBenchServer()
  try {
    await warmUp(server.api, warm, rules)
    if (way === 'POST /verdicts') await inBatches(server, warm, rules)
    await server.probe()
    let peak = 0
    const watch = setInterval(() => {
      peak = Math.max(peak, server.memory())
    }, 50)
    const empty = perSecond(references.length, await measure(server, references, rules))
    const first = await server.probe()
    await new Promise((resolve) => setTimeout(resolve, tagLifetimeMs))
    const again = perSecond(references.length, await measure(server, references, rules))
    clearInterval(watch)
    const rate = (value: number) => `${value.toFixed(0)}/s against ${base.toFixed(0)}/s`
    return [
      atLeast(`${what} by ${way}, caches empty`, empty / base, '×', goals.empty, rate(empty)),
      atLeast(`${what} by ${way}, again`, again / base, '×', goals.again, rate(again)),
      atMost(`event loop p99 during it (${way})`, first.p99Ms, 'ms', 30, `longest ${first.maxMs.toFixed(0)} ms`),
      atMost(`memory while checking ${what} (${way})`, peak, 'MB', 450),
    ]
  } finally {
    await server.stop()
  }
}
