import { formatCount } from './size.ts'

/** “4 MiB”, “60 s”, “1,000”: a limit by the unit that its name ends with, in steps that leave it whole. */
export function formatLimit(name: string, value: number): string {
  if (name.endsWith('Mb')) return formatBytes(value * 1024 * 1024)
  if (name.endsWith('Bytes')) return formatBytes(value)
  if (name.endsWith('Ms')) return value % 1000 === 0 ? `${formatCount(value / 1000)} s` : `${formatCount(value)} ms`
  return formatCount(value)
}

const units = ['GiB', 'MiB', 'KiB'] as const

function formatBytes(bytes: number): string {
  const step = units.findIndex((_, index) => bytes > 0 && bytes % 1024 ** (units.length - index) === 0)
  const unit = units[step]
  return unit === undefined
    ? `${formatCount(bytes)} bytes`
    : `${formatCount(bytes / 1024 ** (units.length - step))} ${unit}`
}
