import { describe, expect, it } from 'vitest'
import { states } from '#lib/evidence/state.ts'
import { formatBadge } from './badge.ts'

describe('badge', () => {
  it('says every state in other words', () => {
    const titles = [...states, 'unknown' as const].map((state) => /<title>(.*?)<\/title>/.exec(formatBadge(state))?.[1])
    expect(new Set(titles).size).toBe(states.length + 1)
    expect(titles.filter((title) => title?.includes('signed, trusted'))).toHaveLength(1)
  })

  it('H-09 has no script, link or picture from elsewhere', () => {
    for (const state of states) expect(formatBadge(state)).not.toMatch(/<script|href|<image|on\w+=/)
  })
})
