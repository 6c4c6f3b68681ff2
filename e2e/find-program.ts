import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'

const root = join(import.meta.dirname, '..')

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/** Looks for a program: the environment's variable, `.tools`, PATH, and where Go is usually unpacked. Null when absent. */
export function findProgram(name: string, variable?: string): string | null {
  const named = variable === undefined ? undefined : process.env[variable]
  if (named !== undefined && named !== '') return isExecutable(named) ? named : null
  const folders = [
    join(root, '.tools'),
    join(root, '.tools/bin'),
    ...(process.env.PATH ?? '').split(delimiter),
    '/usr/local/go/bin',
  ]
  for (const folder of folders) {
    const path = join(folder, name)
    if (folder !== '' && isExecutable(path)) return path
  }
  return null
}
