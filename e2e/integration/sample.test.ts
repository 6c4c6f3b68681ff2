import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Api, apiOf } from '#e2e/api-client.ts'
import { pushLayouts } from '#e2e/fixtures/push-layout.ts'
import { attestationsKey, notaryAuthority, sampleLayouts, statesKey, workshopKey } from '#e2e/fixtures/sample-keys.ts'
import { type Product, startProduct } from '#e2e/product.ts'
import {
  listLayouts,
  missingRegistry,
  type RunningRegistry,
  registryKinds,
  startRegistry,
} from '#e2e/registries/start-registry.ts'
import type { State } from '#lib/evidence/state.ts'

type Expected = {
  readonly tag: string
  readonly state: State
  readonly packages?: number
  readonly platform?: string
  readonly index?: State
}

const demoTags: readonly Expected[] = [
  { tag: 'v1', state: 'verified', packages: 166 },
  { tag: 'v2', state: 'verified', packages: 166 },
  { tag: 'v0', state: 'untrusted' },
  { tag: 'v3-rc1', state: 'unsigned' },
  { tag: 'nightly', state: 'invalid' },
  { tag: 'latest', state: 'unsigned' },
]
const stateTags: readonly Expected[] = [
  { tag: 'signed-v2', state: 'verified' },
  { tag: 'signed-v3', state: 'verified' },
  { tag: 'signed-v3-fallback', state: 'verified' },
  { tag: 'signed-oci11', state: 'verified' },
  { tag: 'two-signers', state: 'verified' },
  { tag: 'signed-ecdsa-p384', state: 'untrusted' },
  { tag: 'signed-rsa-2048', state: 'untrusted' },
  { tag: 'signed-ed25519', state: 'untrusted' },
  { tag: 'untrusted', state: 'untrusted' },
  { tag: 'invalid', state: 'invalid' },
  { tag: 'unsigned', state: 'unsigned' },
  { tag: 'attested-only', state: 'unsigned' },
  { tag: 'platforms', state: 'verified' },
  { tag: 'platforms', platform: 'linux/arm64', state: 'verified', index: 'verified' },
  { tag: 'index-signed', state: 'verified' },
  { tag: 'index-signed', platform: 'linux/arm64', state: 'unsigned', index: 'verified' },
]
/** One attestation of every kind, some of them twice; the SBOM among them is the one that lists packages. */
const attestedTags: readonly Expected[] = [{ tag: 'v1', state: 'verified', packages: 13 }]
const notaryTags: readonly Expected[] = [
  { tag: 'jws', state: 'verified' },
  { tag: 'cose', state: 'verified' },
  { tag: 'stranger', state: 'untrusted' },
  { tag: 'expired', state: 'invalid' },
]
// Signatures whose manifest is lost: the layout says that they exist, a registry never got them.
const lostTags = [
  { repository: 'workshop/hummingbird-demo', tag: 'edge', key: workshopKey },
  { repository: 'workshop/states', tag: 'undetermined', key: statesKey },
]

/** `trusted` is PEM: a public key, or the certificate of an authority. */
async function examine(api: Api, repository: string, trusted: string, expected: Expected): Promise<void> {
  const { tag, state, packages, platform, index } = expected
  const request = {
    reference: `${repository}:${tag}`,
    [trusted.includes('CERTIFICATE') ? 'certificates' : 'keys']: [{ pem: trusted }],
    ...(platform === undefined ? {} : { platform }),
  }
  const { status, body } = await api.verify(request)
  expect(status, JSON.stringify(body)).toBe(200)
  expect({ state: body.state, index: body.indexState }).toEqual({ state, index: index ?? null })
  if (packages !== undefined) expect(body.sbom?.packageCount).toBe(packages)
}

describe("the sample's tags have their states", () => {
  let product: Product
  let api: Api
  beforeAll(async () => {
    product = await startProduct()
    api = apiOf(product.url)
  })
  afterAll(() => product?.stop())

  describe('from the built-in layout', () => {
    it.each(demoTags)('hummingbird-demo:$tag is $state', (expected) =>
      examine(api, 'sample.layout/workshop/hummingbird-demo', workshopKey, expected),
    )
    it.each(stateTags)('states:$tag $platform is $state', (expected) =>
      examine(api, 'sample.layout/workshop/states', statesKey, expected),
    )
    it.each(attestedTags)('attestations:$tag is $state', (expected) =>
      examine(api, 'sample.layout/workshop/attestations', attestationsKey, expected),
    )
    it.each(notaryTags)('notary:$tag is $state', (expected) =>
      examine(api, 'sample.layout/workshop/notary', notaryAuthority, expected),
    )
    it.each(notaryTags.filter(({ state }) => state === 'verified'))(
      'notary:$tag is by nobody trusted before',
      ({ tag }) => examine(api, 'sample.layout/workshop/notary', workshopKey, { tag, state: 'untrusted' }),
    )
    it.each(lostTags)('$repository:$tag is undetermined and never unsigned', ({ repository, tag, key }) =>
      examine(api, `sample.layout/${repository}`, key, { tag, state: 'undetermined' }),
    )
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
      const names = await listLayouts(sampleLayouts)
      await pushLayouts(sampleLayouts, names, registry.host, { referrersTag: !registry.hasReferrersApi })
    })
    afterAll(() => registry?.stop())
    it.each(demoTags)('hummingbird-demo:$tag is $state', (expected) =>
      examine(api, `${registry.host}/workshop/hummingbird-demo`, workshopKey, expected),
    )
    it.each(stateTags)('states:$tag $platform is $state', (expected) =>
      examine(api, `${registry.host}/workshop/states`, statesKey, expected),
    )
    it.each(attestedTags)('attestations:$tag is $state', (expected) =>
      examine(api, `${registry.host}/workshop/attestations`, attestationsKey, expected),
    )
    it.each(notaryTags)('notary:$tag is $state', (expected) =>
      examine(api, `${registry.host}/workshop/notary`, notaryAuthority, expected),
    )
  })

  it('a layout folder that is added is read like the built-in one', async () => {
    const path = join(sampleLayouts, 'workshop/hummingbird-demo')
    const added = await api.post<{ id: string; host: string }>('/registries', { kind: 'layout', name: 'review', path })
    expect(added.status).toBe(201)
    await examine(api, 'review.layout/hummingbird-demo', workshopKey, { tag: 'v1', state: 'verified', packages: 166 })
  })
})
