import { expect, it } from 'vitest'
import type { State } from '#lib/evidence/state.ts'
import { toCoverageCell } from './coverage-cell.ts'

const own = (state: State) => ({ state, inherited: false })
const inherited = (state: State) => ({ state, inherited: true })

it.each([
  [[own('verified'), inherited('invalid')], 'own', 'own'],
  [[own('untrusted'), inherited('verified')], 'own', 'own, not trusted'],
  [[own('unsigned')], 'own', 'own, not signed'],
  [[own('invalid'), own('verified')], 'own', 'own'],
  [[own('invalid'), inherited('verified')], 'failed', 'failed'],
  [[own('undetermined')], 'own', 'own, not checked'],
  [[inherited('verified')], 'inherited', 'inherited'],
  [[inherited('invalid')], 'failed', 'failed, inherited'],
  [[inherited('untrusted')], 'inherited', 'inherited, not trusted'],
] as const)('says of %j: %s, “%s”', (items, kind, word) => {
  expect(toCoverageCell(items, false)).toMatchObject({ kind, word })
})

it('H-01 never says that something is missing where a store did not answer', () => {
  expect(toCoverageCell([], false).word).toBe('missing')
  expect(toCoverageCell([], true)).toMatchObject({ kind: 'unknown', word: 'not known' })
})
