import { readFileSync } from 'node:fs'
import { inRoot } from './project.mjs'
import { runNpm } from './run-npm.mjs'

// CVE-2025-66478, -55183, -55184 and -67779: the first releases of these lines with all of the fixes.
const lowest = { 'node_modules/next': '16.0.10', 'node_modules/react': '19.2.3', 'node_modules/react-dom': '19.2.3' }

const isBelow = (version, limit) => {
  const [left, right] = [version, limit].map((text) => text.split('-')[0].split('.').map(Number))
  const index = left.findIndex((part, position) => part !== right[position])
  return index >= 0 && left[index] < right[index]
}

/** What is wrong with the text of a lock file, a sentence each. */
export function listLockProblems(text) {
  const problems = []
  const { packages } = JSON.parse(text)
  if (text.includes('"resolved"')) {
    problems.push('package-lock.json names addresses ("resolved"); install with the project’s .npmrc.')
  }
  for (const [path, version] of Object.entries(lowest)) {
    const found = packages[path]?.version
    if (found === undefined || isBelow(found, version)) {
      problems.push(`W-01 ${path} is ${found ?? 'missing'}, and below ${version} it has known holes.`)
    }
  }
  for (const [path, { integrity, link }] of Object.entries(packages)) {
    if (path !== '' && !link && !integrity) problems.push(`package-lock.json has no integrity for ${path}.`)
  }
  return problems
}

/** What is wrong with the project's lock file. `npm ci` on other systems needs every platform's packages in it. */
export async function checkLock() {
  const problems = listLockProblems(readFileSync(inRoot('package-lock.json'), 'utf8'))
  const { code, output } = await runNpm(['ci', '--dry-run', '--no-audit', '--no-fund', '--ignore-scripts'])
  if (code !== 0 || /Missing:/.test(output)) problems.push(`npm ci would fail:\n${output.trim().slice(0, 2000)}`)
  return problems
}
