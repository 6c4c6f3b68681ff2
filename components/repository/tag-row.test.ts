import { describe, expect, it } from 'vitest'
import type { Problem } from '#lib/api/contract/common.ts'
import type { TagDto } from '#lib/api/contract/registries.ts'
import type { EvidenceDto, VerdictDto } from '#lib/api/contract/verdict.ts'
import { countStates, filterTagRows, identifyState, sortNewestFirst, toRowVerdict, toTagRows } from './tag-row.ts'

const digest = (character: string) => `sha256:${character.repeat(64)}`
const problem: Problem = {
  type: '/docs/errors/REGISTRY_RATE_LIMITED',
  title: 'The registry asks to slow down',
  status: 503,
  code: 'REGISTRY_RATE_LIMITED',
  detail: 'd',
  remedy: 'r',
  instance: 'i',
}

const signature = (more: Partial<EvidenceDto>): EvidenceDto => ({
  state: 'untrusted',
  format: 'cosign-simple-signing',
  store: 'tag',
  digest: digest('e'),
  subject: digest('a'),
  inherited: false,
  signer: null,
  signedAt: null,
  annotations: {},
  checks: [],
  command: null,
  ...more,
})

const verdict = (more: Partial<VerdictDto>): VerdictDto => ({
  reference: 'localhost:5000/a:v1',
  digest: digest('a'),
  mediaType: 'm',
  platform: null,
  state: 'unsigned',
  indexState: null,
  sentence: 's',
  signatures: [],
  attestations: [],
  sbom: null,
  discovery: [],
  checkedAt: '2026-11-25T12:00:00Z',
  ...more,
})

const tag = (name: string, more: Partial<TagDto> = {}): TagDto => ({
  tag: name,
  digest: digest('a'),
  mediaType: 'm',
  problem: null,
  platforms: [],
  createdAt: null,
  sizeBytes: null,
  helper: false,
  ...more,
})

const key = { kind: 'key', fingerprint: 'f'.repeat(64), name: 'release key' } as const

describe('toRowVerdict', () => {
  it('names the signer whose signature decided, not one of another state', () => {
    const line = {
      reference: 'r',
      verdict: verdict({
        state: 'verified',
        signatures: [
          signature({ state: 'untrusted', signer: { ...key, name: 'stranger' } }),
          signature({ state: 'verified', signer: key }),
        ],
      }),
    }
    expect(toRowVerdict(line).signer).toBe('release key')
  })

  it('names no signer of a broken signature', () => {
    const line = {
      reference: 'r',
      verdict: verdict({ state: 'invalid', signatures: [signature({ state: 'invalid', signer: key })] }),
    }
    expect(toRowVerdict(line).signer).toBeNull()
  })

  it('H-01 shows a problem as no answer, never as not signed', () => {
    expect(toRowVerdict({ reference: 'r', problem })).toMatchObject({ state: 'undetermined', word: 'No answer' })
  })
})

describe('toTagRows', () => {
  it('gives tags of one digest the same verdict and leaves others unchecked', () => {
    const checked = new Map([[digest('a'), toRowVerdict({ reference: 'r', verdict: verdict({}) })]])
    const rows = toTagRows('host/a', [tag('v1'), tag('latest'), tag('v2', { digest: digest('b') })], checked)
    expect(rows.map(({ verdict }) => verdict?.state ?? null)).toEqual(['unsigned', 'unsigned', null])
  })

  it('gives a tag that cannot be resolved its problem', () => {
    const [row] = toTagRows('host/a', [tag('v1', { digest: null, problem })], new Map())
    expect(row?.verdict?.note).toBe(problem.title)
  })
})

it('toTagRows sorts by what was settled, so that no row jumps while states stream in', () => {
  const checked = new Map([[digest('a'), toRowVerdict({ reference: 'r', verdict: verdict({}) })]])
  const [row] = toTagRows('host/a', [tag('v1')], checked, new Map())
  expect([row?.verdict?.state, row?.settled]).toEqual(['unsigned', null])
})

describe('filterTagRows', () => {
  const rows = toTagRows('host/a', [tag('v1.0'), tag('nightly', { digest: digest('b') })], new Map())
  it('finds tags and digests by part', () => {
    expect(filterTagRows(rows, { q: 'NIGHT', state: null })).toHaveLength(1)
    expect(filterTagRows(rows, { q: 'bbbb', state: null }).map((row) => row.tag)).toEqual(['nightly'])
  })
  it('does not show an unchecked row under any state', () => {
    expect(filterTagRows(rows, { q: '', state: 'unsigned' })).toEqual([])
    expect(countStates(rows).size).toBe(0)
  })
})

it('sortNewestFirst puts rows without a time last and leaves equal ones as they came', () => {
  const names = ['no-time', 'old', 'new', 'as-new', 'zero'] as const
  const times = [
    null,
    '2024-01-01T00:00:00Z',
    '2026-11-01T00:00:00Z',
    '2026-11-01T00:00:00.000Z',
    '0001-01-01T00:00:00Z',
  ]
  const rows = toTagRows(
    'host/a',
    names.map((name, index) => tag(name, { createdAt: times[index] ?? null })),
    new Map(),
  )
  expect(sortNewestFirst(rows).map((row) => row.tag)).toEqual(['new', 'as-new', 'old', 'no-time', 'zero'])
})

it.each(['constructor', 'checking', '', null])('identifyState takes %j for no state', (text) => {
  expect(identifyState(text)).toBeNull()
})
