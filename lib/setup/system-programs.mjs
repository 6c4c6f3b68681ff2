import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { say } from './project.mjs'
import { runProgram } from './run-program.mjs'

/** What the tests want from the system: the program, Debian's package with it, and what is left out without it. */
const wanted = [
  { program: 'chromium', variable: 'TOUCHSTONE_CHROMIUM', aptPackage: 'chromium', without: 'browser tests' },
  { program: 'docker-registry', aptPackage: 'docker-registry', without: 'tests against a real registry' },
  { program: 'htpasswd', aptPackage: 'apache2-utils', without: 'tests of registry credentials' },
  { program: 'initdb', aptPackage: 'postgresql', without: 'store tests on PostgreSQL' },
]

function isOnPath(program) {
  return (process.env.PATH ?? '').split(delimiter).some((folder) => folder !== '' && existsSync(join(folder, program)))
}

/** Debian keeps PostgreSQL's server programs off the PATH. */
function isInPostgres(program) {
  const versions = existsSync('/usr/lib/postgresql') ? readdirSync('/usr/lib/postgresql') : []
  return versions.some((version) => existsSync(join('/usr/lib/postgresql', version, 'bin', program)))
}

const isThere = ({ program, variable }) =>
  Boolean(variable && process.env[variable]) || isOnPath(program) || isInPostgres(program)

function isDebian() {
  if (!existsSync('/etc/os-release') || !existsSync('/usr/bin/apt-get')) return false
  return /^ID(_LIKE)?=.*(debian|ubuntu)/m.test(readFileSync('/etc/os-release', 'utf8'))
}

/** Installs what the tests want from the system where that is possible, and says what is left out where it is not. */
export async function installSystemPrograms() {
  const missing = wanted.filter((one) => !isThere(one))
  if (missing.length === 0) return
  const packages = missing.map(({ aptPackage }) => aptPackage)
  if (isDebian() && process.getuid?.() === 0) {
    say(`Installing ${packages.join(', ')} …`)
    const env = { DEBIAN_FRONTEND: 'noninteractive' }
    await runProgram('apt-get', ['update', '-q'], { env, quiet: true })
    const { code, output } = await runProgram(
      'apt-get',
      ['install', '-y', '-q', '--no-install-recommends', ...packages],
      { env, quiet: true },
    )
    if (code !== 0) say(output.trim())
  }
  for (const one of missing.filter((candidate) => !isThere(candidate))) {
    say(`Skipped without ${one.program}: ${one.without}. To run them: sudo apt-get install ${one.aptPackage}`)
  }
}

export const hasProgram = (program) => wanted.some((one) => one.program === program && isThere(one))
