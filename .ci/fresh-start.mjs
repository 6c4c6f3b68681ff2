// Starts a clean clone with an empty home directory, as somebody who sees the project for the first time.
import { spawn, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const firstStartMs = 600_000
const secondStartMs = 15_000

const freePort = () =>
  new Promise((resolve, reject) => {
    const probe = createServer().once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address()
      probe.close(() => resolve(port))
    })
  })

/** Runs `npm start` until the dashboard and its API answer, then stops it; answers how long it took. */
async function startOnce(clone, home, limitMs) {
  const port = await freePort()
  const kept = Object.entries(process.env).filter(
    ([name]) => !/^(npm_|TOUCHSTONE_|DATABASE_URL$|NODE_|HOST$|PORT$)/.test(name),
  )
  const started = Date.now()
  const child = spawn('npm', ['start'], {
    cwd: clone,
    env: { ...Object.fromEntries(kept), HOME: home, PORT: String(port) },
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  const ended = new Promise((resolve) => child.once('exit', resolve))
  const url = `http://127.0.0.1:${port}`
  try {
    for (;;) {
      if (child.exitCode !== null) throw new Error(`npm start ended with ${child.exitCode}`)
      if (Date.now() - started > limitMs) throw new Error(`no answer within ${limitMs / 1000} s`)
      const response = await fetch(`${url}/api/v1/health/ready`).catch(() => null)
      if (response?.ok) break
      await sleep(100)
    }
    const took = Date.now() - started
    const page = await fetch(url)
    if (!page.ok || !(await page.text()).includes('Touchstone'))
      throw new Error(`the first page answers ${page.status}`)
    const reference = 'sample.layout/workshop/hummingbird-demo:v1'
    const verdict = await fetch(`${url}/api/v1/verdict?reference=${encodeURIComponent(reference)}`)
    if (!verdict.ok) throw new Error(`the sample’s verdict answers ${verdict.status}`)
    return took
  } finally {
    child.kill('SIGTERM')
    await Promise.race([ended, sleep(10_000)])
    await sleep(200)
    const left = await fetch(url).catch(() => null)
    if (left !== null) process.exitCode = 1
    if (left !== null) console.error('the server still answers after SIGTERM')
  }
}

const folder = mkdtempSync(join(tmpdir(), 'touchstone-fresh-'))
try {
  const clone = join(folder, 'clone')
  const home = join(folder, 'home')
  mkdirSync(home)
  const cloned = spawnSync('git', ['clone', '--quiet', '--no-hardlinks', root, clone], { stdio: 'inherit' })
  if (cloned.status !== 0) throw new Error('the project cannot be cloned')
  const first = await startOnce(clone, home, firstStartMs)
  const second = await startOnce(clone, home, secondStartMs)
  console.log(
    `fresh start: ready after ${(first / 1000).toFixed(1)} s, the second time after ${(second / 1000).toFixed(1)} s`,
  )
} catch (error) {
  console.error(`fresh start: ${error.message}`)
  process.exitCode = 1
} finally {
  rmSync(folder, { recursive: true, force: true })
}
