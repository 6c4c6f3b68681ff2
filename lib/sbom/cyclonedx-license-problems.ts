import parseExpression from 'spdx-expression-parse'
import { toList, toObject } from './claimed-values.ts'

// The longest identifier of the SPDX list has 36 characters.
const maxIdLength = 60
// An identifier of the list, not an expression and not a reference to a text of the document.
const idPattern = /^(?!LicenseRef-)[A-Za-z0-9.+-]+$/
const known = new Map<string, boolean>()

/** Where a list of licences breaks the specification (CycloneDX 1.7 schema, `licenseChoice`). */
export function* listLicenseProblems(value: unknown, place: string, version: string): Generator<string> {
  const choices = toList(value).map(toObject)
  const expressions = choices.filter((choice) => choice?.expression !== undefined).length
  // Up to 1.6 an expression stands alone; 1.7 lets it stand among others.
  if (version !== '1.7' && expressions > 0 && choices.length > 1) yield `${place} mixes an expression with others.`
  for (const [index, choice] of choices.entries()) {
    const license = toObject(choice?.license)
    if (license !== null && choice?.expression !== undefined)
      yield `${place}[${index}] is both a licence and an expression.`
    if (license === null) continue
    if (license.id === undefined && license.name === undefined) yield `${place}[${index}] has neither id nor name.`
    if (license.id !== undefined && !isLicenseId(license.id)) yield `${place}[${index}].id is not in the SPDX list.`
    const encoding = toObject(license.text)?.encoding
    if (encoding !== undefined && encoding !== 'base64') yield `${place}[${index}].text has an unknown encoding.`
  }
}

function isLicenseId(value: unknown): boolean {
  if (typeof value !== 'string' || value.length > maxIdLength || !idPattern.test(value)) return false
  const before = known.get(value)
  if (before !== undefined) return before
  const answer = isExpression(value)
  if (known.size < 10_000) known.set(value, answer)
  return answer
}

function isExpression(text: string): boolean {
  try {
    parseExpression(text)
    return true
  } catch {
    return false
  }
}
