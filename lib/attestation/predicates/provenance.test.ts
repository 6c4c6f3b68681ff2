import { describe, expect, it } from 'vitest'
import { parseProvenanceV1 } from './parse-provenance-v1.ts'

const commit = 'a'.repeat(40)
const other = 'b'.repeat(40)
const repository = 'https://github.com/acme/birds'

const read = (externalParameters: unknown, resolvedDependencies: readonly unknown[] = []) =>
  parseProvenanceV1({ buildDefinition: { externalParameters, resolvedDependencies } })
const sourcesOf = (...from: Parameters<typeof read>) => read(...from).sources
const git = (uri: string, sha = commit) => ({ uri: `git+${uri}`, digest: { gitCommit: sha } })

describe('the sources that provenance names', () => {
  it.each(['workflow', 'source', 'configSource', 'buildConfigSource', 'sourceToBuild', 'repository'])(
    'may stand in the parameter %s, as text or as a descriptor',
    (name) => {
      const named = { statedIn: `externalParameters.${name}`, repository, ref: 'v1' }
      expect(sourcesOf({ [name]: `${repository}@v1` })).toEqual([
        { ...named, repositoryLink: repository, commit: null, commitLink: null },
      ])
      for (const address of [{ repository, ref: 'v1' }, { uri: `${repository}@v1` }]) {
        expect(sourcesOf({ [name]: { ...address, digest: { sha1: commit } } })).toMatchObject([{ ...named, commit }])
      }
    },
  )

  it.each([
    ['workflow'],
    { workflow: 7 },
    { workflow: { repository: [repository] } },
    { workflow: null },
    'git+x',
    null,
  ])('are none in %j', (parameters) => {
    expect(sourcesOf(parameters)).toEqual([])
  })

  it('have the ref beside their address before the one in it', () => {
    expect(sourcesOf({ workflow: { uri: `${repository}@v1`, ref: 'v2' } })[0]?.ref).toBe('v2')
    expect(sourcesOf({ workflow: { uri: `${repository}@v1`, ref: ['v2'] } })[0]?.ref).toBe('v1')
  })

  it('have the commit of git before the hash of the same length', () => {
    const digest = { sha1: other, gitCommit: commit }
    expect(sourcesOf({ source: { uri: repository, digest } })[0]?.commit).toBe(commit)
    expect(sourcesOf({ source: { uri: repository, digest: { sha256: commit } } })[0]?.commit).toBeNull()
  })

  it('have no commit by a revision that is no text', () => {
    const vcs = { source: repository, revision: [commit] }
    const { sources } = parseProvenanceV1({ runDetails: { metadata: { buildkit_metadata: { vcs } } } })
    expect(sources).toMatchObject([{ repository, commit: null, commitLink: null }])
  })

  it('are the dependencies out of git as well, each repository once', () => {
    const dependencies = [
      git(`${repository}.git@v1`),
      git(`${repository}@v2`, other),
      { uri: 'https://example.org/a', digest: { sha1: commit } },
      { uri: 'git+https://example.org/b' },
      { uri: 'https://example.org/c', digest: { sha256: 'd' } },
      { uri: ['git+https://example.org/d'] },
      { digest: { gitCommit: commit } },
    ]
    expect(sourcesOf({}, dependencies).map((source) => [source.repository, source.commit])).toEqual([
      [`${repository}.git`, commit],
      ['https://example.org/a', commit],
      ['https://example.org/b', null],
    ])
  })

  it('are five at most', () => {
    const dependencies = Array.from({ length: 9 }, (_, at) => git(`https://example.org/${at}`))
    expect(sourcesOf({}, dependencies)).toHaveLength(5)
  })
})

describe('a source without a commit', () => {
  const commitOf = (address: string, dependency: string) =>
    sourcesOf({ source: address }, [git(dependency)]).map((source) => [source.ref, source.commit])

  it.each([
    ['of the same ref', `${repository}@v1`, `${repository}@v1`, 'v1'],
    ['when the dependency has no ref', `${repository}@v1`, repository, 'v1'],
    ['when itself it has no ref', repository, `${repository}@v1`, 'v1'],
    ['when neither has a ref', repository, repository, null],
    ['whichever is written with .git', repository, `${repository}.git`, null],
    ['whichever of both is written with .git', `${repository}.git`, repository, null],
  ])('has that of the dependency of its repository, %s', (_, address, dependency, ref) => {
    expect(commitOf(address, dependency)).toEqual([[ref, commit]])
  })

  it('A-22 has none by another ref', () => {
    expect(commitOf(`${repository}@v1`, `${repository}@v2`)).toEqual([['v1', null]])
  })

  it.each(['https://github.com/acme/birds.evil', 'https://github.com/acme/Birds', 'https://x.github.com/acme/birds'])(
    'A-22 has none by another repository: %s',
    (dependency) => {
      expect(commitOf(repository, dependency)).toEqual([
        [null, null],
        [null, commit],
      ])
    },
  )

  it('A-22 is no repository that has .git elsewhere than at its end', () => {
    expect(commitOf('https://example.org/a.github', 'https://example.org/ahub')).toHaveLength(2)
    expect(commitOf('https://example.org/ahub', 'https://example.org/a.github')).toHaveLength(2)
  })

  it('keeps its own commit when it has one', () => {
    const parameters = { source: { uri: repository, digest: { gitCommit: other } } }
    expect(sourcesOf(parameters, [git(repository)])).toMatchObject([{ commit: other, ref: null }])
  })
})

describe('the entry point of a build', () => {
  it.each([
    [{ workflow: { path: 'a' }, configSource: { path: 'b' } }, 'a'],
    [{ configSource: { path: 'b' } }, 'b'],
    [{ buildConfigSource: { path: 'c' }, entryPoint: 'd' }, 'c'],
    [{ entryPoint: 'd' }, 'd'],
    [{ request: { configSource: { path: 'e' } } }, 'e'],
    [{ workflow: { path: ['a'] }, entryPoint: 'd' }, 'd'],
    [{ workflow: { path: '' } }, null],
    [{ path: 'f' }, null],
  ])('of %j is %j', (parameters, expected) => {
    expect(read(parameters).entryPoint).toBe(expected)
  })
})
