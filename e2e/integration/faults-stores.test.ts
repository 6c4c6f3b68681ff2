import { describe, expect, it } from 'vitest'
import type { Fault } from '#lib/testing/scripted-faults.ts'
import { createFaultBench, simpleSigning } from './fault-bench.ts'

const bench = createFaultBench()

describe('a store that fails makes an image undetermined, never unsigned', () => {
  const faults: readonly [string, Fault][] = [
    ['401', { kind: 'status', status: 401 }],
    ['403', { kind: 'status', status: 403 }],
    ['429', { kind: 'status', status: 429, headers: { 'retry-after': '600' } }],
    ['500', { kind: 'status', status: 500 }],
    ['HTML', { kind: 'html' }],
    ['a reset connection', { kind: 'reset' }],
  ]
  const stores: readonly [string, (digest: string) => string][] = [
    ['the referrers API', (digest) => `/referrers/${digest}`],
    ['the fallback tag', (digest) => `/manifests/${digest.replace(':', '-')}`],
    ['.sig', (digest) => `/manifests/${digest.replace(':', '-')}.sig`],
    ['.att', (digest) => `/manifests/${digest.replace(':', '-')}.att`],
    ['.sbom', (digest) => `/manifests/${digest.replace(':', '-')}.sbom`],
  ]
  describe.each(stores)('%s', (_store, path) => {
    it.each(faults)('%s', async (_fault, fault) => {
      const { digest } = bench.image()
      bench.registry.fault(new RegExp(`${path(digest).replaceAll('.', '\\.')}$`), fault)
      const { status, body } = await bench.verify()
      expect([status, body.state]).toEqual([200, 'undetermined'])
      expect(body.discovery.filter((item) => item.answer === 'failed')).toHaveLength(1)
    })
  })
})

describe('hostile amounts', () => {
  it('10,000 referrers end at the limit and are not called unsigned', async () => {
    const subject = bench.image()
    for (let index = 0; index < 10_000; index++) {
      bench.registry.putReferrer('team/app', subject, {
        artifactType: 'application/x-noise',
        blob: '{}',
        annotations: { index: String(index) },
      })
    }
    const started = Date.now()
    const { status, body } = await bench.verify()
    expect([status, body.state]).toEqual([200, 'undetermined'])
    expect(Date.now() - started).toBeLessThan(30_000)
    expect(body.discovery.find((item) => item.store === 'referrers')?.code).toBe('LIMIT_EXCEEDED')
  })
  it('pages without end', async () => {
    const { digest } = bench.image()
    bench.registry.fault(`/referrers/${digest}`, {
      kind: 'custom',
      answer: (_request, response) => {
        response.writeHead(200, {
          'content-type': 'application/vnd.oci.image.index.v1+json',
          link: `</v2/team/app/referrers/${digest}?page=${Math.random()}>; rel="next"`,
        })
        response.end('{"schemaVersion":2,"mediaType":"application/vnd.oci.image.index.v1+json","manifests":[]}')
      },
    })
    const { body } = await bench.verify()
    expect(body.state).toBe('undetermined')
    expect(bench.registry.requests.filter(({ path }) => path.includes('/referrers/')).length).toBeLessThan(50)
  })
  it('paged referrers are read to the end', async () => {
    bench.registry.settings.referrersPerPage = 3
    const subject = bench.image()
    for (let index = 0; index < 10; index++)
      bench.registry.putReferrer('team/app', subject, {
        artifactType: 'application/x-noise',
        blob: '{}',
        annotations: { index: String(index) },
      })
    const { body } = await bench.verify()
    expect(body.state).toBe('unsigned')
    expect(bench.registry.requests.filter(({ path }) => path.includes('/referrers/'))).toHaveLength(4)
  })
  it('a signature manifest of 300 layers', async () => {
    const { digest } = bench.image()
    const payload = (index: number) =>
      JSON.stringify({
        critical: {
          identity: { 'docker-reference': 'x' },
          image: { 'docker-manifest-digest': digest },
          type: 'cosign container image signature',
        },
        optional: { index },
      })
    const layers = Array.from({ length: 300 }, (_, index) => ({
      mediaType: simpleSigning,
      text: payload(index),
      annotations: { 'dev.cosignproject.cosign/signature': Buffer.alloc(70, index).toString('base64') },
    }))
    bench.attach(digest, 'sig', layers)
    const { body } = await bench.verify()
    expect(body.signatures).toHaveLength(300)
    expect(['untrusted', 'invalid']).toContain(body.state)
  })
})
