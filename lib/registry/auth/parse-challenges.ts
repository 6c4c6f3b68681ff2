import { AppError } from '#lib/errors/app-error.ts'

/** One challenge of `WWW-Authenticate` (RFC 9110 §11.6.1): scheme and parameter names in lower case. */
export type Challenge = { readonly scheme: string; readonly parameters: ReadonlyMap<string, string> }

const token = /[!#$%&'*+\-.^_`|~0-9A-Za-z]+/y
const blank = /[\s,]*/y
// Some registries forget the quotes, around values with slashes and colons too.
const bareValue = /[^\s,"]*/y
const quotedValue = /"((?:[^"\\]|\\.)*)"/y

/**
 * Reads a `WWW-Authenticate` header, several challenges included. Tolerates missing quotes and stray commas.
 * Throws `REGISTRY_PROTOCOL` when a parameter is given twice, because readers would choose differently.
 */
export function parseChallenges(header: string, maxLength: number): readonly Challenge[] {
  const text = header.slice(0, maxLength)
  const challenges: { scheme: string; parameters: Map<string, string> }[] = []
  let position = 0
  const take = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = position
    const found = pattern.exec(text)
    if (found !== null) position += found[0].length
    return found
  }
  const takeEquals = (): boolean => {
    const rest = /^\s*=\s*/.exec(text.slice(position, position + 16))
    if (rest === null) return false
    position += rest[0].length
    return true
  }
  while (position < text.length) {
    take(blank)
    const name = take(token)?.[0].toLowerCase()
    if (name === undefined) {
      position += 1
      continue
    }
    const current = challenges.at(-1)
    if (current === undefined || !takeEquals()) {
      challenges.push({ scheme: name, parameters: new Map() })
      continue
    }
    const quoted = take(quotedValue)
    const value = quoted === null ? (take(bareValue)?.[0] ?? '') : (quoted[1] ?? '').replace(/\\(.)/g, '$1')
    if (current.parameters.has(name)) {
      throw new AppError('REGISTRY_PROTOCOL', `The registry asks for credentials with two values of ${name}.`)
    }
    current.parameters.set(name, value)
  }
  return challenges
}
