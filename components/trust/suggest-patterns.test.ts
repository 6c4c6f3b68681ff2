import { expect, it } from 'vitest'
import { suggestPatterns } from './suggest-patterns.ts'

const look = (reference: string) => ({
  reference,
  digest: `sha256:${'0'.repeat(64)}`,
  platform: null,
  state: 'unsigned' as const,
  sentence: '',
  packageCount: null,
  at: '2026-01-01T00:00:00Z',
})

it('suggests the namespaces and repositories that were looked at, each once, without tag or digest', () => {
  const looks = [look('localhost:5000/workshop/demo:v1'), look(`localhost:5000/workshop/demo@sha256:${'0'.repeat(64)}`)]
  expect(suggestPatterns(looks, [])).toEqual(['workshop/*', 'localhost:5000/workshop/demo'])
})
