import { globSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { attackCounts, attackExemptions } from './attack-exemptions.ts'

const root = resolve(import.meta.dirname, '../..')
const tests = globSync('{app,components,lib,e2e}/**/*.{test,journey}.{ts,tsx,mjs}', { cwd: root })
const known = Object.entries(attackCounts).flatMap(([part, count]) =>
  Array.from({ length: count }, (_, at) => `${part}-${String(at + 1).padStart(2, '0')}`),
)
const letters = Object.keys(attackCounts).join('')

/** Identifiers in a test, by the files that have them. */
function readTitles(): Map<string, string[]> {
  const found = new Map<string, string[]>()
  for (const file of tests.filter((name) => !name.endsWith('attack-coverage.test.ts'))) {
    const text = readFileSync(resolve(root, file), 'utf8')
    for (const id of new Set(text.match(new RegExp(`\\b[${letters}]-\\d\\d\\b`, 'g')))) {
      found.set(id, [...(found.get(id) ?? []), file])
    }
  }
  return found
}

describe('the catalogue of attacks', () => {
  const titled = readTitles()

  it('has a test for each attack, or a reason why there is none', () => {
    expect(known.filter((id) => !titled.has(id) && !Object.hasOwn(attackExemptions, id))).toEqual([])
  })

  it('has no reason for one that has a test, or that there is not', () => {
    const stale = Object.keys(attackExemptions).filter((id) => titled.has(id) || !known.includes(id))
    expect(stale).toEqual([])
  })

  it('has no title that names no attack', () => {
    expect([...titled].filter(([id]) => !known.includes(id))).toEqual([])
  })
})
