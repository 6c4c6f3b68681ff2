import { describe, expect, it } from 'vitest'
import { startThreadTime } from '#lib/testing/thread-time.ts'
import { listLicenses } from './list-licenses.ts'

describe('listLicenses', () => {
  it.each([
    ['MIT', ['MIT']],
    ['MIT OR Apache-2.0', ['MIT', 'Apache-2.0']],
    ['(MIT OR Apache-2.0) AND BSD-2-Clause', ['MIT', 'Apache-2.0', 'BSD-2-Clause']],
    ['((MIT))', ['MIT']],
    ['GPL-2.0-only WITH Classpath-exception-2.0 AND MIT', ['GPL-2.0-only WITH Classpath-exception-2.0', 'MIT']],
    ['MIT AND MIT', ['MIT']],
    ['BSD (3 clause)', ['BSD (3 clause)']],
    ['Common Development and Distribution License', ['Common Development and Distribution License']],
    ['', []],
    ['()', []],
  ])('lists those of %j', (expression, licenses) => {
    expect(listLicenses(expression)).toEqual(licenses)
  })

  it('V-18 is bounded for 100,000 nested parentheses and operators', () => {
    const timeTaken = startThreadTime()
    expect(listLicenses(`${'('.repeat(100_000)}MIT${')'.repeat(100_000)}`)).toEqual(['MIT'])
    expect(listLicenses('MIT AND '.repeat(100_000)).length).toBeLessThan(3)
    expect(listLicenses(`${'('.repeat(100_000)}MIT`)).toEqual(['MIT'])
    expect(listLicenses(`MIT${' '.repeat(100_000)}x`)).toHaveLength(1)
    expect(timeTaken()).toBeLessThan(2000)
  })
})
