import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Api, apiOf } from '#e2e/api-client.ts'
import { pushLayouts } from '#e2e/fixtures/push-layout.ts'
import {
  type CaseSet,
  caseSets,
  hasSharedFixtures,
  layoutsOf,
  readSharedCases,
  readSharedKey,
  type SharedCase,
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

type Place = { readonly set: CaseSet; readonly host: string; readonly hasReferrersApi: boolean }

async function examine(api: Api, { set, host, hasReferrersApi }: Place, sharedCase: SharedCase): Promise<void> {
  const { repository, reference, platform, rules, trustedRoot, requireTransparencyLog } = sharedCase
  const answer = await api.verify({
    reference: `${host}/${repository}${reference.includes(':') ? '@' : ':'}${reference}`,
    keys: rules.keys.map((path) => ({ pem: readSharedKey(path, set), name: path })),
    identities: [...(rules.identities ?? [])],
    certificates: (rules.certificates ?? []).map((path) => ({ pem: readSharedKey(path, set) })),
    ...(trustedRoot === undefined ? {} : { trustedRoot: JSON.parse(readSharedKey(trustedRoot, set)) }),
    ...(platform === null ? {} : { platform }),
    // Left out where it is what an identity and a key are asked for anyway.
    ...(set === 'keyless-private' || requireTransparencyLog ? { requireTransparencyLog } : {}),
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
      for (const set of caseSets) {
        const added = await api.post('/registries', { kind: 'layout', name: set, path: layoutsOf(set) })
        expect(added.status, JSON.stringify(added.body)).toBe(201)
      }
    })
    describe.each(caseSets)('%s', (set) => {
      it.each(readSharedCases(set))('$id: $guarantee', (sharedCase) =>
        examine(api, { set, host: `${set}.layout`, hasReferrersApi: true }, sharedCase),
      )
    })
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
      for (const layouts of caseSets.map(layoutsOf)) {
        const names = await listLayouts(layouts)
        await pushLayouts(layouts, names, registry.host, { referrersTag: !registry.hasReferrersApi })
      }
    })
    afterAll(() => registry?.stop())
    describe.each(caseSets)('%s', (set) => {
      it.each(readSharedCases(set))('$id: $guarantee', (sharedCase) => examine(api, { set, ...registry }, sharedCase))
    })
  })
})
