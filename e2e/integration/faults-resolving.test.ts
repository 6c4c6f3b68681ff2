import { describe, expect, it } from 'vitest'
import type { Fault } from '#lib/testing/scripted-faults.ts'
import { startScriptedRegistry } from '#lib/testing/scripted-registry.ts'
import { createFaultBench, ociManifest } from './fault-bench.ts'

const bench = createFaultBench()

async function codeWhenResolving(fault: Fault): Promise<(number | string)[]> {
  bench.image()
  bench.registry.fault('/manifests/v1', fault)
  const { status, body } = await bench.verify()
  expect(body.remedy).toBeTruthy()
  return [status, body.code]
}

describe('a registry that fails while the image is resolved is an error with a code, never a state', () => {
  it('401 without credentials', async () => {
    expect(
      await codeWhenResolving({ kind: 'status', status: 401, headers: { 'www-authenticate': 'Basic realm="x"' } }),
    ).toEqual([502, 'REGISTRY_UNAUTHORIZED'])
  })
  it('401 with credentials that are refused', async () => {
    bench.registry.settings.auth = { kind: 'basic', username: 'a', password: 'right' }
    bench.image()
    await bench.api.post('/registries', {
      kind: 'registry',
      host: bench.registry.host,
      username: 'a',
      password: 'wrong-secret-4711',
    })
    const { status, body } = await bench.verify()
    expect([status, body.code]).toEqual([502, 'REGISTRY_UNAUTHORIZED'])
    expect(JSON.stringify(body)).not.toContain('wrong-secret-4711')
    expect(bench.product.output()).not.toContain('wrong-secret-4711')
  })
  it('403', async () =>
    expect(await codeWhenResolving({ kind: 'status', status: 403 })).toEqual([502, 'REGISTRY_FORBIDDEN']))
  it('404', async () =>
    expect(await codeWhenResolving({ kind: 'status', status: 404 })).toEqual([404, 'IMAGE_NOT_FOUND']))
  it('429 with Retry-After: says when to come back', async () => {
    bench.image()
    bench.registry.fault('/manifests/v1', { kind: 'status', status: 429, headers: { 'retry-after': '120' } })
    const { status, body, headers } = await bench.verify()
    expect([status, body.code]).toEqual([503, 'REGISTRY_RATE_LIMITED'])
    expect(Number(headers.get('retry-after'))).toBeGreaterThan(100)
  })
  it('429 without Retry-After', async () =>
    expect(await codeWhenResolving({ kind: 'status', status: 429 })).toEqual([503, 'REGISTRY_RATE_LIMITED']))
  it('429 once is tried again', async () => {
    bench.image()
    bench.registry.fault('/manifests/v1', { kind: 'status', status: 429, headers: { 'retry-after': '1' } }, 1)
    expect((await bench.verify()).status).toBe(200)
  })
  it('500', async () => expect((await codeWhenResolving({ kind: 'status', status: 503 }))[0]).toBe(502))
  it('HTML from a proxy', async () =>
    expect(await codeWhenResolving({ kind: 'html' })).toEqual([502, 'REGISTRY_PROTOCOL']))
  it('a truncated body', async () => {
    const [status, code] = await codeWhenResolving({ kind: 'truncated' })
    expect([status, ['REGISTRY_UNREACHABLE', 'REGISTRY_PROTOCOL', 'DIGEST_MISMATCH'].includes(String(code))]).toEqual([
      502,
      true,
    ])
  })
  it('a body that goes on after its end', async () => {
    const [, code] = await codeWhenResolving({ kind: 'over-long', extraBytes: 1000 })
    expect(['DIGEST_MISMATCH', 'REGISTRY_PROTOCOL', 'REGISTRY_UNREACHABLE']).toContain(code)
  })
  it('a body that never ends', async () =>
    expect((await codeWhenResolving({ kind: 'endless' }))[1]).toBe('LIMIT_EXCEEDED'))
  it('other bytes than the announced digest', async () => {
    const [status, code] = await codeWhenResolving({
      kind: 'altered',
      body: (body) => Buffer.from(body.toString().replace('"schemaVersion":2', '"schemaVersion": 2')),
    })
    expect([status, code]).toEqual([502, 'DIGEST_MISMATCH'])
  })
  it('a manifest of 5 MiB', async () => {
    bench.registry.putManifest(
      'team/app',
      {
        schemaVersion: 2,
        mediaType: ociManifest,
        config: {},
        layers: [],
        annotations: { x: 'x'.repeat(5 * 1024 * 1024) },
      },
      { tag: 'v1' },
    )
    const { status, body } = await bench.verify()
    expect([status, body.code]).toEqual([422, 'LIMIT_EXCEEDED'])
  })
  it('a manifest that is no JSON, has duplicate members, or is of a foreign type', async () => {
    for (const [text, mediaType] of [
      ['{"schemaVersion":2', ociManifest],
      [
        `{"schemaVersion":2,"mediaType":"${ociManifest}","layers":[],"layers":[],"config":{"mediaType":"a/b","digest":"sha256:${'0'.repeat(64)}","size":1}}`,
        ociManifest,
      ],
      [
        '{"schemaVersion":1,"name":"x","tag":"v1","fsLayers":[]}',
        'application/vnd.docker.distribution.manifest.v1+prettyjws',
      ],
    ] as const) {
      bench.registry.putManifest('team/app', Buffer.from(text), { tag: 'v1', mediaType })
      const { status, body } = await bench.verify()
      expect(status).toBeGreaterThanOrEqual(400)
      expect(['MANIFEST_INVALID', 'MANIFEST_UNSUPPORTED', 'REGISTRY_PROTOCOL']).toContain(body.code)
    }
  })
  it('R: a redirect to a metadata address is not followed', async () => {
    expect(await codeWhenResolving({ kind: 'redirect', to: 'http://169.254.169.254/latest/meta-data' })).toEqual([
      403,
      'REGISTRY_ADDRESS_REFUSED',
    ])
  })
  it('R: a token realm elsewhere gets no credentials', async () => {
    const other = await startScriptedRegistry()
    bench.registry.settings.auth = {
      kind: 'bearer',
      account: { username: 'a', password: 'b' },
      realm: 'http://10.0.0.1/token',
    }
    bench.image()
    await bench.api.post('/registries', { kind: 'registry', host: bench.registry.host, username: 'a', password: 'b' })
    const { status, body } = await bench.verify()
    expect([status, body.code]).toEqual([403, 'REGISTRY_ADDRESS_REFUSED'])
    expect(other.requests).toEqual([])
    await other.close()
  })
})
