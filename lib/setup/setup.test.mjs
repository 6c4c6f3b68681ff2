import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { listLockProblems } from './check-lock.mjs'
import { addCounts, countPlaywright, countVitest, formatCounts, toCounts } from './counts.mjs'
import { assertNodeForSetup, runsProduct } from './find-node.mjs'
import { fits } from './install-dependencies.mjs'
import { inRoot } from './project.mjs'

const lock = readFileSync(inRoot('package-lock.json'), 'utf8')

describe('the lock file', () => {
  test('names no address, and has an integrity for everything', () => {
    expect(listLockProblems(lock)).toEqual([])
  })

  test.each(['next', 'react', 'react-dom'])('W-01 is refused with %s below its fixed version', (name) => {
    const old = JSON.parse(lock)
    old.packages[`node_modules/${name}`].version = { next: '16.0.6' }[name] ?? '19.2.0'
    expect(listLockProblems(JSON.stringify(old)).join()).toContain('W-01')
  })

  test('is refused with an address or without an integrity', () => {
    const bad = JSON.parse(lock)
    bad.packages['node_modules/yaml'] = { version: '2.9.1', resolved: 'https://registry.example/yaml.tgz' }
    expect(listLockProblems(JSON.stringify(bad))).toHaveLength(2)
  })
})

describe('Node', () => {
  test.each(['v20.19.0', 'v20.20.2', 'v22.1.0', 'v24.21.0'])('%s can set the project up', (version) => {
    expect(() => assertNodeForSetup(version)).not.toThrow()
  })

  test.each(['v12.22.0', 'v18.20.4', 'v20.18.3'])('%s is refused with a sentence', (version) => {
    expect(() => assertNodeForSetup(version)).toThrow(/needs Node 20\.19 or newer/)
  })

  test('runs the product from 22.18, 23.6 and 24 on', () => {
    expect(['v20.20.2', 'v22.17.1', 'v22.18.0', 'v23.5.0', 'v23.6.0', 'v24.0.0', 'v26.1.0'].map(runsProduct)).toEqual([
      false,
      false,
      true,
      false,
      true,
      true,
      true,
    ])
  })
})

test('a package is for here by npm’s lists of names, excluded names, or none', () => {
  expect([
    fits(undefined, 'linux'),
    fits(['linux'], 'linux'),
    fits('linux', 'linux'),
    fits(['!win32'], 'linux'),
  ]).toEqual([true, true, true, true])
  expect([fits(['darwin'], 'linux'), fits(['!linux'], 'linux')]).toEqual([false, false])
})

describe('what is counted', () => {
  let folder
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'touchstone-counts-'))
  })
  afterEach(() => rmSync(folder, { recursive: true }))
  const write = (report) => {
    const file = join(folder, 'report.json')
    writeFileSync(file, JSON.stringify(report))
    return file
  }

  test('a runner that wrote no report is a failure', () => {
    expect(countVitest(join(folder, 'gone'), 0)).toEqual(toCounts(0, 1))
    expect(countPlaywright(join(folder, 'gone'), 0)).toEqual(toCounts(0, 1))
  })

  test('a file that did not load, and a bad end without a failed test, are failures', () => {
    const base = { numPassedTests: 3, numFailedTests: 0, numPendingTests: 1, testResults: [] }
    expect(countVitest(write(base), 0)).toEqual(toCounts(3, 0, 1))
    expect(countVitest(write(base), 1)).toEqual(toCounts(3, 1, 1))
    const broken = { ...base, testResults: [{ status: 'failed', assertionResults: [] }] }
    expect(countVitest(write(broken), 1)).toEqual(toCounts(3, 1, 1))
    expect(countPlaywright(write({ stats: { expected: 2, flaky: 1, unexpected: 0, skipped: 0 } }), 1)).toEqual(
      toCounts(3, 1),
    )
  })

  test('is added up and written as one line', () => {
    expect(formatCounts(addCounts([toCounts(1, 0), toCounts(2, 3, 4)]))).toBe('3 passed, 3 failed, 4 skipped')
  })
})
