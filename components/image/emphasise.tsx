import type { ReactNode } from 'react'

/** The sentence with the given names in bold: who signed, and for which repositories you trust them. */
export function Emphasised({ sentence, names }: { readonly sentence: string; readonly names: readonly string[] }) {
  return <>{split(sentence, names)}</>
}

function split(sentence: string, names: readonly string[]): ReactNode[] {
  const wanted = names.filter((name) => name !== '').sort((a, b) => b.length - a.length)
  const parts: ReactNode[] = []
  let rest = sentence
  while (rest !== '') {
    const found = wanted
      .map((name) => ({ name, at: rest.indexOf(name) }))
      .filter(({ at }) => at >= 0)
      .sort((a, b) => a.at - b.at)[0]
    if (found === undefined) break
    parts.push(
      rest.slice(0, found.at),
      <strong className="font-bold" key={parts.length}>
        {found.name}
      </strong>,
    )
    rest = rest.slice(found.at + found.name.length)
  }
  return [...parts, rest]
}
