import { afterAll, beforeAll, beforeEach, expect } from 'vitest'
import { type Api, apiOf } from '#e2e/api-client.ts'
import { workshopKey } from '#e2e/fixtures/sample-keys.ts'
import { type Product, startProduct } from '#e2e/product.ts'
import { type ScriptedRegistry, startScriptedRegistry } from '#lib/testing/scripted-registry.ts'

export const ociManifest = 'application/vnd.oci.image.manifest.v1+json'
export const simpleSigning = 'application/vnd.dev.cosign.simplesigning.v1+json'
export const helperTag = (digest: string, kind: 'sig' | 'att' | 'sbom'): string => `${digest.replace(':', '-')}.${kind}`

type Layer = {
  readonly mediaType: string
  readonly text: string
  readonly annotations?: Readonly<Record<string, string>>
  readonly size?: number
}

/**
 * One started product for a test file, and a scripted registry of its own for every test, so that nothing kept can
 * answer. After each test the sample must still be verified: whatever happened, everything else goes on working.
 */
export function createFaultBench() {
  let serial = 0
  const bench = {} as { product: Product; api: Api; registry: ScriptedRegistry }
  beforeAll(async () => {
    bench.product = await startProduct()
    bench.api = apiOf(bench.product.url)
  })
  afterAll(() => bench.product?.stop())
  beforeEach(async () => {
    serial += 1
    bench.registry = await startScriptedRegistry()
    return async () => {
      await bench.registry.close()
      const sample = await bench.api.verify({
        reference: 'sample.layout/workshop/hummingbird-demo:v1',
        keys: [{ pem: workshopKey }],
      })
      expect(sample.body.state).toBe('verified')
    }
  })
  return {
    get product() {
      return bench.product
    },
    get api() {
      return bench.api
    },
    get registry() {
      return bench.registry
    },
    image: (salt = '') => bench.registry.putImage('team/app', 'v1', `${serial}${salt}`),
    reference: () => `${bench.registry.host}/team/app:v1`,
    verify: () => bench.api.verify({ reference: `${bench.registry.host}/team/app:v1`, keys: [{ pem: workshopKey }] }),
    /** Puts layers under one of cosign's tags; `size` may claim what is not so. */
    attach: (digest: string, kind: 'sig' | 'att' | 'sbom', layers: readonly Layer[]) => {
      const described = layers.map(({ mediaType, text, annotations, size }) => ({
        mediaType,
        digest: bench.registry.putBlob('team/app', text),
        size: size ?? Buffer.byteLength(text),
        ...(annotations === undefined ? {} : { annotations }),
      }))
      const config = {
        mediaType: 'application/vnd.oci.image.config.v1+json',
        digest: bench.registry.putBlob('team/app', '{}'),
        size: 2,
      }
      const document = { schemaVersion: 2, mediaType: ociManifest, config, layers: described }
      bench.registry.putManifest('team/app', document, { tag: helperTag(digest, kind) })
    },
  }
}
