import { describe, expect, it } from 'vitest'
import { parseProvenanceV1 } from './parse-provenance-v1.ts'
import { parseProvenanceV01, parseProvenanceV02 } from './parse-provenance-v02.ts'
import { buildkitProvenance, generatorProvenance, githubProvenance } from './samples/provenance.ts'

const commit = 'ffa765f77126d7705b81e65fd1ccdcd606ede2f1'

describe('provenance v1', () => {
  it('names builder, source with its commit, workflow, run and times of a GitHub build', () => {
    expect(parseProvenanceV1(githubProvenance)).toMatchObject({
      version: '1',
      builder: 'https://github.com/acme/birds/.github/workflows/release.yml@refs/tags/v1.2.0',
      buildType: 'https://actions.github.io/buildtypes/workflow/v1',
      sources: [
        {
          statedIn: 'externalParameters.workflow',
          repository: 'https://github.com/acme/birds',
          repositoryLink: 'https://github.com/acme/birds',
          ref: 'refs/tags/v1.2.0',
          commit,
          commitLink: `https://github.com/acme/birds/commit/${commit}`,
        },
      ],
      entryPoint: '.github/workflows/release.yml',
      invocation: 'https://github.com/acme/birds/actions/runs/9/attempts/1',
      startedAt: '2026-11-20T09:00:00Z',
      finishedAt: '2026-11-20T09:04:10Z',
      reproducible: null,
      hermetic: null,
    })
    const { parameters, internals } = parseProvenanceV1(githubProvenance)
    expect(parameters.items).toContainEqual({ name: 'workflow.ref', value: 'refs/tags/v1.2.0' })
    expect(internals.items).toContainEqual({ name: 'github.event_name', value: 'push' })
  })

  it('reads what BuildKit states beside: working copy, completeness, hermetic and reproducible', () => {
    const view = parseProvenanceV1(buildkitProvenance)
    expect(view).toMatchObject({
      builder: null,
      entryPoint: 'Dockerfile',
      invocation: 'x7ez',
      hermetic: false,
      reproducible: false,
      completeness: { parameters: true, environment: null, dependencies: false },
      sources: [
        {
          repository: 'https://gitlab.com/acme/tools/birds.git',
          commitLink: 'https://gitlab.com/acme/tools/birds/-/commit/0123456789abcdef0123456789abcdef01234567',
        },
      ],
    })
    expect(view.parameters.items).toContainEqual({ name: 'request.args.build-arg:VERSION', value: '1.2.0' })
    expect(view.dependencies).toMatchObject({ total: 1, items: [{ digests: [expect.stringMatching(/^sha256:/)] }] })
  })

  it('takes a commit only from a dependency of the same repository', () => {
    const foreign = structuredClone(githubProvenance)
    const [dependency] = foreign.buildDefinition.resolvedDependencies
    if (dependency !== undefined) dependency.uri = 'git+https://github.com/acme/birds.evil@refs/tags/v1.2.0'
    const [named, other] = parseProvenanceV1(foreign).sources
    expect(named).toMatchObject({ repository: 'https://github.com/acme/birds', commit: null, commitLink: null })
    expect(other).toMatchObject({ repository: 'https://github.com/acme/birds.evil', statedIn: 'resolvedDependencies' })
  })
})

describe('provenance v0.2', () => {
  it('names builder, source, entry point, completeness and materials', () => {
    expect(parseProvenanceV02(generatorProvenance)).toMatchObject({
      version: '0.2',
      builder: expect.stringContaining('generator_container_slsa3.yml'),
      entryPoint: '.github/workflows/release.yml',
      invocation: '9-1',
      reproducible: false,
      completeness: { parameters: true, environment: false, dependencies: false },
      sources: [
        {
          statedIn: 'invocation.configSource',
          repository: 'https://github.com/acme/birds',
          ref: 'refs/tags/v1.0.0',
          commitLink: 'https://github.com/acme/birds/commit/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa',
        },
      ],
      dependencies: { total: 1 },
    })
  })

  it('reads the first version by its recipe', () => {
    const view = parseProvenanceV01({
      builder: { id: 'b' },
      recipe: { type: 't', entryPoint: 'build.yml', arguments: { level: 3 } },
      metadata: { buildInvocationId: 'i', reproducible: true, completeness: { arguments: true } },
    })
    expect(view).toMatchObject({
      version: '0.1',
      buildType: 't',
      entryPoint: 'build.yml',
      reproducible: true,
      completeness: { parameters: true },
      parameters: { items: [{ name: 'level', value: '3' }] },
    })
  })
})

describe('what has another shape than its specification gives it', () => {
  it('is told apart from what is not stated, and hides nothing else', () => {
    const view = parseProvenanceV1({
      buildDefinition: ['not', 'an object'],
      runDetails: { builder: { id: { evil: 1 } }, metadata: { startedOn: 5, reproducible: 'true' } },
    })
    expect(view.builder).toEqual({ unreadable: 'an object, where text was expected' })
    expect(view.buildType).toEqual({ unreadable: 'inside a list of 2, where an object was expected' })
    expect(view.dependencies.unreadable).toBe('inside a list of 2, where an object was expected')
    expect(view.startedAt).toBe('5')
    expect(view.finishedAt).toBeNull()
    expect(view.reproducible).toEqual({ unreadable: 'text, where true or false was expected' })
  })

  it('V-07 reads no name from the prototype', () => {
    const view = parseProvenanceV1(JSON.parse('{"__proto__":{"buildDefinition":{"buildType":"x"}}}'))
    expect(view.buildType).toBeNull()
    const parameters = JSON.parse('{"__proto__":"a","constructor":"b"}') as unknown
    expect(parseProvenanceV1({ buildDefinition: { externalParameters: parameters } }).parameters.items).toEqual([
      { name: '__proto__', value: 'a' },
      { name: 'constructor', value: 'b' },
    ])
  })

  it('L-08 bounds dependencies and parameters of hostile size, and says how many there are', () => {
    const many = Array.from({ length: 100_000 }, (_, index) => ({ uri: `pkg:x/${index}` }))
    const { dependencies } = parseProvenanceV1({ buildDefinition: { resolvedDependencies: many } })
    expect(dependencies.items).toHaveLength(500)
    expect(dependencies.total).toBe(100_000)
    const { parameters } = parseProvenanceV1({ buildDefinition: { externalParameters: many } })
    expect(parameters.items).toHaveLength(200)
    expect(parameters.total).toBeGreaterThan(10_000)
  })
})
