// attacker-controlled text: what changes the reading order, joins or hides is spelt out instead of obeyed.
const invisiblePattern = /[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]/u
// Spaces that are not the space: they make two different names look the same.
const oddSpacePattern = /[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]/
const markPattern = /\p{M}/u
const plainPattern = /^[\x20-\x7e]*$/

// Vietnamese and Thai stack two or three marks on a letter; towers of them cover the lines above.
const maxMarks = 4
const defaultLength = 2000

/**
 * Text of strangers with every character visible: bidirectional controls, zero-width and control characters as
 * `⟨U+202E⟩`, line breaks and tabs as spaces, long stacks of combining marks cut, longer text than `maxLength` ended
 * with `…`. The answer is text for a text node, never HTML.
 */
export function visibleText(text: string, maxLength = defaultLength): string {
  if (text.length <= maxLength && plainPattern.test(text)) return text
  const shown: string[] = []
  let marks = 0
  let length = 0
  for (const character of text) {
    if (length >= maxLength) {
      shown.push('…')
      break
    }
    length += 1
    marks = markPattern.test(character) ? marks + 1 : 0
    if (marks <= maxMarks) shown.push(toVisible(character))
    else if (marks === maxMarks + 1) shown.push('⟨…⟩')
  }
  return shown.join('')
}

function toVisible(character: string): string {
  if (character === '\n' || character === '\t' || character === '\r') return ' '
  if (!invisiblePattern.test(character) && !oddSpacePattern.test(character)) return character
  const code = character.codePointAt(0) ?? 0
  return `⟨U+${code.toString(16).toUpperCase().padStart(4, '0')}⟩`
}

/** True when `visibleText` would spell something out: worth a word of warning beside the text. */
export function hasInvisibleText(text: string): boolean {
  return !plainPattern.test(text) && [...text].some((character) => toVisible(character) !== character)
}
