import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { limits } from '#lib/config/limits.ts'
import { type Digest, digestHex } from '#lib/oci/digest.ts'
import { mediaTypes } from '#lib/oci/media-types.ts'
import type { RegistryHost, RepositoryName, Tag } from '#lib/oci/reference.ts'
import { createLayoutWriter, imageDocument, packTar, refName } from '#lib/testing/write-layout.ts'
import { createLayoutSource } from './layout-source.ts'

const host = 'lab.layout' as RegistryHost
const everything = { limit: 1000, after: null }
const app = 'team/app' as RepositoryName
const v1 = 'v1' as Tag
const maxBytes = limits.maxEvidenceBytes

describe('createLayoutSource, written by other tools', () => {
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

  describe('reads what other tools write', () => {
    it('whole references as names, as Podman and containerd write them', async () => {
      const layout = createLayoutWriter(join(root, 'team/app'))
      const first = await layout.manifest(await imageDocument(layout, 'a'), refName('docker.io/library/alpine:3.20'))
      const named = { 'io.containerd.image.name': 'ghcr.io/team/app:v7' }
      const second = await layout.manifest(await imageDocument(layout, 'b'), named)
      await layout.write()
      const source = open()
      expect((await source.listTags(app, everything)).items).toEqual(['3.20', 'v7'])
      expect((await source.fetchManifest(app, '3.20' as Tag)).digest).toBe(first)
      expect((await source.fetchManifest(app, 'v7' as Tag)).digest).toBe(second)
    })

    it('one image without a name, as skopeo and buildx write it, is `latest`', async () => {
      const layout = createLayoutWriter(join(root, 'team/app'))
      const digest = await layout.manifest(await imageDocument(layout, 'a'))
      await layout.write()
      expect((await open().fetchManifest(app, 'latest' as Tag)).digest).toBe(digest)
    })

    it('several images without names have none', async () => {
      const layout = createLayoutWriter(join(root, 'team/app'))
      await layout.manifest(await imageDocument(layout, 'a'))
      await layout.manifest(await imageDocument(layout, 'b'))
      await layout.write()
      expect((await open().listTags(app, everything)).items).toEqual([])
    })

    it('what `cosign save` keeps beside the image is found where cosign keeps it in a registry', async () => {
      const layout = createLayoutWriter(join(root, 'team/app'))
      const kind = (name: string) => ({ kind: `dev.cosignproject.cosign/${name}` })
      const image = await layout.manifest(await imageDocument(layout, 'image'), kind('image'))
      const signatures = await layout.manifest(await imageDocument(layout, 'signatures'), kind('sigs'))
      const attestations = await layout.manifest(await imageDocument(layout, 'attestations'), kind('atts'))
      await layout.write()
      const tag = (suffix: string) => `sha256-${digestHex(image)}.${suffix}` as Tag
      const source = open()
      expect((await source.listTags(app, everything)).items).toEqual(['latest', tag('att'), tag('sig')])
      expect((await source.fetchManifest(app, 'latest' as Tag)).digest).toBe(image)
      expect((await source.fetchManifest(app, tag('sig'))).digest).toBe(signatures)
      expect((await source.fetchManifest(app, tag('att'))).digest).toBe(attestations)
    })

    it('of two entries with one tag the later counts', async () => {
      const { layout } = await writeApp()
      const later = await layout.manifest(await imageDocument(layout, 'later'), refName('v1'))
      await layout.write()
      expect((await open().fetchManifest(app, v1)).digest).toBe(later)
    })

    it('children of an index that index.json does not list', async () => {
      const layout = createLayoutWriter(join(root, 'team/app'))
      const child = await layout.blob(await imageDocument(layout, 'child'))
      const entry = { mediaType: mediaTypes.ociManifest, ...child, platform: { os: 'linux', architecture: 'amd64' } }
      await layout.manifest({ schemaVersion: 2, mediaType: mediaTypes.ociIndex, manifests: [entry] }, refName('v1'))
      await layout.write()
      const source = open()
      expect((await source.fetchManifest(app, v1)).manifest.kind).toBe('index')
      expect((await source.fetchManifest(app, child.digest)).manifest.kind).toBe('manifest')
    })
  })

  describe('reads a tar archive in place', () => {
    const pack = async (prefix = '', file = 'export.tar') => {
      const written = await writeApp('team/app', 'x'.repeat(3000))
      await packTar(join(root, 'team/app'), join(root, file), prefix)
      return { ...written, source: open(join(root, file)) }
    }

    it('of one layout, named by its file with or without .tar', async () => {
      const { source, digest, document } = await pack()
      expect((await source.listRepositories(everything)).items).toEqual(['export'])
      for (const name of ['export', 'export.tar'] as RepositoryName[]) {
        expect((await source.fetchManifest(name, v1)).digest).toBe(digest)
        const layer = document.layers[0]?.digest as Digest
        expect(await source.fetchBlob(name, layer, { maxBytes })).toHaveLength(3000)
      }
    })

    it.each(['./', 'hummingbird/'])('whose files begin with %s', async (prefix) => {
      const { source, digest } = await pack(prefix)
      expect((await source.fetchManifest('export' as RepositoryName, v1)).digest).toBe(digest)
    })

    it('of a folder of layouts', async () => {
      await writeApp('team/app')
      await writeApp('team/other')
      await packTar(join(root, 'team'), join(root, 'all.tar'))
      const source = open(join(root, 'all.tar'))
      expect((await source.listRepositories(everything)).items).toEqual(['app', 'other'])
      expect((await source.listTags('other' as RepositoryName, everything)).items).toEqual(['v1'])
    })

    it('is read anew when it was replaced', async () => {
      const { source } = await pack()
      await source.listTags('export' as RepositoryName, everything)
      const { layout } = await writeApp('team/app', 'changed')
      await layout.manifest(await imageDocument(layout, 'second'), refName('v2'))
      await layout.write()
      await packTar(join(root, 'team/app'), join(root, 'export.tar'))
      expect((await source.listTags('export' as RepositoryName, everything)).items).toEqual(['v1', 'v2'])
    })

    it('L-03 refuses a huge file by its size', async () => {
      const { source, document } = await pack()
      const layer = document.layers[0]?.digest as Digest
      const refused = source.fetchBlob('export' as RepositoryName, layer, { maxBytes: 100 })
      await expect(refused).rejects.toMatchObject({ code: 'LIMIT_EXCEEDED' })
    })

    it.each([
      ['is cut off', (file: string) => truncate(file, 1500)],
      ['is compressed', (file: string) => writeFile(file, Buffer.from([0x1f, 0x8b, ...Array(600).fill(0)]))],
      ['lost its end', (file: string) => truncate(file, 512)],
      ['is empty', (file: string) => truncate(file, 0)],
    ])('that %s is unreadable', async (_, damage) => {
      const { source } = await pack()
      await damage(join(root, 'export.tar'))
      await expect(source.listRepositories(everything)).rejects.toMatchObject({ code: 'LAYOUT_UNREADABLE' })
    })
  })
})
