import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Api, apiOf } from '#e2e/api-client.ts'
import { pushLayouts } from '#e2e/fixtures/push-layout.ts'
import {
  hasSharedFixtures,
  readSharedCases,
  readSharedKey,
  type SharedCase,
  sharedFixtures,
} from '#e2e/fixtures/shared-cases.ts'
import { type Product, startProduct } from '#e2e/product.ts'
import {
  listLayouts,
  missingRegistry,
  type RunningRegistry,
  registryKinds,
  startRegistry,
} from '#e2e/registries/start-registry.ts'
import { compareVerdict } from './compare-verdict.ts'

const layouts = join(sharedFixtures, 'layouts')

async function examine(api: Api, host: string, hasReferrersApi: boolean, sharedCase: SharedCase): Promise<void> {
  const { repository, reference, platform, rules } = sharedCase
  const answer = await api.verify({
    reference: `${host}/${repository}${reference.includes(':') ? '@' : ':'}${reference}`,
    keys: rules.keys.map((path) => ({ pem: readSharedKey(path), name: path })),
    ...(platform === null ? {} : { platform }),
    ...(sharedCase.requireTransparencyLog ? { requireTransparencyLog: true } : {}),
  })
  expect(compareVerdict(sharedCase, answer, hasReferrersApi)).toEqual([])
}

describe.skipIf(!hasSharedFixtures)('every reference case has its verdict', () => {
  let product: Product
  let api: Api

  beforeAll(async () => {
    product = await startProduct()
    api = apiOf(product.url)
  })
  afterAll(() => product?.stop())

  describe('from an OCI image layout', () => {
    beforeAll(async () => {
      const added = await api.post('/registries', { kind: 'layout', name: 'cases', path: layouts })
      expect(added.status, JSON.stringify(added.body)).toBe(201)
    })
    it.each(readSharedCases())('$id: $guarantee', (sharedCase) => examine(api, 'cases.layout', true, sharedCase))
  })

  describe.each(registryKinds)('from %s', (kind) => {
    const missing = missingRegistry(kind)
    if (missing !== null) {
      it.skip(missing)
      return
    }
    let registry: RunningRegistry
    beforeAll(async () => {
      registry = await startRegistry(kind)
      const names = await listLayouts(layouts)
      await pushLayouts(layouts, names, registry.host, { referrersTag: !registry.hasReferrersApi })
    })
    afterAll(() => registry?.stop())
    it.each(readSharedCases())('$id: $guarantee', (sharedCase) =>
      examine(api, registry.host, registry.hasReferrersApi, sharedCase),
    )
  })
})
