import { describe, expect, it } from 'vitest'
import { AppError } from '#lib/errors/app-error.ts'
import type { RegistryHost, RepositoryName } from '#lib/oci/reference.ts'
import { createMemorySource, type MemorySource } from '#lib/testing/memory-source.ts'
import { listRepositories } from './list-repositories.ts'
import type { SourceEntry, Sources } from './sources.ts'

const image = { mediaType: 'application/vnd.oci.image.manifest.v1+json', layers: [], config: {} }

function createSource(host: string, names: readonly string[]): MemorySource {
  const source = createMemorySource({ host })
  for (const name of names) source.putManifest(name, image, 'v1')
  return source
}

function createSources(all: readonly MemorySource[], byHand: Record<string, string[]> = {}): Sources {
  const toEntry = ({ host }: MemorySource): SourceEntry => ({
    id: `id-${host}`,
    kind: 'registry',
    host,
    name: host,
    insecure: false,
    caPem: null,
    hasCredentials: false,
    readOnly: false,
    repositoriesByHand: (byHand[host] ?? []) as RepositoryName[],
  })
  return {
    list: async () => all.map(toEntry),
    async open(host: RegistryHost) {
      const source = all.find((candidate) => candidate.host === host)
      if (source === undefined) throw new AppError('REGISTRY_UNKNOWN', 'No such source.')
      return source
    },
    probe: () => Promise.reject(new TypeError('not asked here')),
    invalidate() {},
  }
}

const refused = new AppError('REGISTRY_CATALOGUE_REFUSED', 'The registry does not list its repositories.')
const ask = { registry: null, query: null, limit: 100, after: null }

describe('listRepositories', () => {
  it('lists source after source, a page at a time, each repository once', async () => {
    const sources = createSources([createSource('one.test', ['a', 'b', 'c']), createSource('two.test', ['d', 'e'])])
    const seen: string[] = []
    let after: string | null = null
    do {
      const page = await listRepositories(sources, { ...ask, limit: 2, after })
      seen.push(...page.items.map(({ repository }) => repository))
      after = page.next
    } while (after !== null)
    expect(seen).toEqual(['one.test/a', 'one.test/b', 'one.test/c', 'two.test/d', 'two.test/e'])
  })

  it('names the source that could not list, and shows the others', async () => {
    const broken = createSource('broken.test', ['x'])
    broken.faults.push({
      method: 'listRepositories',
      error: new AppError('REGISTRY_UNAUTHORIZED', 'It asks for credentials.'),
    })
    const page = await listRepositories(createSources([broken, createSource('two.test', ['d'])]), ask)
    expect(page.items.map(({ repository }) => repository)).toEqual(['two.test/d'])
    expect(page.problems.map(({ registry, error }) => [registry, error.code])).toEqual([
      ['broken.test', 'REGISTRY_UNAUTHORIZED'],
    ])
  })

  it('shows repositories added by hand where the catalogue is refused, and says that it is', async () => {
    const source = createSource('quiet.test', ['x'])
    source.faults.push({ method: 'listRepositories', error: refused })
    const sources = createSources([source], { 'quiet.test': ['team/app', 'other'] })
    const page = await listRepositories(sources, { ...ask, registry: 'quiet.test', query: 'TEAM' })
    expect(page.items).toEqual([{ repository: 'quiet.test/team/app', registry: 'quiet.test', addedByHand: true }])
    expect(page.problems).toHaveLength(1)
  })

  it('throws the failure of the one source that was asked: an error is never an empty list', async () => {
    const source = createSource('down.test', [])
    source.faults.push({ method: 'listRepositories', error: new AppError('REGISTRY_UNREACHABLE', 'No answer.') })
    const asked = listRepositories(createSources([source]), { ...ask, registry: 'down.test' })
    await expect(asked).rejects.toMatchObject({ code: 'REGISTRY_UNREACHABLE' })
  })

  it('knows an id that no source has from a host that does not answer', async () => {
    const asked = listRepositories(createSources([]), { ...ask, registry: '7a1f0a52-7d2c-4b6e-9a53-0b8f6f1f2c11' })
    await expect(asked).rejects.toMatchObject({ code: 'REGISTRY_UNKNOWN', message: 'There is no source with this id.' })
  })

  it('finds a source by its id', async () => {
    const page = await listRepositories(createSources([createSource('one.test', ['a'])]), {
      ...ask,
      registry: 'id-one.test',
    })
    expect(page.items).toHaveLength(1)
  })
})
