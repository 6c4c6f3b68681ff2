import { existsSync, statSync } from 'node:fs'
import { mkdir, readdir, rmdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { runOrFail } from '#e2e/run-program.ts'

export const productRoot = join(import.meta.dirname, '..')
export const nextProgram = join(productRoot, 'node_modules/next/dist/bin/next')

/** The build that the tests run, relative to the project: `TOUCHSTONE_DIST_DIR`, by default that of `npm start`. */
export const distDir = process.env.TOUCHSTONE_DIST_DIR || '.next'

const sources = [
  'app',
  'components',
  'lib',
  'public',
  'proxy.ts',
  'next.config.js',
  'package-lock.json',
  'instrumentation.ts',
]
const ignored = /\.test\.tsx?$|^testing$|^setup$|^node_modules$/

async function newestTime(path: string): Promise<number> {
  const found = await stat(path).catch(() => null)
  if (found === null) return 0
  if (!found.isDirectory()) return found.mtimeMs
  const names = (await readdir(path)).filter((name) => !ignored.test(name))
  const times = await Promise.all(names.map((name) => newestTime(join(path, name))))
  return Math.max(0, ...times)
}

async function isFresh(): Promise<boolean> {
  const buildId = join(productRoot, distDir, 'BUILD_ID')
  if (!existsSync(buildId)) return false
  const times = await Promise.all(sources.map((name) => newestTime(join(productRoot, name))))
  return Math.max(...times) < statSync(buildId).mtimeMs
}

/** Builds the product once when its sources are newer than the build; test files that start side by side wait for one. */
export async function buildProduct(): Promise<void> {
  if (process.env.TOUCHSTONE_SKIP_BUILD === '1' || (await isFresh())) return
  const lock = join(productRoot, 'node_modules', `.touchstone-build${distDir.replace(/[^a-z0-9]+/gi, '-')}`)
  for (;;) {
    if (await takeLock(lock)) break
    await new Promise((resolve) => setTimeout(resolve, 500))
  }
  try {
    if (await isFresh()) return
    const env = { NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1', TOUCHSTONE_DIST_DIR: distDir }
    await runOrFail(process.execPath, [nextProgram, 'build'], { cwd: productRoot, env })
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
