/** One choice of a list that is searched by typing. */
export type Option = {
  readonly value: string
  readonly label: string
  /** What stands beside it, such as how many there are. */
  readonly note?: string
}

/** More than this nobody looks through; the text narrows them. */
export const maxOptionsShown = 100

const rankOf = (label: string, text: string): number => {
  const at = label.indexOf(text)
  if (at <= 0) return at
  return /[\s/:.\-_(]/.test(label.charAt(at - 1)) ? 1 : 2
}

/** The options that hold the text, those that begin with it first, then those with a word that does; otherwise in their order. */
export function filterOptions(options: readonly Option[], text: string): readonly Option[] {
  const wanted = text.trim().toLowerCase()
  if (wanted === '') return options
  return options
    .map((option) => ({ option, rank: rankOf(option.label.toLowerCase(), wanted) }))
    .filter(({ rank }) => rank >= 0)
    .sort((a, b) => a.rank - b.rank)
    .map(({ option }) => option)
}
