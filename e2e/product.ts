import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildProduct, distDir, nextProgram, productRoot } from '#e2e/build-product.ts'
import { freePort } from '#e2e/free-port.ts'

export type Product = {
  readonly url: string
  readonly dataDir: string
  readonly process: ChildProcess
  /** Everything that the server wrote so far, standard output and error. */
  readonly output: () => string
  readonly stop: () => Promise<void>
}

export type ProductOptions = {
  /** A data directory to keep; without it a temporary one is made and removed. */
  readonly dataDir?: string
  readonly env?: Readonly<Record<string, string>>
  /** Text of the configuration file. */
  readonly config?: string
  /** Runs the server as another user; only root can. */
  readonly user?: { readonly uid: number; readonly gid: number }
  /** Answers as ready when this path answers with any status; by default `/api/v1/health/ready` with 200. */
  readonly readyPath?: string
}

// As `npm start` does.
const serverOptions = ['--max-semi-space-size=32']

/** Starts the built product on a free loopback port, with an empty data directory, and waits until it answers. */
export async function startProduct(options: ProductOptions = {}): Promise<Product> {
  await buildProduct()
  const folder = await mkdtemp(join(tmpdir(), 'touchstone-'))
  const dataDir = options.dataDir ?? join(folder, 'data')
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  if (options.config !== undefined) await writeFile(join(folder, 'touchstone.yaml'), options.config)
  const parameters = [...serverOptions, nextProgram, 'start', '-H', '127.0.0.1', '-p', String(port)]
  const child = spawn(process.execPath, parameters, {
    cwd: productRoot,
    stdio: ['ignore', 'pipe', 'pipe'],
    ...options.user,
    env: {
      ...withoutOurs(process.env),
      NODE_ENV: 'production',
      NEXT_TELEMETRY_DISABLED: '1',
      HOST: '127.0.0.1',
      PORT: String(port),
      HOME: folder,
      TOUCHSTONE_DATA_DIR: dataDir,
      TOUCHSTONE_DIST_DIR: distDir,
      ...(options.config === undefined ? {} : { TOUCHSTONE_CONFIG: join(folder, 'touchstone.yaml') }),
      ...options.env,
    },
  })
  const chunks: Buffer[] = []
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk))
  child.stderr.on('data', (chunk: Buffer) => chunks.push(chunk))
  const output = () => Buffer.concat(chunks).toString()
  const stop = async () => {
    await endProduct(child)
    await rm(folder, { recursive: true, force: true })
  }
  try {
    await waitUntilReady(child, url, options.readyPath)
  } catch (cause) {
    await stop()
    throw new Error(`the product did not become ready:\n${output().slice(-3000)}`, { cause })
  }
  return { url, dataDir, process: child, output, stop }
}

/** The caller's settings must not leak into the product under test. */
function withoutOurs(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const kept = Object.entries(env).filter(([name]) => !/^(TOUCHSTONE_|DATABASE_URL$|VITEST|NODE_OPTIONS$)/.test(name))
  return Object.fromEntries(kept) as NodeJS.ProcessEnv
}

async function waitUntilReady(child: ChildProcess, url: string, readyPath: string | undefined): Promise<void> {
  const deadline = Date.now() + 60_000
  let last = 'no answer'
  while (Date.now() < deadline) {
    if (child.exitCode !== null) throw new Error(`it ended with ${child.exitCode}`)
    const response = await fetch(`${url}${readyPath ?? '/api/v1/health/ready'}`).catch(() => null)
    if (response !== null) {
      await response.arrayBuffer()
      if (readyPath !== undefined || response.status === 200) return
      last = `status ${response.status}`
    }
    await new Promise((resolve) => setTimeout(resolve, 25))
  }
  throw new Error(last)
}

async function endProduct(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  child.kill('SIGTERM')
  const timer = setTimeout(() => child.kill('SIGKILL'), 8000)
  await ended
  clearTimeout(timer)
}
