import { mkdir, rmdir, stat } from 'node:fs/promises'
import { join } from 'node:path'

export const productRoot = join(import.meta.dirname, '..')
export const nextProgram = join(productRoot, 'node_modules/next/dist/bin/next')

/** The build that the tests run, relative to the project: `TOUCHSTONE_DIST_DIR`, by default that of `npm start`. */
export const distDir = process.env.TOUCHSTONE_DIST_DIR || '.next'

type FoundNode = { readonly path: string; readonly version: string }
type Setup = { readonly findNode: () => FoundNode; readonly buildProduct: (node: FoundNode) => Promise<void> }

/** What `npm start` itself uses: plain scripts, which run before anything is installed. */
async function loadSetup(): Promise<Setup> {
  const load = (name: string) => import(/* @vite-ignore */ join(productRoot, 'lib/setup', name))
  const [{ findNode }, { buildProduct }] = await Promise.all([load('find-node.mjs'), load('build-product.mjs')])
  return { findNode, buildProduct }
}

/** Builds the product when its sources changed, once; test files that start side by side wait for one another. */
export async function buildProduct(): Promise<void> {
  if (process.env.TOUCHSTONE_SKIP_BUILD === '1') return
  const setup = await loadSetup()
  const lock = join(productRoot, 'node_modules', `.touchstone-build${distDir.replace(/[^a-z0-9]+/gi, '-')}`)
  while (!(await takeLock(lock))) await new Promise((resolve) => setTimeout(resolve, 300))
  try {
    await setup.buildProduct(setup.findNode())
  } finally {
    await rmdir(lock).catch(() => undefined)
  }
}

async function takeLock(lock: string): Promise<boolean> {
  const taken = await mkdir(lock).then(
    () => true,
    () => false,
  )
  if (taken) return true
  const found = await stat(lock).catch(() => null)
  // A build that was killed leaves its lock behind.
  if (found !== null && Date.now() - found.mtimeMs > 300_000) await rmdir(lock).catch(() => undefined)
  return false
}
