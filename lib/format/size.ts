const steps = ['kB', 'MB', 'GB', 'TB', 'PB'] as const

/** “243 bytes”, “38.2 MB”: decimal units, three digits. */
export function formatSize(bytes: number): string {
  if (!Number.isFinite(bytes) || bytes < 0) return 'unknown size'
  if (bytes < 1000) return bytes === 1 ? '1 byte' : `${Math.round(bytes)} bytes`
  let value = bytes
  let unit = 'bytes'
  for (const step of steps) {
    // 999.95 and up would be shown as 1000.0 of this unit.
    if (value < 999.95) break
    value /= 1000
    unit = step
  }
  return `${value < 100 ? value.toFixed(1) : Math.round(value)} ${unit}`
}

const grouped = new Intl.NumberFormat('en')

/** “166”, “50,000”. */
export function formatCount(count: number): string {
  return grouped.format(count)
}

/** “1 package”, “166 packages”; give the plural where it is not the singular with an s. */
export function countOf(count: number, singular: string, plural = `${singular}s`): string {
  return `${formatCount(count)} ${count === 1 ? singular : plural}`
}
