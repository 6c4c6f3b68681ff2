// Expressions of real documents repeat: a few hundred distinct ones in 50,000 packages.
const maxListed = 200

/**
 * The licences named in an SPDX expression or free text, each once, in order: what stands between `AND` and `OR` (capitals: names have an `and`),
 * without the parentheses around. `WITH` exceptions stay with their licence. Linear in the text.
 */
export function listLicenses(expression: string): readonly string[] {
  const names = new Set<string>()
  for (const operand of expression.split(/\s(?:AND|OR)\s/, maxListed)) {
    const name = withoutOuterParentheses(operand.trim())
    if (name !== '') names.add(name)
  }
  return [...names]
}

/** Takes parentheses off the ends that have no partner inside or stand around everything: `BSD (3 clause)` stays. */
function withoutOuterParentheses(text: string): string {
  let surplus = 0
  for (const character of text) surplus += character === '(' ? 1 : character === ')' ? -1 : 0
  let start = 0
  let end = text.length
  while (text[start] === '(' && (surplus > 0 || text[end - 1] === ')')) {
    start += 1
    if (surplus > 0) surplus -= 1
    else end -= 1
  }
  for (; surplus < 0 && text[end - 1] === ')'; end -= 1) surplus += 1
  return text.slice(start, Math.max(start, end)).trim()
}
