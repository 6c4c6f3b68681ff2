import { type Document, isMap, isNode, LineCounter, parseDocument } from 'yaml'
import type { z } from 'zod'
import { AppError } from '#lib/errors/app-error.ts'
import { type ConfigFile, configFileSchema } from './configured-source.ts'

type Path = readonly PropertyKey[]

const secrets = new Map([
  ['password', 'passwordFile or passwordEnv'],
  ['identityToken', 'identityTokenFile or identityTokenEnv'],
])

/** Reads the YAML of a configuration file; throws `CONFIG_INVALID` naming file, line and key, never a value. */
export function parseConfigFile(text: string, fileName: string): ConfigFile {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: true, prettyErrors: false })
  const [broken] = document.errors
  if (broken !== undefined) throw invalid(fileName, lines.linePos(broken.pos[0]).line, '', broken.message)
  const value = toValue(document, fileName)
  const parsed = configFileSchema.safeParse(value ?? {})
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  if (issue === undefined) throw invalid(fileName, 1, '', 'not valid.')
  const unknownKey = issue.code === 'unrecognized_keys' ? issue.keys[0] : undefined
  const path = unknownKey === undefined ? issue.path : [...issue.path, unknownKey]
  throw invalid(fileName, lineOf(document, path, lines), formatPath(path), explain(issue, unknownKey))
}

function toValue(document: Document, fileName: string): unknown {
  try {
    return document.toJS({ maxAliasCount: 0 })
  } catch {
    throw invalid(fileName, 1, '', 'aliases (*name) are not read; write the value where it belongs.')
  }
}

function explain(issue: z.core.$ZodIssue, unknownKey: string | undefined): string {
  if (unknownKey === undefined) return issue.message.replace(/^Invalid input: /, '').replace(/\.?$/, '.')
  const instead = secrets.get(unknownKey)
  if (instead !== undefined) return `secrets do not stand in the configuration file; use ${instead}.`
  return 'there is no such setting.'
}

const invalid = (file: string, line: number, key: string, why: string) =>
  new AppError('CONFIG_INVALID', `${file}, line ${line}: ${key === '' ? '' : `${key}: `}${why}`, {
    context: { file, line, key },
  })

export function formatPath(path: Path): string {
  return path
    .map((part, index) => (typeof part === 'number' ? `[${part}]` : `${index === 0 ? '' : '.'}${String(part)}`))
    .join('')
}

/** The line of the deepest key on `path` that the file has. */
function lineOf(document: Document, path: Path, lines: LineCounter): number {
  for (let length = path.length; length > 0; length--) {
    const parent = document.getIn(path.slice(0, length - 1), true)
    const last = path[length - 1]
    const pair = isMap(parent) ? parent.items.find(({ key }) => isNode(key) && String(key) === last) : undefined
    const node = pair?.key ?? document.getIn(path.slice(0, length), true)
    if (isNode(node) && node.range) return lines.linePos(node.range[0]).line
  }
  return 1
}
