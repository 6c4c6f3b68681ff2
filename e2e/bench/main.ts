import { measureGraph } from './graph-rows.ts'
import { measureIdentities } from './identity-rows.ts'
import { measureFirstDatum, measureScores, measureServer, measureWeight } from './page-rows.ts'
import { passes, printRows, type Row, writeRows } from './row.ts'
import { measureLargeSbom } from './sbom-rows.ts'
import { measureVerdicts } from './verdict-rows.ts'

// npm run bench [-- server verdicts identities sbom weight pages graph lighthouse]: prints a table and writes .bench/*.json.

const parts: Record<string, () => Promise<Row[]>> = {
  server: measureServer,
  verdicts: measureVerdicts,
  identities: measureIdentities,
  sbom: measureLargeSbom,
  weight: measureWeight,
  pages: measureFirstDatum,
  graph: measureGraph,
  lighthouse: measureScores,
}
const asked = process.argv.slice(2)
const unknown = asked.find((name) => !(name in parts))
if (unknown !== undefined) throw new Error(`no part ${unknown}; there are ${Object.keys(parts).join(', ')}`)

const all: Row[] = []
for (const [name, measure] of Object.entries(parts)) {
  if (asked.length > 0 && !asked.includes(name)) continue
  const rows = await measure()
  if (rows.length === 0) continue
  printRows(rows)
  await writeRows(name, rows)
  all.push(...rows)
}
if (asked.length === 0) await writeRows('all', all)
const missed = all.filter((row) => !passes(row))
console.log(missed.length === 0 ? `all ${all.length} goals reached` : `${missed.length} of ${all.length} goals missed`)
process.exitCode = missed.length === 0 ? 0 : 1
