import { identifyTime } from './time.ts'

const units = [
  { name: 'd', ms: 86_400_000 },
  { name: 'h', ms: 3_600_000 },
  { name: 'min', ms: 60_000 },
  { name: 's', ms: 1000 },
] as const

/** “4 min 10 s” between two RFC 3339 times, in its two largest units; null when one is no time or the second is earlier. */
export function formatElapsedTime(from: string, to: string): string | null {
  const start = identifyTime(from)
  const end = identifyTime(to)
  if (start === null || end === null || end < start) return null
  const distance = end - start
  const first = units.findIndex(({ ms }) => distance >= ms)
  if (first === -1) return 'less than a second'
  const parts = units.slice(first, first + 2).map(({ name, ms }, index) => {
    const whole = index === 0 ? distance : distance % (units[first]?.ms ?? 1)
    return { name, count: Math.floor(whole / ms) }
  })
  return parts
    .filter(({ count }) => count > 0)
    .map(({ name, count }) => `${count} ${name}`)
    .join(' ')
}
