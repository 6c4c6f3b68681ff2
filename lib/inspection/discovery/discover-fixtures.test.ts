import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { isDigest } from '#lib/oci/digest.ts'
import { parsePlatform } from '#lib/oci/platform.ts'
import { parseReference, type RegistryHost } from '#lib/oci/reference.ts'
import { createLayoutSource } from '#lib/registry/layout/layout-source.ts'
import { discoverEvidence } from './discover-evidence.ts'
import { resolveSubject, toIndexSubject } from './resolve-subject.ts'

type ExpectedItem = { readonly format: string; readonly store: string }
type Case = {
  readonly id: string
  readonly repository: string
  readonly reference: string
  readonly platform: string | null
  readonly expect: {
    readonly state: string
    readonly inherited?: string
    readonly signatures?: readonly ExpectedItem[]
    readonly attestations?: readonly ExpectedItem[]
    readonly sbom?: { readonly signed?: boolean; readonly store?: string } | null
  }
}

const shared = join(import.meta.dirname, '../../../../shared/fixtures')

function readCases(set: string): Case[] {
  const file = join(shared, set, 'cases.json')
  if (!existsSync(file)) return []
  const document = JSON.parse(readFileSync(file, 'utf8')) as Case[] | { cases: Case[] }
  return Array.isArray(document) ? document : document.cases
}

const shorten = (format: string): string => (format === 'notation' ? 'notation-jws' : format.replace('-cose', '-jws'))

// The same bytes in two layers are one item; the cases list each layer.
const unique = (items: readonly string[]): string[] => [...new Set(items)].toSorted()

for (const set of ['key-based', 'keyless-private']) {
  describe.skipIf(!existsSync(join(shared, set)))(`every case of the ${set} fixtures, from its layout`, () => {
    const source = createLayoutSource({ host: 'fixtures.layout' as RegistryHost, path: join(shared, set, 'layouts') })

    it.each(readCases(set))('$id: finds what the case lists, in the store that it names', async (given) => {
      const separator = isDigest(given.reference) ? '@' : ':'
      const reference = parseReference(`fixtures.layout/${given.repository}${separator}${given.reference}`)
      const platform = given.platform === null || given.platform === undefined ? null : parsePlatform(given.platform)
      if (given.id.endsWith('tag-missing')) {
        await expect(resolveSubject(source, reference, platform)).rejects.toMatchObject({ code: 'IMAGE_NOT_FOUND' })
        return
      }
      const resolved = await resolveSubject(source, reference, platform)
      const found = await discoverEvidence(source, resolved)

      expect(found.answers.map(({ answer }) => answer)).not.toContain('failed')
      expect(found.items.filter(({ bytes }) => bytes === null)).toEqual([])
      const expected = [...(given.expect.signatures ?? []), ...(given.expect.attestations ?? [])]
      const own = found.items.filter(({ format }) => format !== 'sbom').map(({ format }) => shorten(format))
      expect(unique(own)).toEqual(unique(expected.map(({ format }) => shorten(format))))
      expect(own.length).toBeGreaterThanOrEqual(expected.length)
      const storesOf = (items: readonly { store: string }[]) =>
        unique(items.map(({ store }) => (store.startsWith('referrers') ? 'referrers' : store)))
      expect(storesOf(found.items.filter(({ format }) => format !== 'sbom'))).toEqual(storesOf(expected))
      const index = toIndexSubject(resolved)
      if (index !== null) expect((await discoverEvidence(source, index)).subject).toBe(index.digest)
    })
  })
}
