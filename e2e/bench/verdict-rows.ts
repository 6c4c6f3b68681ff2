import { readFileSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sampleLayouts } from '#e2e/fixtures/sample-keys.ts'
import { findCosign } from '#e2e/interop/cosign.ts'
import { startRegistry } from '#e2e/registries/start-registry.ts'
import { runProgram } from '#e2e/run-program.ts'
import { type BenchServer, startBenchServer, warmUp } from './bench-server.ts'
import { atLeast, atMost, type Row } from './row.ts'
import { attachAttestation, type BenchKey, createBenchKey, pushSignedImage } from './signed-image.ts'
import { forAll, median, timeOf } from './statistics.ts'

const sampleCopies = 15
const imageCount = 1000
const tagLifetimeMs = 6000

type Bench = { readonly host: string; readonly key: BenchKey; readonly keyPath: string; readonly cosign: string }

/** The SPDX document of the sample, 166 packages. */
function readSamplePredicate(): string {
  const layout = join(sampleLayouts, 'workshop/hummingbird-demo')
  type Listed = { manifests: { digest: string; annotations?: Record<string, string> }[] }
  const blob = (digest: string) => readFileSync(join(layout, 'blobs', digest.replace(':', '/')), 'utf8')
  const index = JSON.parse(readFileSync(join(layout, 'index.json'), 'utf8')) as Listed
  const entry = index.manifests.find((one) => one.annotations?.['org.opencontainers.image.ref.name']?.endsWith('.att'))
  const manifest = JSON.parse(blob(entry?.digest ?? '')) as { layers: { digest: string }[] }
  const { payload } = JSON.parse(blob(manifest.layers[0]?.digest ?? '')) as { payload: string }
  return JSON.stringify((JSON.parse(Buffer.from(payload, 'base64').toString()) as { predicate: unknown }).predicate)
}

async function mustVerify(server: BenchServer, reference: string, key: BenchKey): Promise<void> {
  const { body } = await server.api.verify({ reference, keys: [{ pem: key.publicPem }] })
  if (body.state !== 'verified') throw new Error(`${reference} is ${body.state ?? body.code}`)
}

async function runCosign(bench: Bench, args: readonly string[]): Promise<void> {
  const offline = ['--insecure-ignore-tlog=true', '--key', bench.keyPath]
  const { code, stderr } = await runProgram(bench.cosign, [args[0] ?? '', ...offline, ...args.slice(1)])
  if (code !== 0) throw new Error(stderr)
}

/** One image with a signed SBOM at a time, against cosign's two commands in the same minute. */
async function measureSample(bench: Bench): Promise<Row[]> {
  const target = { host: bench.host, repository: 'bench/sample' }
  const predicate = readSamplePredicate()
  const references: string[] = []
  for (let copy = 0; copy < sampleCopies; copy++) {
    const digest = await pushSignedImage(target, `v${copy}`, bench.key)
    await attachAttestation(target, digest, bench.key, predicate)
    references.push(`${bench.host}/bench/sample:v${copy}`)
  }
  const server = await startBenchServer()
  try {
    await warmUp(server.api)
    const cosign: number[] = []
    const empty: number[] = []
    for (const reference of references) {
      empty.push(await timeOf(() => mustVerify(server, reference, bench.key)))
      cosign.push(
        await timeOf(async () => {
          await runCosign(bench, ['verify', reference])
          await runCosign(bench, ['verify-attestation', '--type', 'spdxjson', reference])
        }),
      )
    }
    await new Promise((resolve) => setTimeout(resolve, tagLifetimeMs))
    const again: number[] = []
    for (const reference of references) again.push(await timeOf(() => mustVerify(server, reference, bench.key)))
    const base = median(cosign)
    const detail = (values: number[]) => `${median(values).toFixed(1)} ms against cosign's ${base.toFixed(0)} ms`
    return [
      atLeast('verify the sample, caches empty', base / median(empty), '×', 10, detail(empty)),
      atLeast('verify the sample, evidence cached, tags anew', base / median(again), '×', 25, detail(again)),
    ]
  } finally {
    await server.stop()
  }
}

const perSecond = (milliseconds: number): number => (imageCount * 1000) / milliseconds

async function measureCosignThroughput(bench: Bench, references: readonly string[]): Promise<number> {
  const args = ['-P', '2', '-n', '1', bench.cosign, 'verify', '--insecure-ignore-tlog=true', '--key', bench.keyPath]
  const took = await timeOf(async () => {
    const { code, stderr } = await runProgram('xargs', args, { input: references.join('\n') })
    if (code !== 0) throw new Error(stderr.slice(-500))
  })
  return perSecond(took)
}

const singly = (server: BenchServer, references: readonly string[], key: BenchKey): Promise<number> =>
  timeOf(() => forAll(references, 8, (reference) => mustVerify(server, reference, key)))

const inBatches = (server: BenchServer, references: readonly string[], key: BenchKey): Promise<number> =>
  timeOf(async () => {
    for (let start = 0; start < references.length; start += 500) {
      const lines = await server.api.verdicts(references.slice(start, start + 500), { keys: [{ pem: key.publicPem }] })
      const bad = lines.find((line) => line.verdict?.state !== 'verified')
      if (bad !== undefined) throw new Error(JSON.stringify(bad).slice(0, 300))
    }
  })

type Many = {
  readonly bench: Bench
  readonly references: readonly string[]
  readonly warm: readonly string[]
  readonly base: number
}

/** A thousand images twice: never seen, then again with every tag resolved anew. */
async function measureMany(
  { bench, references, warm, base }: Many,
  way: 'single calls' | 'POST /verdicts',
): Promise<Row[]> {
  const measure = way === 'single calls' ? singly : inBatches
  const [limitEmpty, limitAgain] = way === 'single calls' ? [5, 10] : [10, 20]
  const server = await startBenchServer()
  try {
    await warmUp(server.api, warm, bench.key.publicPem)
    if (way === 'POST /verdicts') await inBatches(server, warm, bench.key)
    await server.probe()
    let peak = 0
    const watch = setInterval(() => {
      peak = Math.max(peak, server.memory())
    }, 50)
    const empty = perSecond(await measure(server, references, bench.key))
    const first = await server.probe()
    await new Promise((resolve) => setTimeout(resolve, tagLifetimeMs))
    const again = perSecond(await measure(server, references, bench.key))
    clearInterval(watch)
    const rate = (value: number) => `${value.toFixed(0)}/s against ${base.toFixed(0)}/s`
    return [
      atLeast(`1,000 images by ${way}, caches empty`, empty / base, '×', limitEmpty, rate(empty)),
      atLeast(`1,000 images by ${way}, again`, again / base, '×', limitAgain, rate(again)),
      atMost(`event loop p99 during it (${way})`, first.p99Ms, 'ms', 30, `longest ${first.maxMs.toFixed(0)} ms`),
      atMost(`memory while checking 1,000 images (${way})`, peak, 'MB', 450),
    ]
  } finally {
    await server.stop()
  }
}

/** Verdicts against cosign, in one run on one registry. */
export async function measureVerdicts(): Promise<Row[]> {
  const cosign = findCosign(3)
  if (cosign === null) {
    console.log('verdicts: skipped, cosign v3 is missing (TOUCHSTONE_COSIGN3)')
    return []
  }
  const folder = await mkdtemp(join(tmpdir(), 'touchstone-bench-key-'))
  const registry = await startRegistry('referrers')
  try {
    const key = createBenchKey()
    const keyPath = join(folder, 'bench.pub')
    await writeFile(keyPath, key.publicPem)
    const bench = { host: registry.host, key, keyPath, cosign }
    const serials = (count: number) => Array.from({ length: count }, (_, serial) => serial)
    const push = async (repository: string, count: number) => {
      await forAll(serials(count), 4, async (serial) => {
        await pushSignedImage({ host: registry.host, repository: `${repository}-${serial % 10}` }, `v${serial}`, key)
      })
      return serials(count).map((serial) => `${registry.host}/${repository}-${serial % 10}:v${serial}`)
    }
    const warm = await push('bench/warm', 300)
    const references = await push('bench/many', imageCount)
    const sample = await measureSample(bench)
    const base = await measureCosignThroughput(bench, references)
    const many = { bench, references, warm, base }
    return [...sample, ...(await measureMany(many, 'single calls')), ...(await measureMany(many, 'POST /verdicts'))]
  } finally {
    await registry.stop()
    await rm(folder, { recursive: true, force: true })
  }
}
