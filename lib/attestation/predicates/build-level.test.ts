import { describe, expect, it } from 'vitest'
import type { Signer } from '#lib/evidence/evidence.ts'
import { concludeBuildLevels } from './build-level.ts'

const workflow = 'https://github.com/acme/birds/.github/workflows/release.yml@refs/tags/v1'
const identity = (changes: Partial<Extract<Signer, { kind: 'identity' }>> = {}): Signer => ({
  kind: 'identity',
  issuer: 'https://token.actions.githubusercontent.com',
  subject: workflow,
  claims: { runnerEnvironment: 'github-hosted' },
  ...changes,
})
const key: Signer = { kind: 'key', fingerprint: 'ab', name: 'release key' }
const conclude = (changes: Partial<Parameters<typeof concludeBuildLevels>[0]> = {}) =>
  concludeBuildLevels({ state: 'verified', signer: identity(), inherited: false, builder: workflow, ...changes })
const levelsOf = (changes: Parameters<typeof conclude>[0] = {}) =>
  conclude(changes)
    .filter(({ concluded }) => concluded)
    .map(({ level }) => level)

describe('SLSA build levels', () => {
  it('a statement by the builder’s own identity on a hosted runner gives 1 and 2', () => {
    expect(levelsOf()).toEqual([1, 2])
    expect(levelsOf({ builder: workflow.slice(0, workflow.lastIndexOf('@')) })).toEqual([1, 2])
    expect(levelsOf({ builder: 'https://github.com/actions/runner/github-hosted' })).toEqual([1, 2])
  })

  it('3 is never concluded from a document', () => {
    expect(conclude().find(({ level }) => level === 3)).toMatchObject({ concluded: false })
  })

  it.each(['untrusted', 'invalid', 'unsigned', 'undetermined'] as const)('nothing follows from what is %s', (state) => {
    expect(levelsOf({ state })).toEqual([])
  })

  it('a key says nothing of where the build ran', () => {
    expect(levelsOf({ signer: key })).toEqual([1])
    expect(levelsOf({ signer: null })).toEqual([1])
  })

  it('A-21 a trusted identity that names another builder gives no level 2', () => {
    for (const builder of [
      `${workflow}.evil`,
      workflow.toUpperCase(),
      'https://builder.example',
      'https://github.com',
    ]) {
      expect(levelsOf({ builder })).toEqual([1])
    }
    expect(conclude({ builder: 'https://builder.example' })[1]?.reason).toContain('only a claim')
  })

  it('a runner of one’s own, or an issuer that does not say, gives no level 2', () => {
    expect(levelsOf({ signer: identity({ claims: { runnerEnvironment: 'self-hosted' } }) })).toEqual([1])
    expect(levelsOf({ signer: identity({ claims: {} }) })).toEqual([1])
    expect(levelsOf({ signer: identity({ issuer: 'https://accounts.example' }) })).toEqual([1])
  })

  it('a builder that is not named gives no level', () => {
    expect(levelsOf({ builder: null })).toEqual([])
    expect(levelsOf({ builder: { unreadable: 'a list' } })).toEqual([])
  })

  it('of the index is said to be of the index', () => {
    expect(conclude({ inherited: true })[0]?.reason).toContain('index')
  })

  it('a hosted run of GitLab gives 1 and 2 as well, and says so', () => {
    const project = 'https://gitlab.com/acme/birds//.gitlab-ci.yml'
    const run = (runnerEnvironment: string, issuer = 'https://gitlab.com') =>
      identity({ issuer, subject: `${project}@refs/heads/main`, claims: { runnerEnvironment } })
    expect(levelsOf({ signer: run('gitlab-hosted'), builder: project })).toEqual([1, 2])
    expect(conclude({ signer: run('gitlab-hosted'), builder: project })[1]?.reason).toContain('GitLab CI')
    expect(conclude()[1]?.reason).toContain('GitHub Actions')
    for (const signer of [run('self-hosted'), run('github-hosted'), run('gitlab-hosted', 'https://git.example')]) {
      expect(levelsOf({ signer, builder: project })).toEqual([1])
    }
  })

  it('A-21 the hosted runner of GitHub is no builder of an identity by anybody else', () => {
    const signer = identity({ issuer: 'https://gitlab.com', claims: { runnerEnvironment: 'gitlab-hosted' } })
    expect(levelsOf({ signer, builder: 'https://github.com/actions/runner/github-hosted' })).toEqual([1])
  })

  it('a reusable workflow is the builder by the certificate’s own claim of it', () => {
    const reusable = 'https://github.com/acme/builder/.github/workflows/build.yml@refs/tags/v1'
    const claims = { runnerEnvironment: 'github-hosted', buildSignerURI: reusable }
    expect(levelsOf({ signer: identity({ claims }), builder: reusable })).toEqual([1, 2])
    expect(levelsOf({ signer: identity({ claims }), builder: `${reusable}.evil` })).toEqual([1])
  })

  it.each([
    [{ state: 'unsigned' }, 'Nobody signed this statement'],
    [{ state: 'invalid' }, 'The statement or its signature is broken.'],
    [{ state: 'undetermined' }, 'The statement could not be checked.'],
    [{ state: 'untrusted' }, 'No rule of yours names its signer'],
    [{ builder: null }, 'The provenance names no builder'],
    [{}, 'Somebody whom you trust says how this image was built'],
    [{ inherited: true }, 'Somebody whom you trust says how the index that holds this image was built'],
  ] as const)('%j says of level 1: %s', (changes, reason) => {
    const [first, second] = conclude(changes)
    expect(first).toMatchObject({ level: 1, reason: expect.stringMatching(new RegExp(`^${reason}`)) })
    if (first?.concluded === false) {
      expect(second).toEqual({ level: 2, concluded: false, reason: 'It asks for level 1 first.' })
    }
  })

  it.each([
    [{ signer: null }, 'It is not known who signed it.'],
    [{ signer: key }, 'A key or certificate does not say where the build ran.'],
    [
      { signer: identity({ claims: {} }) },
      'https://token.actions.githubusercontent.com does not say that the build ran',
    ],
    [{ builder: 'https://builder.example' }, `The signer is ${workflow}, not the builder`],
    [{}, 'The signer is the builder itself: an identity that GitHub Actions gives to its own runs only'],
  ])('%j says of level 2: %s', (changes, reason) => {
    const [, second] = conclude(changes)
    expect(second?.level).toBe(2)
    expect(second?.reason.startsWith(reason)).toBe(true)
  })

  it('level 3 says whom to ask', () => {
    expect(conclude()[2]).toMatchObject({ level: 3, reason: expect.stringContaining('ask for its assessment') })
  })
})
