import { describe, expect, it } from 'vitest'
import { toBar, toWindowAxis } from './window-axis.ts'

const at = (text: string): number => Date.parse(`${text}T00:00:00Z`)
const now = at('2026-11-25')

describe('toWindowAxis', () => {
  it('holds every window and now, and marks years', () => {
    const axis = toWindowAxis([{ from: at('2021-03-07'), until: at('2031-10-05') }], now)
    expect(axis.from).toBeLessThan(at('2021-03-07'))
    expect(axis.to).toBeGreaterThan(at('2031-10-05'))
    expect(axis.now).toBeGreaterThan(0.5)
    expect(axis.ticks.map(({ year }) => year)).toEqual([2022, 2024, 2026, 2028, 2030, 2032])
  })

  it('has room around a single moment, and around nothing', () => {
    for (const windows of [[{ from: now, until: now }], []]) {
      const axis = toWindowAxis(windows, now)
      expect(axis.to - axis.from).toBeGreaterThan(0)
      expect(axis.now).toBeGreaterThan(0)
      expect(axis.now).toBeLessThan(1)
    }
  })
})

describe('toBar', () => {
  const axis = toWindowAxis([{ from: at('2020-01-01'), until: at('2030-01-01') }], now)

  it.each([
    ['over', { from: at('2020-01-01'), until: at('2022-01-01') }],
    ['open', { from: at('2020-01-01'), until: null }],
    ['open', { from: at('2020-01-01'), until: now }],
    ['to come', { from: at('2027-01-01'), until: null }],
  ] as const)('is %s for %j', (when, window) => {
    expect(toBar(window, axis, now).when).toBe(when)
  })

  it('reaches the end of the axis where a window is open, and stays visible where it is short', () => {
    const open = toBar({ from: null, until: null }, axis, now)
    expect([open.left, open.width]).toEqual([0, 1])
    expect(toBar({ from: now, until: now }, axis, now).width).toBeGreaterThan(0)
  })
})
