import { chmod, mkdir, mkdtemp, rm, symlink, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { limits } from '#lib/config/limits.ts'
import { type Digest, digestHex } from '#lib/oci/digest.ts'
import { mediaTypes } from '#lib/oci/media-types.ts'
import type { RegistryHost, RepositoryName, Tag } from '#lib/oci/reference.ts'
import { createLayoutWriter, imageDocument, refName } from '#lib/testing/write-layout.ts'
import { createLayoutSource } from './layout-source.ts'

const host = 'lab.layout' as RegistryHost
const everything = { limit: 1000, after: null }
const app = 'team/app' as RepositoryName
const v1 = 'v1' as Tag
const maxBytes = limits.maxEvidenceBytes

describe('createLayoutSource', () => {
  let root: string
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'layout-'))
  })
  afterEach(() => rm(root, { recursive: true, force: true }))

  const open = (path = root) => createLayoutSource({ host, path })
  const writeApp = async (folder = 'team/app', content = 'layer') => {
    const layout = createLayoutWriter(join(root, folder))
    const document = await imageDocument(layout, content)
    const digest = await layout.manifest(document, refName('v1'))
    await layout.write()
    return { layout, digest, document }
  }

  it('each folder with an oci-layout file is a repository named by its relative path', async () => {
    await writeApp('team/app')
    await writeApp('team/app/nested')
    await writeApp('other')
    await mkdir(join(root, 'no-layout'))
    expect((await open().listRepositories(everything)).items).toEqual(['other', 'team/app', 'team/app/nested'])
    expect((await open().listRepositories({ ...everything, query: 'NEST' })).items).toEqual(['team/app/nested'])
    const first = await open().listRepositories({ limit: 2, after: null })
    expect(first).toEqual({ items: ['other', 'team/app'], next: 'team/app' })
    expect((await open().listRepositories({ limit: 2, after: first.next })).items).toEqual(['team/app/nested'])
  })

  it('a path that is itself a layout is a repository named by its folder', async () => {
    const { digest } = await writeApp('Hummingbird Demo')
    const source = open(join(root, 'Hummingbird Demo'))
    expect((await source.listRepositories(everything)).items).toEqual(['hummingbird-demo'])
    const fetched = await source.fetchManifest('hummingbird-demo' as RepositoryName, v1)
    expect(fetched).toMatchObject({ digest, mediaType: mediaTypes.ociManifest, manifest: { kind: 'manifest' } })
  })

  it('reads manifests by tag and digest, and blobs', async () => {
    const { digest, document } = await writeApp()
    const source = open()
    expect((await source.listTags(app, everything)).items).toEqual(['v1'])
    expect((await source.fetchManifest(app, v1)).digest).toBe(digest)
    expect((await source.fetchManifest(app, digest)).digest).toBe(digest)
    const layer = document.layers[0]?.digest as Digest
    expect(new TextDecoder().decode(await source.fetchBlob(app, layer, { maxBytes }))).toBe('layer')
  })

  it('lists manifests with a subject as referrers, tagged or not', async () => {
    const { layout, digest } = await writeApp()
    const subject = { mediaType: mediaTypes.ociManifest, digest, size: 1 }
    const artifactType = 'application/vnd.example'
    const untagged = await layout.manifest(await imageDocument(layout, 'one', { subject, artifactType }))
    const tagged = await layout.manifest(await imageDocument(layout, 'two', { subject }), refName('extra'))
    await layout.write()
    const answer = await open().listReferrers(app, digest)
    expect(answer).toMatchObject({ answer: 'listed', truncated: false })
    expect(answer.answer === 'listed' ? answer.descriptors : []).toMatchObject([
      { digest: untagged, artifactType },
      { digest: tagged, artifactType: mediaTypes.ociConfig },
    ])
    expect(await open().listReferrers(app, untagged)).toMatchObject({ descriptors: [] })
  })

  it('H-01 a listed manifest that cannot be read makes every list of referrers incomplete', async () => {
    const { layout, digest } = await writeApp()
    layout.list({ mediaType: mediaTypes.ociManifest, digest: `sha256:${'0'.repeat(64)}`, size: 1 })
    await layout.write()
    expect(await open().listReferrers(app, digest)).toMatchObject({ truncated: true, problem: 'LAYOUT_UNREADABLE' })
  })

  it('sees what was written after it was opened', async () => {
    const { layout } = await writeApp()
    const source = open()
    await source.fetchManifest(app, v1)
    const digest = await layout.manifest(await imageDocument(layout, 'second'), refName('v2'))
    await layout.write()
    expect((await source.fetchManifest(app, 'v2' as Tag)).digest).toBe(digest)
    await writeApp('late')
    await expect(source.fetchManifest('late' as RepositoryName, v1)).resolves.toMatchObject({
      mediaType: mediaTypes.ociManifest,
    })
  })

  describe('tells absent from unreadable', () => {
    it('an absent repository, tag, manifest and blob are not found', async () => {
      const { digest } = await writeApp()
      const source = open()
      const nothing = `sha256:${'0'.repeat(64)}` as Digest
      for (const ask of [
        () => source.listTags('team/other' as RepositoryName, everything),
        () => source.fetchManifest(app, 'v9' as Tag),
        () => source.fetchManifest(app, nothing),
        () => source.fetchBlob(app, nothing, { maxBytes }),
      ]) {
        await expect(ask()).rejects.toMatchObject({ code: 'IMAGE_NOT_FOUND' })
      }
      expect(await source.listReferrers(app, digest)).toMatchObject({ descriptors: [], truncated: false })
    })

    it('a path where nothing is, or that is no folder and no tar, is unreadable', async () => {
      await writeFile(join(root, 'notes.txt'), 'x'.repeat(2000))
      for (const path of [join(root, 'gone'), join(root, 'notes.txt')]) {
        await expect(open(path).listRepositories(everything)).rejects.toMatchObject({ code: 'LAYOUT_UNREADABLE' })
      }
    })

    it.each([
      ['index.json', 'not JSON'],
      ['index.json', '[]'],
      ['index.json', '{"manifests":{}}'],
      ['oci-layout', 'not JSON'],
      ['oci-layout', '{"imageLayoutVersion":"2.0.0"}'],
      ['oci-layout', '{}'],
    ])('%s with %s is unreadable', async (file, content) => {
      await writeApp()
      await writeFile(join(root, 'team/app', file), content)
      await expect(open().listTags(app, everything)).rejects.toMatchObject({ code: 'LAYOUT_UNREADABLE' })
    })

    it('D-17 a tag whose manifest is not there is unreadable, not absent', async () => {
      const { digest } = await writeApp()
      await rm(join(root, 'team/app/blobs/sha256', digestHex(digest)))
      await expect(open().fetchManifest(app, v1)).rejects.toMatchObject({ code: 'LAYOUT_UNREADABLE' })
    })

    it.skipIf(process.getuid?.() === 0)('a file that may not be read is unreadable', async () => {
      const { digest } = await writeApp()
      await chmod(join(root, 'team/app/blobs/sha256', digestHex(digest)), 0)
      await expect(open().fetchManifest(app, v1)).rejects.toMatchObject({ code: 'LAYOUT_UNREADABLE' })
    })
  })

  describe('holds against a hostile layout', () => {
    it('M-01 content that has another digest than its name is refused', async () => {
      const { digest, document } = await writeApp()
      const layer = document.layers[0]?.digest as Digest
      await writeFile(join(root, 'team/app/blobs/sha256', digestHex(layer)), 'evil!')
      await expect(open().fetchBlob(app, layer, { maxBytes })).rejects.toMatchObject({ code: 'DIGEST_MISMATCH' })
      await writeFile(join(root, 'team/app/blobs/sha256', digestHex(digest)), '{}')
      await expect(open().fetchManifest(app, v1)).rejects.toMatchObject({ code: 'DIGEST_MISMATCH' })
    })

    it('a link that leads out of the folder is refused, one inside of it is followed', async () => {
      const { document } = await writeApp()
      const secret = await mkdtemp(join(tmpdir(), 'outside-'))
      const layer = document.layers[0]?.digest as Digest
      const file = join(root, 'team/app/blobs/sha256', digestHex(layer))
      await writeFile(join(secret, 'passwords'), 'layer')
      await rm(file)
      await symlink(join(secret, 'passwords'), file)
      await expect(open().fetchBlob(app, layer, { maxBytes })).rejects.toMatchObject({ code: 'LAYOUT_UNREADABLE' })
      await rm(file)
      await writeFile(join(root, 'shared'), 'layer')
      await symlink(join(root, 'shared'), file)
      await expect(open().fetchBlob(app, layer, { maxBytes })).resolves.toHaveLength(5)
      await rm(secret, { recursive: true })
    })

    it('a linked folder is no repository, so that circles end', async () => {
      await writeApp()
      const outside = await mkdtemp(join(tmpdir(), 'outside-'))
      await symlink(root, join(root, 'team', 'circle'))
      await symlink(outside, join(root, 'away'))
      expect((await open().listRepositories(everything)).items).toEqual(['team/app'])
      await expect(open().listTags('away' as RepositoryName, everything)).rejects.toMatchObject({
        code: 'IMAGE_NOT_FOUND',
      })
      await rm(outside, { recursive: true })
    })

    it.each(['../secret', '..', 'team/../../secret', 'team/./app', '/etc', 'team\0app'])(
      'a repository %j is not found, whatever lies there',
      async (name) => {
        await writeApp()
        const refused = open().fetchManifest(name as RepositoryName, v1)
        await expect(refused).rejects.toMatchObject({ code: 'IMAGE_NOT_FOUND' })
      },
    )

    it('L-03 a huge file is refused by its size before it is read', async () => {
      const { document } = await writeApp()
      const layer = document.layers[0]?.digest as Digest
      await truncate(join(root, 'team/app/blobs/sha256', digestHex(layer)), 2 ** 33)
      await expect(open().fetchBlob(app, layer, { maxBytes })).rejects.toMatchObject({ code: 'LIMIT_EXCEEDED' })
      await truncate(join(root, 'team/app/index.json'), 2 ** 33)
      await expect(open().listTags(app, everything)).rejects.toMatchObject({ code: 'LIMIT_EXCEEDED' })
    })

    it('a folder in the place of a file is unreadable', async () => {
      const { document } = await writeApp()
      const layer = document.layers[0]?.digest as Digest
      const file = join(root, 'team/app/blobs/sha256', digestHex(layer))
      await rm(file)
      await mkdir(file)
      await expect(open().fetchBlob(app, layer, { maxBytes })).rejects.toMatchObject({ code: 'LAYOUT_UNREADABLE' })
    })

    it('M-05 a manifest that index.json lists as something else is refused', async () => {
      const { layout, digest } = await writeApp()
      layout.list({ mediaType: mediaTypes.ociIndex, digest, size: 1, annotations: refName('v1') })
      await layout.write()
      await expect(open().fetchManifest(app, v1)).rejects.toMatchObject({ code: 'MANIFEST_INVALID' })
    })

    it('M-06 entries without a usable digest are passed over, and the list counts as incomplete', async () => {
      const { layout, digest } = await writeApp()
      for (const bad of ['sha256:../../x', 'sha256:ABC', 'md5:00', 7, null]) {
        layout.list({ mediaType: mediaTypes.ociManifest, digest: bad, size: 1, annotations: refName('bad') })
      }
      layout.list({ mediaType: 7 } as never)
      await layout.write()
      expect((await open().listTags(app, everything)).items).toEqual(['v1'])
      expect(await open().listReferrers(app, digest)).toMatchObject({ truncated: true })
    })

    it('ends when nobody waits any more', async () => {
      await writeApp()
      const signal = AbortSignal.abort()
      await expect(open().fetchManifest(app, v1, { signal })).rejects.toMatchObject({ code: 'REQUEST_CANCELLED' })
    })
  })
})
