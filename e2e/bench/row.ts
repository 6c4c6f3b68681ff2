import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { productRoot } from '#e2e/build-product.ts'

/** One measured line of the table: `limit` is what it must not pass, or must reach. */
export type Row = {
  readonly what: string
  readonly value: number
  readonly unit: string
  readonly limit: number
  readonly better: 'lower' | 'higher'
  readonly detail?: string
}

export const passes = ({ value, limit, better }: Row): boolean => (better === 'lower' ? value <= limit : value >= limit)

export const atMost = (what: string, value: number, unit: string, limit: number, detail?: string): Row => ({
  what,
  value,
  unit,
  limit,
  better: 'lower',
  ...(detail === undefined ? {} : { detail }),
})
export const atLeast = (what: string, value: number, unit: string, limit: number, detail?: string): Row => ({
  ...atMost(what, value, unit, limit, detail),
  better: 'higher',
})

const format = (value: number): string =>
  Math.abs(value) >= 100 ? value.toFixed(0) : value.toFixed(value < 1.5 ? 2 : 1)

export function printRows(rows: readonly Row[]): void {
  const width = Math.max(...rows.map(({ what }) => what.length))
  for (const row of rows) {
    const sign = row.better === 'lower' ? '≤' : '≥'
    const mark = passes(row) ? 'ok  ' : 'MISS'
    console.log(
      `${mark} ${row.what.padEnd(width)}  ${format(row.value).padStart(7)} ${row.unit}  (${sign} ${row.limit})  ${row.detail ?? ''}`,
    )
  }
}

/** Writes `.bench/<name>.json` with the rows and the machine's circumstances. */
export async function writeRows(name: string, rows: readonly Row[]): Promise<void> {
  const folder = join(productRoot, '.bench')
  await mkdir(folder, { recursive: true })
  const report = {
    at: new Date().toISOString(),
    node: process.version,
    rows: rows.map((row) => ({ ...row, passes: passes(row) })),
  }
  await writeFile(join(folder, `${name}.json`), `${JSON.stringify(report, null, 2)}\n`)
}
