import type { State } from '#lib/evidence/state.ts'

/** What a badge may say: a state, or that there is no answer. Never anything an image wrote. */
export type BadgeState = State | 'unknown'

const looks: Readonly<Record<BadgeState, { word: string; colour: string }>> = {
  verified: { word: 'signed, trusted', colour: '#1a7a4b' },
  untrusted: { word: 'signed, not trusted', colour: '#8a5a00' },
  invalid: { word: 'signature broken', colour: '#b3261e' },
  unsigned: { word: 'not signed', colour: '#5f6368' },
  undetermined: { word: 'could not be checked', colour: '#5b4b8a' },
  unknown: { word: 'unknown', colour: '#5f6368' },
}

const characterWidth = 6.6
const padding = 8

/** An SVG badge of a state, in the words of the screen. */
export function formatBadge(state: BadgeState): string {
  const { word, colour } = looks[state]
  const label = 'touchstone'
  const left = Math.round(label.length * characterWidth + 2 * padding)
  const right = Math.round(word.length * characterWidth + 2 * padding)
  const width = left + right
  const text = (x: number, value: string) => `<text x="${x}" y="14" text-anchor="middle">${value}</text>`
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="20" role="img" aria-label="${label}: ${word}">`,
    `<title>${label}: ${word}</title>`,
    `<rect width="${width}" height="20" rx="3" fill="#3c3a37"/>`,
    `<path d="M${left} 0h${right - 3}a3 3 0 0 1 3 3v14a3 3 0 0 1-3 3h-${right - 3}z" fill="${colour}"/>`,
    '<g fill="#fff" font-family="Verdana,DejaVu Sans,sans-serif" font-size="11">',
    text(left / 2, label),
    text(left + right / 2, word),
    '</g></svg>',
  ].join('')
}
