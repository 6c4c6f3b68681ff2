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
})
