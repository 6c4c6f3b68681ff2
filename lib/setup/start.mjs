import { spawn, spawnSync } from 'node:child_process'
import { get } from 'node:http'
import { createServer } from 'node:net'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { buildProduct } from './build-product.mjs'
import { assertNodeForSetup, findNode, toProductEnv } from './find-node.mjs'
import { installDependencies } from './install-dependencies.mjs'
import { inRoot, root, runMain, SetupError, say } from './project.mjs'
import { forwardSignals } from './run-program.mjs'

const pauseMs = 50
const wildcards = ['0.0.0.0', '::']
const parentPauseMs = 1_000
// Node would let short-lived objects take 128 MB: half of that costs no time and makes shorter pauses.
const serverOptions = ['--max-semi-space-size=32']
// The framework's own greeting names addresses that are not the one to use.
const greeting = /^\s*(▲|✓|⚠|- (Local|Network|Environments):)|^\s*$/u

function readSettings(node) {
  const { status, stdout, stderr } = spawnSync(node.path, [inRoot('lib/setup/print-settings.ts')], {
    cwd: root,
    encoding: 'utf8',
  })
  if (status !== 0) throw new SetupError(stderr.trim())
  return JSON.parse(stdout)
}

function assertPortIsFree({ host, port }) {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', (error) =>
      reject(
        new SetupError(
          error.code === 'EADDRINUSE'
            ? `Port ${port} on ${host} is in use. Stop what listens there, or choose another: PORT=${port + 1} npm start`
            : `The server cannot listen on ${host} port ${port} (${error.code}). Check HOST and PORT.`,
        ),
      ),
    )
    probe.listen(port, host, () => probe.close(resolve))
  })
}

/** True once the server answers; asked under the name that it accepts. */
function answers({ listen, baseUrl }) {
  const host = baseUrl === null ? `localhost:${listen.port}` : new URL(baseUrl).host
  const address = wildcards.includes(listen.host) ? 'localhost' : listen.host
  return new Promise((resolve) => {
    const request = get(
      { host: address, port: listen.port, path: '/api/v1/health/live', headers: { host }, timeout: 2000 },
      (response) => {
        response.resume()
        resolve(response.statusCode === 200)
      },
    )
    request.on('timeout', () => request.destroy())
    request.on('error', () => resolve(false))
  })
}

function toAddress({ listen, baseUrl }) {
  if (baseUrl !== null) return baseUrl
  if (wildcards.includes(listen.host)) return `http://localhost:${listen.port}`
  return `http://${listen.host.includes(':') ? `[${listen.host}]` : listen.host}:${listen.port}`
}

function serve(node, settings) {
  const { host, port } = settings.listen
  const env = {
    ...process.env,
    ...toProductEnv(node),
    NODE_ENV: 'production',
    HOST: host,
    PORT: String(port),
    TOUCHSTONE_DATA_DIR: settings.dataDirectory,
    TOUCHSTONE_PARENT: String(process.pid),
  }
  const program = inRoot('node_modules/next/dist/bin/next')
  const parameters = [...serverOptions, program, 'start', '-H', host, '-p', String(port)]
  const child = spawn(node.path, parameters, { cwd: root, env, stdio: ['ignore', 'pipe', 'inherit'] })
  createInterface({ input: child.stdout }).on('line', (line) => {
    if (!greeting.test(line)) say(line)
  })
  forwardSignals(child)
  stopWithNpm(child)
  const ended = new Promise((resolve) =>
    child.once('exit', (code, signal) => resolve(code ?? (signal === 'SIGINT' ? 130 : 143))),
  )
  return { child, ended }
}

/** npm that is killed hands no signal on. */
function stopWithNpm(child) {
  const npm = process.ppid
  if (process.env.npm_lifecycle_event === undefined) return
  setInterval(() => {
    if (process.ppid !== npm) child.kill('SIGTERM')
  }, parentPauseMs).unref()
}

async function announce(child, settings) {
  while (child.exitCode === null && child.signalCode === null) {
    if (await answers(settings)) {
      say(`\nTouchstone is ready: ${toAddress(settings)}\n`)
      if (settings.baseUrl === null && wildcards.includes(settings.listen.host)) {
        say(
          'Requests under other names than localhost are refused until TOUCHSTONE_BASE_URL names the address that people use.\n',
        )
      }
      return
    }
    await sleep(pauseMs)
  }
}

await runMain(async () => {
  assertNodeForSetup()
  await installDependencies()
  const node = findNode()
  const settings = readSettings(node)
  await assertPortIsFree(settings.listen)
  await buildProduct(node)
  const { child, ended } = serve(node, settings)
  announce(child, settings)
  return ended
})
