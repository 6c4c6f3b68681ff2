import { readFileSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sampleLayouts } from '#e2e/fixtures/sample-keys.ts'
import { findCosign } from '#e2e/interop/cosign.ts'
import { startRegistry } from '#e2e/registries/start-registry.ts'
import { runProgram } from '#e2e/run-program.ts'
import type { RequestRules } from '#lib/api/contract/verdict.ts'
import { startBenchServer, warmUp } from './bench-server.ts'
import { imageCount, measureCosignThroughput, measureMany, mustVerify, pushMany, tagLifetimeMs } from './many-rows.ts'
import { atLeast, type Row } from './row.ts'
import { attachAttestation, type BenchKey, createBenchKey, pushSignedImage } from './signed-image.ts'
import { median, timeOf } from './statistics.ts'

const sampleCopies = 15

type Bench = { readonly host: string; readonly key: BenchKey; readonly keyPath: string; readonly cosign: string }

const rulesOf = ({ key }: Bench): RequestRules => ({ keys: [{ pem: key.publicPem }] })

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

async function runCosign(bench: Bench, args: readonly string[]): Promise<void> {
  const offline = ['--insecure-ignore-tlog=true', '--key', bench.keyPath]
  const { code, stderr } = await runProgram(bench.cosign, [args[0] ?? '', ...offline, ...args.slice(1)])
  if (code !== 0) throw new Error(stderr)
}

/** One image with a signed SBOM at a time, against cosign's two commands in the same minute. */
async function measureSample(bench: Bench): Promise<Row[]> {
  const target = { host: bench.host, repository: 'bench/sample' }
  const predicate = readSamplePredicate()
  const push = async (name: string, count: number): Promise<string[]> => {
    const tags = Array.from({ length: count }, (_, copy) => `${name}${copy}`)
    for (const tag of tags) {
      const digest = await pushSignedImage(target, tag, bench.key)
      await attachAttestation(target, digest, bench.key, predicate)
    }
    return tags.map((tag) => `${bench.host}/bench/sample:${tag}`)
  }
  const warm = await push('warm', sampleCopies)
  const references = await push('v', sampleCopies)
  const server = await startBenchServer()
  try {
    await warmUp(server.api, warm, rulesOf(bench))
    const cosign: number[] = []
    const empty: number[] = []
    for (const reference of references) {
      empty.push(await timeOf(() => mustVerify(server, reference, rulesOf(bench))))
      cosign.push(
        await timeOf(async () => {
          await runCosign(bench, ['verify', reference])
          await runCosign(bench, ['verify-attestation', '--type', 'spdxjson', reference])
        }),
      )
    }
    await new Promise((resolve) => setTimeout(resolve, tagLifetimeMs))
    const again: number[] = []
    for (const reference of references) again.push(await timeOf(() => mustVerify(server, reference, rulesOf(bench))))
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

/** Verdicts against cosign, in one run on one registry. */
export async function measureVerdicts(): Promise<Row[]> {
  const cosign = findCosign(3)
  if (cosign === null) {
    console.log('verdicts: skipped, cosign v3 is missing (TOUCHSTONE_COSIGN3)')
    return []
  }
  const folder = await mkdtemp(join(tmpdir(), 'touchstone-bench-key-'))
  // go-containerregistry reads every manifest of a repository for one list of referrers: with 200 of them it, and not what is
  // measured, would decide how many images are checked in a second.
  const registry = await startRegistry('ociregistry')
  try {
    const key = createBenchKey()
    const keyPath = join(folder, 'bench.pub')
    await writeFile(keyPath, key.publicPem)
    const bench = { host: registry.host, key, keyPath, cosign }
    const push = (repository: string, count: number) =>
      pushMany(registry.host, repository, count, (target, tag) => pushSignedImage(target, tag, key))
    const warm = await push('bench/warm', 300)
    const references = await push('bench/many', imageCount)
    const sample = await measureSample(bench)
    const base = await measureCosignThroughput(cosign, ['--insecure-ignore-tlog=true', '--key', keyPath], references)
    const many = { what: '1,000 images', references, warm, rules: rulesOf(bench), base }
    return [
      ...sample,
      ...(await measureMany(many, 'single calls', { empty: 5, again: 10 })),
      ...(await measureMany(many, 'POST /verdicts', { empty: 10, again: 20 })),
    ]
  } finally {
    await registry.stop()
    await rm(folder, { recursive: true, force: true })
  }
}
