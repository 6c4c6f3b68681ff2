import { describe, expect, it } from 'vitest'
import { isUnreadable, statedOf } from './claim.ts'
import { ClaimedValue } from './claimed-value.ts'
import { severityOfScore, toSeverity } from './severity.ts'

const at = (raw: unknown) => new ClaimedValue(raw)

describe('a place in a predicate', () => {
  it('tells stated, not stated and of another shape apart', () => {
    expect(at({ a: 'x' }).at('a').text()).toBe('x')
    expect(at({ a: '' }).at('a').text()).toBeNull()
    expect(at({}).at('a').text()).toBeNull()
    expect(at({ a: null }).at('a', 'b').text()).toBeNull()
    expect(at({ a: 7 }).at('a').text()).toBe('7')
    expect(at({ a: false }).at('a').text()).toBe('false')
    expect(
      at({ a: { b: 1 } })
        .at('a')
        .text(),
    ).toEqual({ unreadable: 'an object, where text was expected' })
    expect(
      at({ a: [1] })
        .at('a')
        .text(),
    ).toEqual({ unreadable: 'a list of 1, where text was expected' })
    expect(at('text').at('a').text()).toEqual({ unreadable: 'inside text, where an object was expected' })
    expect(at(5).at('a', 'b').flag()).toEqual({ unreadable: 'inside a number, where an object was expected' })
    expect(at(true).at('a').number()).toEqual({ unreadable: 'inside true, where an object was expected' })
  })

  it('reads numbers, truth values and counts as what they are', () => {
    expect(at(1.5).number()).toBe(1.5)
    expect(at(Number.POSITIVE_INFINITY).number()).toEqual({ unreadable: 'a number, where a number was expected' })
    expect(at('1').number()).toEqual({ unreadable: 'text, where a number was expected' })
    expect(at(true).flag()).toBe(true)
    expect(at(1).flag()).toEqual({ unreadable: 'a number, where true or false was expected' })
    expect(at(undefined).flag()).toBeNull()
    expect(at([1, 2]).count()).toBe(2)
    expect(at({ a: 1 }).count()).toBe(1)
    expect(at('x').count()).toEqual({ unreadable: 'text, where a list was expected' })
  })

  it('ends long texts and names visibly', () => {
    expect(at('x'.repeat(2000)).text()).toHaveLength(2000)
    expect(at('x'.repeat(2001)).text()).toBe(`${'x'.repeat(2000)}…`)
    expect(at('abc').text(2)).toBe('ab…')
    expect(at({ ['n'.repeat(400)]: 1 }).fields().items[0]?.name).toBe(`${'n'.repeat(300)}…`)
    expect(at({ ['n'.repeat(400)]: 1 }).members(5, (name) => name).items[0]).toHaveLength(301)
  })

  it('takes the first of several names that is stated', () => {
    expect(at({ b: 'x', c: 'y' }).firstOf('a', 'b', 'c').text()).toBe('x')
    expect(at({ a: null, b: 'x' }).firstOf('a', 'b').text()).toBe('x')
    expect(at({}).firstOf('a', 'b').text()).toBeNull()
    expect(at({ a: null }).at('a').isStated).toBe(false)
    expect(at('text').at('a').isStated).toBe(true)
    expect(at([]).firstOf('a').text()).toEqual({ unreadable: 'inside a list of 0, where an object was expected' })
  })

  it('lists what is readable, counts all, and says how much was not', () => {
    expect(at(['a', 1, {}, '']).texts(10)).toEqual({ items: ['a', '1'], total: 4, unreadable: '2 of its entries' })
    expect(at(['a', 'b', 'c']).texts(2)).toEqual({ items: ['a', 'b'], total: 3, unreadable: null })
    expect(at({}).texts(2)).toEqual({ items: [], total: 0, unreadable: 'an object, where a list was expected' })
    expect(at(undefined).texts(2)).toEqual({ items: [], total: 0, unreadable: null })
    expect(at({ a: 1, b: 2, c: 3 }).members(2, (name) => name)).toEqual({
      items: ['a', 'b'],
      total: 3,
      unreadable: null,
    })
    expect(at([]).members(2, (name) => name).unreadable).toBe('a list of 0, where an object was expected')
    expect(at(undefined).members(2, (name) => name).unreadable).toBeNull()
    expect([...at({}).elements()]).toEqual([])
  })

  it('L-08 counts fields to 20 000', () => {
    const many = (length: number) => at([Array.from({ length }, () => 1)]).fields(1).total
    expect(many(19_999)).toBe(19_999)
    expect(many(20_002)).toBe(20_000)
    expect(at([Array.from({ length: 20_000 }, () => 1), 1]).fields(1).total).toBe(20_000)
  })

  it('spreads fields out leaf by leaf, down to a depth', () => {
    expect(at({ a: { b: ['x', null] }, c: true, d: undefined }).fields()).toEqual({
      items: [
        { name: 'a.b[0]', value: 'x' },
        { name: 'c', value: 'true' },
      ],
      total: 2,
      unreadable: null,
    })
    expect(at('x').fields().items).toEqual([{ name: '', value: 'x' }])
    expect(at({ a: { b: { c: { d: { e: { f: { g: 1 } } } } } } }).fields().items).toEqual([
      { name: 'a.b.c.d.e.f', value: 'an object' },
    ])
    expect(at({ a: 1, b: 2, c: 3 }).fields(2)).toMatchObject({ items: { length: 2 }, total: 3 })
    expect(at(5).at('a').fields()).toEqual({
      items: [],
      total: 0,
      unreadable: 'inside a number, where an object was expected',
    })
    expect(at(undefined).fields()).toEqual({ items: [], total: 0, unreadable: null })
    expect(at({ a: 'x'.repeat(3000) }).fields().items[0]?.value).toHaveLength(2001)
    expect(at(null).fields()).toEqual({ items: [], total: 0, unreadable: null })
  })
})

it('statedOf gives a value only where one can be read', () => {
  expect(statedOf('x')).toBe('x')
  expect(statedOf(null)).toBeNull()
  expect(statedOf({ unreadable: 'a list' })).toBeNull()
  expect([isUnreadable('x'), isUnreadable(null), isUnreadable({ unreadable: 'a' })]).toEqual([false, false, true])
})

describe('severity', () => {
  it.each([
    ['10.0', 'critical'],
    ['9.0', 'critical'],
    ['8.9', 'high'],
    ['7.0', 'high'],
    ['6.9', 'medium'],
    ['4', 'medium'],
    ['3.9', 'low'],
    ['0.1', 'low'],
    ['0.0', 'negligible'],
    ['7.25', 'high'],
    ['8.9999', 'high'],
    ['7.12345', null],
    ['10.1', null],
    ['11.0', null],
    ['-1', null],
    ['NaN', null],
    ['7.0 ', null],
    ['7.00000', null],
  ])('V-19 of the score %s is %s', (score, severity) => {
    expect(severityOfScore(at(score))).toBe(severity)
    expect(severityOfScore(at({ score }))).toBeNull()
  })

  it.each([
    ['CRITICAL', 'critical'],
    [' High ', 'high'],
    ['Important', 'high'],
    ['error', 'high'],
    ['Moderate', 'medium'],
    ['warning', 'medium'],
    ['medium', 'medium'],
    ['LOW', 'low'],
    ['note', 'low'],
    ['Negligible', 'negligible'],
    ['informational', 'negligible'],
    ['info', 'negligible'],
    ['none', 'negligible'],
    ['constructor', 'unknown'],
    ['', 'unknown'],
  ])('of the word %j is %s', (word, severity) => {
    expect(toSeverity(word)).toBe(severity)
    expect(toSeverity({ unreadable: word })).toBe('unknown')
  })
})
