import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { pushLayout, type Target } from '#e2e/fixtures/push-layout.ts'
import { missingRegistry, type RunningRegistry, registryUser, startRegistry } from '#e2e/registries/start-registry.ts'
import { limits } from '#lib/config/limits.ts'
import { digestOf } from '#lib/oci/digest.ts'
import type { RepositoryName, Tag } from '#lib/oci/reference.ts'
import type { Page } from '#lib/registry/image-source.ts'
import { probeRegistry } from '#lib/registry/probe-registry.ts'
import type { RegistryOptions } from '#lib/registry/registry-options.ts'
import { createRegistrySource, type RegistrySource } from '#lib/registry/registry-source.ts'
import { samplePath } from '#lib/sample/sample-path.ts'
import { toRegistryOptions } from '#lib/testing/registry-options.ts'

const repository = 'workshop/hummingbird-demo' as RepositoryName
const layout = `${samplePath}/${repository}`
const missing = missingRegistry('docker-registry')
const code = (name: string) => expect.objectContaining({ code: name })

async function readAll<Item>(list: (after: string | null) => Promise<Page<Item>>): Promise<Item[]> {
  const items: Item[] = []
  for (let after: string | null = null, pages = 0; pages < 100; pages += 1) {
    const page: Page<Item> = await list(after)
    items.push(...page.items)
    if (page.next === null) return items
    after = page.next
  }
  throw new Error('the list does not end')
}

describe.skipIf(missing !== null)(`Debian's docker-registry ${missing ?? ''}`, () => {
  describe.each([false, true])('with htpasswd: %s', (auth) => {
    let registry: RunningRegistry
    const opened: RegistrySource[] = []
    const credentials = auth ? ({ kind: 'basic', ...registryUser } as const) : null

    function open(changed: Partial<RegistryOptions> = {}): RegistrySource {
      const source = createRegistrySource(toRegistryOptions(registry.host, { credentials, ...changed }))
      opened.push(source)
      return source
    }

    beforeAll(async () => {
      registry = await startRegistry('docker-registry', { auth })
      const target: Target = { host: registry.host, repository, ...(auth ? { credentials: registryUser } : {}) }
      await pushLayout(layout, target)
      await pushLayout(layout, { ...target, repository: 'team/second' })
    })

    afterAll(async () => {
      await Promise.all(opened.map((source) => source.close()))
      await registry.stop()
    })

    it('reads tags, completely and once, in pages of any size', async () => {
      const whole = await open().listTags(repository, { limit: 1000, after: null })
      expect(whole.items).toContain('v1')
      for (const limit of [1, 3, whole.items.length]) {
        const read = await readAll((after) => open().listTags(repository, { limit, after }))
        expect(read).toEqual(whole.items)
      }
    })

    it('lists its repositories in pages', async () => {
      const read = await readAll((after) => open().listRepositories({ limit: 1, after }))
      expect(read).toEqual(['team/second', repository])
    })

    it('reads manifests and blobs by digest, hashed', async () => {
      const source = open()
      const { digest, manifest, bytes } = await source.fetchManifest(repository, 'v1' as Tag)
      expect(digestOf(bytes)).toBe(digest)
      const [first] = manifest.kind === 'index' ? manifest.manifests : []
      const image = first === undefined ? manifest : (await source.fetchManifest(repository, first.digest)).manifest
      if (image.kind !== 'manifest') throw new Error('an index in an index')
      const config = await source.fetchBlob(repository, image.config.digest, { maxBytes: limits.maxConfigBytes })
      expect(digestOf(config)).toBe(image.config.digest)
      expect(config.length).toBe(image.config.size)
    })

    it('says that there is no referrers API, and what is absent', async () => {
      const source = open()
      const { digest } = await source.fetchManifest(repository, 'v1' as Tag)
      await expect(source.listReferrers(repository, digest)).resolves.toEqual({ answer: 'unsupported', status: 404 })
      await expect(source.fetchManifest(repository, 'no-such' as Tag)).rejects.toEqual(code('IMAGE_NOT_FOUND'))
      await expect(source.fetchManifest('no/such' as RepositoryName, 'v1' as Tag)).rejects.toEqual(
        code('IMAGE_NOT_FOUND'),
      )
      const absent = digestOf(new TextEncoder().encode('absent'))
      await expect(source.fetchBlob(repository, absent, { maxBytes: 10 })).rejects.toEqual(code('IMAGE_NOT_FOUND'))
    })

    it('is probed truly', async () => {
      expect(await probeRegistry(open())).toEqual({
        reachable: true,
        authenticated: auth ? true : null,
        api: 'distribution',
        catalogue: 'listed',
        referrers: 'unsupported',
        quirks: [],
        problem: null,
      })
    })

    it.runIf(auth)('tells missing credentials from refused ones', async () => {
      const ask = (changed: Partial<RegistryOptions>) => open(changed).fetchManifest(repository, 'v1' as Tag)
      await expect(ask({ credentials: null })).rejects.toMatchObject({
        code: 'REGISTRY_UNAUTHORIZED',
        context: { credentials: 'none' },
      })
      const wrong = { kind: 'basic', username: registryUser.username, password: 'wrong' } as const
      await expect(ask({ credentials: wrong })).rejects.toMatchObject({
        code: 'REGISTRY_UNAUTHORIZED',
        context: { credentials: 'refused' },
      })
      await expect(open({ credentials: null }).listRepositories({ limit: 1, after: null })).rejects.toEqual(
        code('REGISTRY_UNAUTHORIZED'),
      )
      expect(await probeRegistry(open({ credentials: wrong }))).toMatchObject({ reachable: true, authenticated: false })
    })
  })
})
