import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { toProductEnv } from './find-node.mjs'
import { distDir, inRoot, root, SetupError, say } from './project.mjs'
import { runProgram } from './run-program.mjs'

const sources = [
  'app',
  'components',
  'lib',
  'instrumentation-client.ts',
  'instrumentation.ts',
  'instrumentation-node.ts',
  'proxy.ts',
  'next.config.js',
  'postcss.config.mjs',
  'tsconfig.json',
  'package.json',
  'package-lock.json',
]
// Read at run time or by tests: no part of the build.
const ignored = /\.test\.tsx?$|^lib\/(setup|testing|sample\/layouts)(\/|$)/

function* listFiles(path) {
  if (ignored.test(path) || !existsSync(inRoot(path))) return
  if (!statSync(inRoot(path)).isDirectory()) {
    yield path
    return
  }
  for (const name of readdirSync(inRoot(path)).sort()) yield* listFiles(join(path, name))
}

function hashSources(node) {
  const hash = createHash('sha256').update(node.version.split('.')[0])
  for (const file of sources.flatMap((path) => [...listFiles(path)])) {
    hash.update(`\0${file}\0`).update(readFileSync(inRoot(file)))
  }
  return hash.digest('hex')
}

/** Builds when the sources differ from those of the last build; its content, not its times, is compared. */
export async function buildProduct(node) {
  const stamp = inRoot(distDir, 'touchstone-build.txt')
  const hash = hashSources(node)
  const isBuilt = existsSync(stamp) && existsSync(inRoot(distDir, 'BUILD_ID'))
  if (isBuilt && readFileSync(stamp, 'utf8').trim() === hash) return
  say(`Building, since ${isBuilt ? 'sources changed' : 'there is no build yet'}; this takes about half a minute …`)
  rmSync(stamp, { force: true })
  // Next writes a build folder of its own into the tsconfig; the project's stays as it is.
  const tsconfig = readFileSync(inRoot('tsconfig.json'), 'utf8')
  const next = inRoot('node_modules/next/dist/bin/next')
  const env = { ...toProductEnv(node), NODE_ENV: 'production' }
  const { code, output } = await runProgram(node.path, [next, 'build'], { env, quiet: true, cwd: root })
  if (readFileSync(inRoot('tsconfig.json'), 'utf8') !== tsconfig) writeFileSync(inRoot('tsconfig.json'), tsconfig)
  if (code === 130 || code === 143) throw new SetupError('The build was interrupted; the next start builds again.')
  if (code !== 0) throw new SetupError(`${output.trim()}\n\nThe build failed (next build ended with ${code}).`)
  mkdirSync(inRoot(distDir), { recursive: true })
  writeFileSync(stamp, `${hash}\n`)
}
