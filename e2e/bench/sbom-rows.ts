import type { Target } from '#e2e/fixtures/push-layout.ts'
import { startRegistry } from '#e2e/registries/start-registry.ts'
import type { Digest } from '#lib/oci/digest.ts'
import { createLargeSpdx } from '#lib/testing/large-spdx.ts'
import { type BenchServer, startBenchServer, warmUp } from './bench-server.ts'
import { atMost, type Row } from './row.ts'
import { attachAttestation, attachSbom, type BenchKey, createBenchKey, pushSignedImage } from './signed-image.ts'
import { median, percentile, timeOf } from './statistics.ts'

const repeats = 5
// What only later pages need is built, and what was read is given back, when nobody has asked for a while.
const settleMs = 1500

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

type Kind = 'attachment' | 'DSSE attestation'

async function pushLarge(target: Target, kind: Kind, tag: string, key: BenchKey): Promise<void> {
  const digest = await pushSignedImage(target, tag, key)
  const document = Buffer.from(createLargeSpdx({ imageDigest: digest as Digest }))
  if (kind === 'attachment') await attachSbom(target, digest, document)
  else await attachAttestation(target, digest, key, document.toString())
}

/** A document to warm the server, with which memory is measured; then others, none of them seen before. */
async function measureKind(host: string, kind: Kind, parseMs: number, limit: number): Promise<Row[]> {
  const key = createBenchKey()
  const target = { host, repository: `bench/${kind === 'attachment' ? 'attached' : 'attested'}` }
  for (let copy = 0; copy <= repeats; copy++) await pushLarge(target, kind, `v${copy}`, key)
  const server = await startBenchServer()
  try {
    await warmUp(server.api)
    const reference = (copy: number): string => `${host}/${target.repository}:v${copy}`
    let memory = 0
    const watch = setInterval(() => {
      memory = Math.max(memory, server.memory())
    }, 50)
    await fetchPage(server, reference(0), {})
    const later = await measureLater(server, reference(0))
    clearInterval(watch)
    const first: number[] = []
    const loops: number[] = []
    for (let copy = 1; copy <= repeats; copy++) {
      await new Promise((resolve) => setTimeout(resolve, settleMs))
      await server.probe()
      first.push(await timeOf(() => fetchPage(server, reference(copy), {})))
      loops.push((await server.probe()).p99Ms)
    }
    const detail = `${first.map((value) => value.toFixed(0)).join(' ')} ms against ${parseMs.toFixed(0)} ms`
    return [
      atMost(`50,000 packages, first page, ${kind}`, median(first) / parseMs, '× JSON.parse', limit, detail),
      atMost(
        `later pages and searches p95, ${kind}`,
        percentile(later, 0.95),
        'ms',
        20,
        `median ${median(later).toFixed(1)} ms`,
      ),
      atMost(
        `event loop p99 during it, ${kind}`,
        median(loops),
        'ms',
        30,
        loops.map((value) => value.toFixed(0)).join(' '),
      ),
      atMost(`memory with it open, ${kind}`, memory, 'MB', 600),
    ]
  } finally {
    await server.stop()
  }
}

/** A document of 50,000 packages: its first page against `JSON.parse` of the same text in this Node. */
export async function measureLargeSbom(): Promise<Row[]> {
  const registry = await startRegistry('referrers')
  try {
    const text = new TextDecoder().decode(createLargeSpdx())
    const parse: number[] = []
    for (let repeat = 0; repeat < 7; repeat++) parse.push(await timeOf(() => JSON.parse(text)))
    const parseMs = median(parse.slice(2))
    return [
      ...(await measureKind(registry.host, 'attachment', parseMs, 4)),
      ...(await measureKind(registry.host, 'DSSE attestation', parseMs, 6)),
    ]
  } finally {
    await registry.stop()
  }
}
