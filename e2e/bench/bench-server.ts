import { readFileSync, rmSync } from 'node:fs'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Api, apiOf } from '#e2e/api-client.ts'
import { demo, workshopKey } from '#e2e/fixtures/sample-keys.ts'
import { type Product, startProduct } from '#e2e/product.ts'
import type { RequestRules } from '#lib/api/contract/verdict.ts'

type Probe = { readonly p99Ms: number; readonly maxMs: number; readonly rss: number }

export type BenchServer = {
  readonly product: Product
  readonly api: Api
  /** What the event loop suffered since the last call. */
  readonly probe: () => Promise<Probe>
  /** Resident memory of the server now, in MB. */
  readonly memory: () => number
  readonly stop: () => Promise<void>
}

/** Starts the product with empty caches and a probe inside. */
export async function startBenchServer(): Promise<BenchServer> {
  const folder = await mkdtemp(join(tmpdir(), 'touchstone-bench-'))
  const path = join(folder, 'probe.json')
  const probeModule = join(import.meta.dirname, 'probe.mjs')
  const product = await startProduct({
    env: { NODE_OPTIONS: `--import=${probeModule}`, BENCH_PROBE_PATH: path, TOUCHSTONE_LOG_LEVEL: 'warn' },
  })
  const probe = async (): Promise<Probe> => {
    rmSync(path, { force: true })
    product.process.kill('SIGUSR2')
    for (let attempt = 0; attempt < 200; attempt++) {
      await new Promise((resolve) => setTimeout(resolve, 20))
      try {
        return JSON.parse(readFileSync(path, 'utf8')) as Probe
      } catch {
        // It is not written yet.
      }
    }
    throw new Error('the probe does not answer')
  }
  const memory = (): number => {
    const status = readFileSync(`/proc/${product.process.pid}/status`, 'utf8')
    return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1]) / 1024
  }
  return { product, api: apiOf(product.url), probe, memory, stop: product.stop }
}

/** 300 calls, so that the compiler has seen the code. */
export async function warmUp(
  api: Api,
  references: readonly string[] = [`${demo}:v1`],
  rules: RequestRules = { keys: [{ pem: workshopKey }] },
): Promise<void> {
  for (let call = 0; call < 300; call++) {
    const answer = await api.verify({ reference: references[call % references.length] ?? '', ...rules })
    if (answer.status !== 200) throw new Error(`warm-up: ${answer.status} ${answer.body.code}`)
  }
}
