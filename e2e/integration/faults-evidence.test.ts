import { describe, expect, it } from 'vitest'
import { createFaultBench } from './fault-bench.ts'

const bench = createFaultBench()
const dsse = 'application/vnd.dsse.envelope.v1+json'
const spdxType = 'text/spdx+json'

const statement = (digest: string, predicate = '{}') =>
  `{"_type":"https://in-toto.io/Statement/v0.1","predicateType":"https://spdx.dev/Document","subject":[{"name":"x","digest":{"sha256":"${digest.slice(7)}"}}],"predicate":${predicate}}`
const noise = { keyid: '', sig: Buffer.alloc(70, 1).toString('base64') }
const envelope = (payload: string, signatures: unknown = [noise]) =>
  JSON.stringify({
    payloadType: 'application/vnd.in-toto+json',
    payload: Buffer.from(payload).toString('base64'),
    signatures,
  })
const deep = `${'['.repeat(5000)}${']'.repeat(5000)}`
const attachEnvelopes = (digest: string, envelopes: readonly string[]) =>
  bench.attach(
    digest,
    'att',
    envelopes.map((text) => ({ mediaType: dsse, text, annotations: { predicateType: 'https://spdx.dev/Document' } })),
  )

describe('evidence that is broken is listed as broken and hides nothing', () => {
  it.each([
    ['no signatures', (digest: string) => envelope(statement(digest), [])],
    ['a payload that is no JSON', () => envelope('not json')],
    ['a payload that is deeply nested', (digest: string) => envelope(statement(digest, deep))],
    [
      'A-08 a payload with a member twice',
      (digest: string) => envelope(statement(digest).replace('{"_type"', '{"predicateType":"x","_type"')),
    ],
    ['a statement of another subject', () => envelope(statement(`sha256:${'1'.repeat(64)}`))],
    ['an envelope that is HTML', () => '<html></html>'],
  ])('%s', async (_name, make) => {
    const { digest } = bench.image()
    attachEnvelopes(digest, [make(digest), envelope(statement(digest))])
    const { status, body } = await bench.verify()
    expect([status, body.state]).toEqual([200, 'unsigned'])
    expect(body.attestations.map((item) => item.state).sort()).toEqual(['invalid', 'untrusted'])
    expect(body.sbom).toBeNull()
  })

  it('two signatures in one envelope, neither by a known key', async () => {
    const { digest } = bench.image()
    attachEnvelopes(digest, [envelope(statement(digest), [noise, noise])])
    const { body } = await bench.verify()
    expect([body.state, body.attestations.map((item) => item.state)]).toEqual(['unsigned', ['untrusted']])
  })

  it('bytes of a blob that have another digest are not used', async () => {
    const { digest } = bench.image()
    attachEnvelopes(digest, [envelope(statement(digest))])
    const body = (bytes: Buffer) => Buffer.from(bytes.toString().replace('payloadType', 'payloadTYPE'))
    bench.registry.fault('/blobs/', { kind: 'altered', body })
    const answer = await bench.verify()
    expect(answer.body.state).not.toBe('verified')
    expect(answer.body.attestations[0]?.state).not.toBe('verified')
    expect(JSON.stringify(answer.body)).toContain('MISMATCH')
  })
})

describe('SBOMs that are not what they say', () => {
  it.each([
    ['HTML', '<!DOCTYPE html><html></html>'],
    ['JSON that is something else', '{"hello":"world"}'],
    ['empty', ''],
    ['deeply nested', `{"spdxVersion":"SPDX-2.3","packages":${deep}}`],
  ])('an SBOM that is %s has a code of its own and is not chosen', async (_name, text) => {
    const { digest } = bench.image()
    bench.attach(digest, 'sbom', [{ mediaType: spdxType, text }])
    expect((await bench.verify()).body.sbom).toBeNull()
    const { status, body } = await bench.api.get('/sbom', { reference: bench.reference() })
    expect([404, 422]).toContain(status)
    expect(['SBOM_NOT_FOUND', 'SBOM_INVALID', 'SBOM_UNSUPPORTED']).toContain(body.code)
    expect(body.remedy).toBeTruthy()
  })

  it('an SBOM of 200 MB is refused before it is fetched', async () => {
    const { digest } = bench.image()
    bench.attach(digest, 'sbom', [{ mediaType: spdxType, text: '{}', size: 200 * 1024 * 1024 }])
    const started = Date.now()
    const { status, body } = await bench.api.get('/sbom', { reference: bench.reference() })
    expect([404, 422]).toContain(status)
    expect(['LIMIT_EXCEEDED', 'SBOM_NOT_FOUND']).toContain(body.code)
    expect(Date.now() - started).toBeLessThan(3000)
    expect((await bench.verify()).status).toBe(200)
  })

  it('an SBOM of no packages, and one with __proto__ and markup in its names', async () => {
    const spdx = (packages: string) =>
      `{"spdxVersion":"SPDX-2.3","dataLicense":"CC0-1.0","SPDXID":"SPDXRef-DOCUMENT","name":"n","documentNamespace":"https://example.org/n","creationInfo":{"created":"2026-01-01T00:00:00Z","creators":["Tool: t"]},"packages":${packages}}`
    const hostile =
      '[{"__proto__":{"polluted":true},"name":"<img src=x onerror=alert(1)>","SPDXID":"SPDXRef-1","versionInfo":"=cmd|calc","downloadLocation":"javascript:alert(1)","homepage":"javascript:alert(1)"}]'
    for (const [packages, count] of [
      ['[]', 0],
      [hostile, 1],
    ] as const) {
      const { digest } = bench.image(`-${count}`)
      bench.attach(digest, 'sbom', [{ mediaType: spdxType, text: spdx(packages) }])
      const reference = `${bench.registry.host}/team/app@${digest}`
      const sbom = await bench.api.get<{ packageCount: number; state: string }>('/sbom', { reference })
      expect(sbom.body).toMatchObject({ packageCount: count, state: 'unsigned' })
      const list = await bench.api.get<{ items: { name: string }[] }>('/sbom/packages', { reference })
      expect(list.body.items.map((item) => item.name)).toEqual(count === 0 ? [] : ['<img src=x onerror=alert(1)>'])
      const csv = await fetch(`${bench.product.url}/api/v1/sbom/document?format=csv&reference=${reference}`)
      expect(await csv.text()).not.toMatch(/(^|,)"?=cmd/m)
    }
  })
})
