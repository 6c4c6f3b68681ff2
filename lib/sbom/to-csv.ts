import type { SbomPackage } from './sbom.ts'

const columns = [
  'name',
  'version',
  'type',
  'purl',
  'cpes',
  'licenseDeclared',
  'licenseConcluded',
  'supplier',
  'id',
] as const

/**
 * The packages as CSV (RFC 4180, CRLF, with a header). A field that a spreadsheet would run as a formula gets an
 * apostrophe in front.
 */
export function toCsv(packages: readonly SbomPackage[]): string {
  const lines = [columns.join(',')]
  for (const item of packages) lines.push(columns.map((column) => toField(item[column])).join(','))
  return `${lines.join('\r\n')}\r\n`
}

// attacker-controlled: spreadsheets run what begins with these, also behind white space or invisible characters.
const formulaPattern = /^[\s\p{C}]*[=+\-@|%＝＋－＠]|^[\t\r\n]/u
const quotedPattern = /[",\r\n]/

function toField(value: string | null | readonly string[]): string {
  const text = value === null ? '' : typeof value === 'string' ? value : value.join(' ')
  const safe = formulaPattern.test(text) ? `'${text}` : text
  return quotedPattern.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
