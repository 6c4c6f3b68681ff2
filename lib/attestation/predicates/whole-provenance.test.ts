import { describe, expect, it } from 'vitest'
import { parseProvenanceV1 } from './parse-provenance-v1.ts'
import { parseProvenanceV01, parseProvenanceV02 } from './parse-provenance-v02.ts'
import { listed } from './samples/listed.ts'

const commit = 'a'.repeat(40)
const buildkit = 'https://mobyproject.org/buildkit@v1#'
const repository = 'https://github.com/acme/birds'

const source = (statedIn: string, ref: string | null = 'refs/heads/main') => ({
  statedIn,
  repository,
  repositoryLink: repository,
  ref,
  commit,
  commitLink: `${repository}/commit/${commit}`,
})
const material = { uri: `git+${repository}@refs/heads/main`, digest: { sha1: commit } }
const readMaterial = { name: null, uri: material.uri, digests: [`sha1:${commit}`], mediaType: null }

const nothing = {
  kind: 'provenance',
  builder: null,
  builderVersions: listed(),
  buildType: null,
  sources: [],
  entryPoint: null,
  invocation: null,
  startedAt: null,
  finishedAt: null,
  parameters: listed(),
  internals: listed(),
  dependencies: listed(),
  byproducts: listed(),
  reproducible: null,
  hermetic: null,
  completeness: { parameters: null, environment: null, dependencies: null },
}

describe('the whole of provenance', () => {
  it.each([
    ['1', parseProvenanceV1],
    ['0.2', parseProvenanceV02],
    ['0.1', parseProvenanceV01],
  ] as const)('v%s that states nothing', (version, parse) => {
    for (const predicate of [{}, null, undefined]) expect(parse(predicate)).toEqual({ ...nothing, version })
  })

  it('v1', () => {
    const predicate = {
      buildDefinition: {
        buildType: 'type',
        externalParameters: { entryPoint: 'build.sh' },
        internalParameters: { runner: 'r' },
        resolvedDependencies: [{ ...material, name: 'source', mediaType: 'application/x-git' }],
      },
      runDetails: {
        builder: { id: 'builder', version: { runner: '2' } },
        metadata: {
          invocationId: 'run',
          startedOn: 'start',
          finishedOn: 'finish',
          reproducible: true,
          hermetic: true,
          completeness: { parameters: true, environment: false, materials: true },
        },
        byproducts: [{ name: 'log', downloadLocation: 'file:///log' }],
      },
    }
    expect(parseProvenanceV1(predicate)).toEqual({
      kind: 'provenance',
      version: '1',
      builder: 'builder',
      builderVersions: listed({ name: 'runner', value: '2' }),
      buildType: 'type',
      sources: [source('resolvedDependencies')],
      entryPoint: 'build.sh',
      invocation: 'run',
      startedAt: 'start',
      finishedAt: 'finish',
      parameters: listed({ name: 'entryPoint', value: 'build.sh' }),
      internals: listed({ name: 'runner', value: 'r' }),
      dependencies: listed({ ...readMaterial, name: 'source', mediaType: 'application/x-git' }),
      byproducts: listed({ name: 'log', uri: 'file:///log', digests: [], mediaType: null }),
      reproducible: true,
      hermetic: true,
      completeness: { parameters: true, environment: false, dependencies: true },
    })
  })

  it('v1 as BuildKit writes it, whose own members go before those of the same meaning', () => {
    const metadata = {
      invocationID: 'run',
      buildkit_metadata: { vcs: { source: `${repository}.git`, revision: commit } },
      buildkit_completeness: { request: true, environment: true, resolvedDependencies: false },
      completeness: { parameters: false, materials: true },
      buildkit_reproducible: false,
      reproducible: true,
      buildkit_hermetic: true,
      hermetic: false,
    }
    expect(parseProvenanceV1({ runDetails: { metadata } })).toEqual({
      ...nothing,
      version: '1',
      sources: [{ ...source('metadata.buildkit_metadata.vcs', null), repository: `${repository}.git` }],
      invocation: 'run',
      reproducible: false,
      hermetic: true,
      completeness: { parameters: true, environment: true, dependencies: false },
    })
  })

  it('v0.2', () => {
    const predicate = {
      builder: { id: 'builder', version: { runner: '2' } },
      buildType: 'type',
      invocation: {
        configSource: { ...material, entryPoint: 'build.yml' },
        parameters: { level: 3 },
        environment: { arch: 'arm64' },
      },
      metadata: {
        buildInvocationId: 'run',
        buildStartedOn: 'start',
        buildFinishedOn: 'finish',
        reproducible: true,
        completeness: { parameters: true, environment: false, materials: true },
        [`${buildkit}hermetic`]: true,
      },
      materials: [material],
    }
    expect(parseProvenanceV02(predicate)).toEqual({
      kind: 'provenance',
      version: '0.2',
      builder: 'builder',
      builderVersions: listed({ name: 'runner', value: '2' }),
      buildType: 'type',
      sources: [source('invocation.configSource')],
      entryPoint: 'build.yml',
      invocation: 'run',
      startedAt: 'start',
      finishedAt: 'finish',
      parameters: listed({ name: 'level', value: '3' }),
      internals: listed({ name: 'arch', value: 'arm64' }),
      dependencies: listed(readMaterial),
      byproducts: listed(),
      reproducible: true,
      hermetic: true,
      completeness: { parameters: true, environment: false, dependencies: true },
    })
  })

  it('v0.2 names the working copy that BuildKit was given, and else its materials, as its sources', () => {
    const vcs = { source: repository, revision: commit }
    expect(parseProvenanceV02({ metadata: { [`${buildkit}metadata`]: { vcs } } }).sources).toEqual([
      source('metadata, vcs of BuildKit', null),
    ])
    expect(parseProvenanceV02({ materials: [material] }).sources).toEqual([source('materials')])
  })

  it('v0.1', () => {
    const predicate = {
      builder: { id: 'builder', version: { runner: '2' } },
      recipe: { type: 'type', entryPoint: 'build.yml', arguments: { level: 3 }, environment: { arch: 'arm64' } },
      metadata: {
        buildInvocationID: 'run',
        buildStartedOn: 'start',
        buildFinishedOn: 'finish',
        reproducible: false,
        completeness: { arguments: true, environment: false, materials: true },
      },
      materials: [material],
    }
    expect(parseProvenanceV01(predicate)).toEqual({
      ...nothing,
      version: '0.1',
      builder: 'builder',
      buildType: 'type',
      sources: [source('materials')],
      entryPoint: 'build.yml',
      invocation: 'run',
      startedAt: 'start',
      finishedAt: 'finish',
      parameters: listed({ name: 'level', value: '3' }),
      internals: listed({ name: 'arch', value: 'arm64' }),
      dependencies: listed(readMaterial),
      reproducible: false,
      completeness: { parameters: true, environment: false, dependencies: true },
    })
    expect(parseProvenanceV01({ metadata: { buildInvocationId: 'a' } }).invocation).toBe('a')
  })
})
