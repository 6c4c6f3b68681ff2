import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Api, apiOf } from '#e2e/api-client.ts'
import { workshopKey } from '#e2e/fixtures/sample-keys.ts'
import { type Product, startProduct } from '#e2e/product.ts'
import { digestOf } from '#lib/oci/digest.ts'
import type { Fault } from '#lib/testing/scripted-faults.ts'
import { type ScriptedRegistry, startScriptedRegistry } from '#lib/testing/scripted-registry.ts'

let product: Product
let api: Api
let registry: ScriptedRegistry
beforeAll(async () => {
  product = await startProduct()
  api = apiOf(product.url)
})
afterAll(() => product?.stop())

let serial = 0
/** A registry of its own for every test: nothing that was kept can answer. */
beforeEach(async () => {
  registry = await startScriptedRegistry()
  serial += 1
  return async () => {
    await registry.close()
    // Whatever happened, everything else goes on working.
    const sample = await api.verify({
      reference: 'sample.layout/workshop/hummingbird-demo:v1',
      keys: [{ pem: workshopKey }],
    })
    expect(sample.body.state).toBe('verified')
  }
})

const image = () => registry.putImage('team/app', 'v1', String(serial))
const verify = (more: object = {}) =>
  api.verify({ reference: `${registry.host}/team/app:v1`, keys: [{ pem: workshopKey }], ...more })
const simpleSigning = 'application/vnd.dev.cosign.simplesigning.v1+json'
const ociManifest = 'application/vnd.oci.image.manifest.v1+json'
const signatureTag = (digest: string) => `${digest.replace(':', '-')}.sig`

async function codeWhenResolving(fault: Fault): Promise<(number | string)[]> {
  image()
  registry.fault('/manifests/v1', fault)
  const { status, body } = await verify()
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
    registry.settings.auth = { kind: 'basic', username: 'a', password: 'right' }
    image()
    await api.post('/registries', {
      kind: 'registry',
      host: registry.host,
      username: 'a',
      password: 'wrong-secret-4711',
    })
    const { status, body } = await verify()
    expect([status, body.code]).toEqual([502, 'REGISTRY_UNAUTHORIZED'])
    expect(JSON.stringify(body)).not.toContain('wrong-secret-4711')
    expect(product.output()).not.toContain('wrong-secret-4711')
  })
  it('403', async () =>
    expect(await codeWhenResolving({ kind: 'status', status: 403 })).toEqual([502, 'REGISTRY_FORBIDDEN']))
  it('404', async () =>
    expect(await codeWhenResolving({ kind: 'status', status: 404 })).toEqual([404, 'IMAGE_NOT_FOUND']))
  it('429 with Retry-After: says when to come back', async () => {
    image()
    registry.fault('/manifests/v1', { kind: 'status', status: 429, headers: { 'retry-after': '120' } })
    const { status, body, headers } = await verify()
    expect([status, body.code]).toEqual([503, 'REGISTRY_RATE_LIMITED'])
    expect(Number(headers.get('retry-after'))).toBeGreaterThan(100)
  })
  it('429 without Retry-After', async () =>
    expect(await codeWhenResolving({ kind: 'status', status: 429 })).toEqual([503, 'REGISTRY_RATE_LIMITED']))
  it('429 once is tried again', async () => {
    image()
    registry.fault('/manifests/v1', { kind: 'status', status: 429, headers: { 'retry-after': '1' } }, 1)
    expect((await verify()).status).toBe(200)
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
    registry.putManifest(
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
    const { status, body } = await verify()
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
      registry.putManifest('team/app', Buffer.from(text), { tag: 'v1', mediaType })
      const { status, body } = await verify()
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
    registry.settings.auth = {
      kind: 'bearer',
      account: { username: 'a', password: 'b' },
      realm: 'http://10.0.0.1/token',
    }
    image()
    await api.post('/registries', { kind: 'registry', host: registry.host, username: 'a', password: 'b' })
    const { status, body } = await verify()
    expect([status, body.code]).toEqual([403, 'REGISTRY_ADDRESS_REFUSED'])
    expect(other.requests).toEqual([])
    await other.close()
  })
})

describe('hosts that are no registry', () => {
  it('an unknown host', async () => {
    const { status, body } = await api.verify({ reference: 'no-such-host.invalid/team/app:v1' })
    expect([status, body.code]).toEqual([502, 'REGISTRY_UNREACHABLE'])
  })
  it('a closed port', async () => {
    const { status, body } = await api.verify({ reference: '127.0.0.1:1/team/app:v1' })
    expect([status, body.code]).toEqual([502, 'REGISTRY_UNREACHABLE'])
  })
  it.each([
    '10.0.0.1',
    '192.168.1.1:5000',
    '169.254.169.254',
    '127.1',
    '2130706433',
    '0.0.0.0:5000',
    '[::ffff:10.0.0.1]',
    '172.16.0.1',
  ])('the private address %s is not asked', async (host) => {
    const { status, body } = await api.verify({ reference: `${host}/team/app:v1` })
    expect([400, 403]).toContain(status)
    expect(['REGISTRY_ADDRESS_REFUSED', 'REFERENCE_INVALID']).toContain(body.code)
  })
  it('a layout that is no source', async () => {
    const { status, body } = await api.verify({ reference: 'nowhere.layout/team/app:v1' })
    expect([status, body.code]).toEqual([404, 'REGISTRY_UNKNOWN'])
  })
  it('a refused catalogue explains itself and offers the next step', async () => {
    registry.settings.catalogue = false
    image()
    const added = await api.post<{ id: string }>('/registries', { kind: 'registry', host: registry.host })
    const list = await api.get<{ items: unknown[]; problems: { code: string; registry: string; remedy: string }[] }>(
      '/repositories',
      { registry: registry.host },
    )
    expect(list.status).toBe(200)
    expect(list.body.problems).toEqual([
      expect.objectContaining({ code: 'REGISTRY_CATALOGUE_REFUSED', registry: registry.host }),
    ])
    expect(list.body.problems[0]?.remedy).toMatch(/by name/)
    expect((await api.patch(`/registries/${added.body.id}`, { addRepositories: ['team/app'] })).status).toBe(200)
    const after = await api.get<{ items: { repository: string; addedByHand: boolean }[] }>('/repositories', {
      registry: registry.host,
    })
    expect(after.body.items).toEqual([
      expect.objectContaining({ repository: `${registry.host}/team/app`, addedByHand: true }),
    ])
  })
  it('credentials are written and never read back', async () => {
    registry.settings.auth = { kind: 'basic', username: 'reader', password: 'open-sesame-4711' }
    image()
    const added = await api.post<{ id: string; hasCredentials: boolean }>('/registries', {
      kind: 'registry',
      host: registry.host,
      username: 'reader',
      password: 'open-sesame-4711',
    })
    expect([added.status, added.body.hasCredentials]).toEqual([201, true])
    expect((await verify()).body.state).toBe('unsigned')
    const check = await api.post<{ reachable: boolean; authenticated: boolean }>(
      `/registries/${added.body.id}/check`,
      {},
    )
    expect(check.body).toMatchObject({ reachable: true, authenticated: true })
    const list = await api.get('/registries')
    expect(JSON.stringify([added.body, list.body, check.body])).not.toContain('open-sesame-4711')
    expect(product.output()).not.toContain('open-sesame-4711')
  })
})

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
      const { digest } = image()
      registry.fault(new RegExp(`${path(digest).replaceAll('.', '\\.')}$`), fault)
      const { status, body } = await verify()
      expect([status, body.state]).toEqual([200, 'undetermined'])
      expect(body.discovery.filter((item) => item.answer === 'failed')).toHaveLength(1)
    })
  })
})

describe('hostile amounts', () => {
  it('10,000 referrers end at the limit and are not called unsigned', async () => {
    const subject = image()
    for (let index = 0; index < 10_000; index++) {
      registry.putReferrer('team/app', subject, {
        artifactType: 'application/x-noise',
        blob: '{}',
        annotations: { index: String(index) },
      })
    }
    const started = Date.now()
    const { status, body } = await verify()
    expect([status, body.state]).toEqual([200, 'undetermined'])
    expect(Date.now() - started).toBeLessThan(30_000)
    expect(body.discovery.find((item) => item.store === 'referrers')?.code).toBe('LIMIT_EXCEEDED')
  })
  it('pages without end', async () => {
    const { digest } = image()
    registry.fault(`/referrers/${digest}`, {
      kind: 'custom',
      answer: (_request, response) => {
        response.writeHead(200, {
          'content-type': 'application/vnd.oci.image.index.v1+json',
          link: `</v2/team/app/referrers/${digest}?page=${Math.random()}>; rel="next"`,
        })
        response.end('{"schemaVersion":2,"mediaType":"application/vnd.oci.image.index.v1+json","manifests":[]}')
      },
    })
    const { body } = await verify()
    expect(body.state).toBe('undetermined')
    expect(registry.requests.filter(({ path }) => path.includes('/referrers/')).length).toBeLessThan(50)
  })
  it('paged referrers are read to the end', async () => {
    registry.settings.referrersPerPage = 3
    const subject = image()
    for (let index = 0; index < 10; index++)
      registry.putReferrer('team/app', subject, {
        artifactType: 'application/x-noise',
        blob: '{}',
        annotations: { index: String(index) },
      })
    const { body } = await verify()
    expect(body.state).toBe('unsigned')
    expect(registry.requests.filter(({ path }) => path.includes('/referrers/'))).toHaveLength(4)
  })
  it('a signature manifest of 300 layers', async () => {
    const { digest } = image()
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
      digest: registry.putBlob('team/app', payload(index)),
      size: payload(index).length,
      annotations: { 'dev.cosignproject.cosign/signature': Buffer.alloc(70, index).toString('base64') },
    }))
    const config = {
      mediaType: 'application/vnd.oci.image.config.v1+json',
      digest: registry.putBlob('team/app', '{}'),
      size: 2,
    }
    registry.putManifest(
      'team/app',
      { schemaVersion: 2, mediaType: ociManifest, config, layers },
      { tag: signatureTag(digest) },
    )
    const { body } = await verify()
    expect(body.signatures).toHaveLength(300)
    expect(['untrusted', 'invalid']).toContain(body.state)
  })
})

describe('evidence that is broken is listed as broken and hides nothing', () => {
  const dsse = 'application/vnd.dsse.envelope.v1+json'
  const attach = (digest: string, envelopes: readonly string[]) => {
    const layers = envelopes.map((text) => ({
      mediaType: dsse,
      digest: registry.putBlob('team/app', text),
      size: Buffer.byteLength(text),
      annotations: { predicateType: 'https://spdx.dev/Document' },
    }))
    const config = {
      mediaType: 'application/vnd.oci.image.config.v1+json',
      digest: registry.putBlob('team/app', '{}'),
      size: 2,
    }
    registry.putManifest(
      'team/app',
      { schemaVersion: 2, mediaType: ociManifest, config, layers },
      { tag: `${digest.replace(':', '-')}.att` },
    )
  }
  const statement = (digest: string, predicate = '{}') =>
    `{"_type":"https://in-toto.io/Statement/v0.1","predicateType":"https://spdx.dev/Document","subject":[{"name":"x","digest":{"sha256":"${digest.slice(7)}"}}],"predicate":${predicate}}`
  const envelope = (
    payload: string,
    signatures: unknown = [{ keyid: '', sig: Buffer.alloc(70, 1).toString('base64') }],
  ) =>
    JSON.stringify({
      payloadType: 'application/vnd.in-toto+json',
      payload: Buffer.from(payload).toString('base64'),
      signatures,
    })
  const deep = `${'['.repeat(5000)}${']'.repeat(5000)}`

  it.each([
    ['no signatures', (digest: string) => envelope(statement(digest), [])],
    ['a payload that is no JSON', () => envelope('not json')],
    ['a payload that is deeply nested', (digest: string) => envelope(statement(digest, deep))],
    ['a payload with duplicate keys', (digest: string) => envelope(statement(digest, '{"a":1,"a":2}'))],
    ['a statement of another subject', () => envelope(statement(`sha256:${'1'.repeat(64)}`))],
    ['an envelope that is HTML', () => '<html></html>'],
  ])('%s', async (_name, make) => {
    const { digest } = image()
    attach(digest, [make(digest), envelope(statement(digest))])
    const { status, body } = await verify()
    expect([status, body.state]).toEqual([200, 'unsigned'])
    expect(body.attestations.map((item) => item.state).sort()).toEqual(['invalid', 'untrusted'])
    expect(JSON.stringify(body)).not.toContain('"sbom":{')
  })

  it('bytes of a blob that have another digest are not used', async () => {
    const { digest } = image()
    attach(digest, [envelope(statement(digest))])
    registry.fault('/blobs/', {
      kind: 'altered',
      body: (bytes) => Buffer.from(bytes.toString().replace('payloadType', 'payloadTYPE')),
    })
    const { body } = await verify()
    expect(body.state).not.toBe('verified')
    expect(body.attestations[0]?.state).not.toBe('verified')
    expect(JSON.stringify(body)).toContain('MISMATCH')
  })

  it.each([
    ['HTML', '<!DOCTYPE html><html></html>', 'SBOM_INVALID'],
    ['JSON that is something else', '{"hello":"world"}', 'SBOM_UNSUPPORTED'],
  ])('an SBOM that is %s', async (_name, text, code) => {
    const { digest } = image()
    const layer = { mediaType: 'text/spdx+json', digest: registry.putBlob('team/app', text), size: text.length }
    const config = {
      mediaType: 'application/vnd.oci.image.config.v1+json',
      digest: registry.putBlob('team/app', '{}'),
      size: 2,
    }
    registry.putManifest(
      'team/app',
      { schemaVersion: 2, mediaType: ociManifest, config, layers: [layer] },
      { tag: `${digest.replace(':', '-')}.sbom` },
    )
    expect((await verify()).body.sbom).toBeNull()
    const { status, body } = await api.get('/sbom', { reference: `${registry.host}/team/app:v1` })
    expect(status).toBeGreaterThanOrEqual(400)
    expect([code, 'SBOM_NOT_FOUND', 'SBOM_INVALID', 'SBOM_UNSUPPORTED']).toContain(body.code)
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
      const { digest } = registry.putImage('team/app', 'v1', `${serial}-${count}`)
      const text = spdx(packages)
      const layer = {
        mediaType: 'text/spdx+json',
        digest: registry.putBlob('team/app', text),
        size: Buffer.byteLength(text),
      }
      const config = {
        mediaType: 'application/vnd.oci.image.config.v1+json',
        digest: registry.putBlob('team/app', '{}'),
        size: 2,
      }
      registry.putManifest(
        'team/app',
        { schemaVersion: 2, mediaType: ociManifest, config, layers: [layer] },
        { tag: `${digest.replace(':', '-')}.sbom` },
      )
      const reference = `${registry.host}/team/app@${digest}`
      const sbom = await api.get<{ packageCount: number; state: string }>('/sbom', { reference })
      expect(sbom.body).toMatchObject({ packageCount: count, state: 'unsigned' })
      const csv = await fetch(`${product.url}/api/v1/sbom/document?format=csv&reference=${reference}`)
      expect(await csv.text()).not.toMatch(/(^|,)"?=cmd/m)
    }
  })

  it('digestOf is the digest that the scripted registry serves', () => {
    expect(digestOf(Buffer.from('x'))).toMatch(/^sha256:2d711642/)
  })
})
