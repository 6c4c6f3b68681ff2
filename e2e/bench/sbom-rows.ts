import { startRegistry } from '#e2e/registries/start-registry.ts'
import type { Digest } from '#lib/oci/digest.ts'
import { createLargeSpdx } from '#lib/testing/large-spdx.ts'
import { type BenchServer, startBenchServer, warmUp } from './bench-server.ts'
import { atMost, type Row } from './row.ts'
import { attachAttestation, attachSbom, createBenchKey, pushSignedImage } from './signed-image.ts'
import { median, percentile, timeOf } from './statistics.ts'

const repeats = 3

async function fetchPage(
  server: BenchServer,
  reference: string,
  query: Record<string, string>,
): Promise<{ next: string | null; total: number }> {
  const { status, body } = await server.api.get<{ items: unknown[]; next: string | null; total: number }>(
    '/sbom/packages',
    { reference, limit: '50', ...query },
  )
  if (status !== 200) throw new Error(JSON.stringify(body).slice(0, 300))
  return body
}

/** Later pages, and searches of one to many letters. */
async function measureLater(server: BenchServer, reference: string): Promise<number[]> {
  const times: number[] = []
  let after: string | null = null
  for (let page = 0; page < 40; page++) {
    const query: Record<string, string> = after === null ? {} : { after }
    times.push(
      await timeOf(async () => {
        after = (await fetchPage(server, reference, query)).next
      }),
    )
  }
  for (const q of [
    'a',
    'am',
    'amber',
    'cedar-fjord',
    'jetty-',
    '-4999',
    'MIT',
    'no-such-package',
    'pkg:npm',
    'heron-inlet-knoll',
  ]) {
    for (let repeat = 0; repeat < 4; repeat++)
      times.push(await timeOf(() => fetchPage(server, reference, { q: q.slice(0, q.length - (repeat % 2)) })))
  }
  return times.slice(1)
}

/** A document of 50,000 packages: its first page against `JSON.parse` of the same text in this Node. */
export async function measureLargeSbom(): Promise<Row[]> {
  const registry = await startRegistry('referrers')
  const server = await startBenchServer()
  try {
    const key = createBenchKey()
    const target = { host: registry.host, repository: 'bench/large' }
    await warmUp(server.api)
    const text = new TextDecoder().decode(createLargeSpdx())
    const parse: number[] = []
    for (let repeat = 0; repeat < 7; repeat++) parse.push(await timeOf(() => JSON.parse(text)))
    const base = median(parse.slice(2))
    const rows: Row[] = []
    for (const [kind, limit] of [
      ['attachment', 4],
      ['DSSE attestation', 6],
    ] as const) {
      const first: number[] = []
      const memory: number[] = []
      const loops: number[] = []
      let last = ''
      for (let repeat = 0; repeat < repeats; repeat++) {
        const tag = `${kind === 'attachment' ? 'a' : 'd'}${repeat}`
        const digest = await pushSignedImage(target, tag, key)
        const document = Buffer.from(createLargeSpdx({ imageDigest: digest as Digest }))
        if (kind === 'attachment') await attachSbom(target, digest, document)
        else await attachAttestation(target, digest, key, document.toString())
        last = `${registry.host}/bench/large:${tag}`
        await server.probe()
        const watch = setInterval(() => memory.push(server.memory()), 50)
        first.push(await timeOf(() => fetchPage(server, last, {})))
        clearInterval(watch)
        await new Promise((resolve) => setTimeout(resolve, 1500))
        loops.push((await server.probe()).p99Ms)
        memory.push(server.memory())
      }
      const later = await measureLater(server, last)
      const detail = `${median(first).toFixed(0)} ms against ${base.toFixed(0)} ms`
      rows.push(
        atMost(`50,000 packages, first page, ${kind}`, median(first) / base, '× JSON.parse', limit, detail),
        atMost(
          `later pages and searches p95, ${kind}`,
          percentile(later, 0.95),
          'ms',
          20,
          `median ${median(later).toFixed(1)} ms`,
        ),
        atMost(`event loop p99 during it, ${kind}`, Math.max(...loops), 'ms', 30),
        atMost(`memory with it open, ${kind}`, Math.max(...memory), 'MB', 600),
      )
    }
    return rows
  } finally {
    await server.stop()
    await registry.stop()
  }
}
