import { toList, toObject, toText } from './claimed-values.ts'

export type DeclaredAndConcluded = { readonly licenseDeclared: string | null; readonly licenseConcluded: string | null }

const notStated: DeclaredAndConcluded = { licenseDeclared: null, licenseConcluded: null }
// Some packages of distributions list every licence text as an entry of its own.
const maxEntries = 500

/**
 * The licences of a component as one declared and one concluded expression. Entries are joined with `AND`;
 * `acknowledgement` (1.6) says which of the two, without it they are declared.
 */
export function readCyclonedxLicenses(value: unknown): DeclaredAndConcluded {
  if (!Array.isArray(value) || value.length === 0) return notStated
  const declared: string[] = []
  const concluded: string[] = []
  for (const item of toList(value).slice(0, maxEntries)) {
    const choice = toObject(item)
    const license = toObject(choice?.license)
    const text = toText(choice?.expression) ?? toText(license?.id) ?? toText(license?.name)
    if (text === null) continue
    const acknowledgement = choice?.acknowledgement ?? license?.acknowledgement
    ;(acknowledgement === 'concluded' ? concluded : declared).push(text)
  }
  return { licenseDeclared: join(declared), licenseConcluded: join(concluded) }
}

function join(expressions: readonly string[]): string | null {
  if (expressions.length < 2) return expressions[0] ?? null
  return toText(expressions.map((text) => (/ OR /i.test(text) ? `(${text})` : text)).join(' AND '))
}
