import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, statSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findProgram } from '#e2e/find-program.ts'
import { freePort } from '#e2e/free-port.ts'
import { runOrFail } from '#e2e/run-program.ts'

/** `docker-registry` is Debian's package; the others are the small mains beside this file. */
export const registryKinds = ['docker-registry', 'distribution', 'referrers', 'ociregistry'] as const
export type RegistryKind = (typeof registryKinds)[number]

export type RunningRegistry = {
  readonly kind: RegistryKind
  readonly host: string
  readonly hasReferrersApi: boolean
  readonly stop: () => Promise<void>
}

export const registryUser = { username: 'workshop', password: 'hummingbird' } as const
// docker-registry reads bcrypt only; this is the hash of the password above, for tests on loopback.
const htpasswd = 'workshop:$2b$05$867dp1/9M9WDAVeBYxisfOG/BtRXW2o7CVbu1y8Fh9Q/qya2iWABi\n'

const hasReferrersApi = (kind: RegistryKind): boolean => kind === 'referrers' || kind === 'ociregistry'

/** Why a kind cannot be started here, with the command that would help; null when it can. */
export function missingRegistry(kind: RegistryKind): string | null {
  if (kind === 'docker-registry') {
    return findProgram('docker-registry') === null
      ? 'docker-registry is missing: apt-get install docker-registry'
      : null
  }
  return findProgram('go') === null ? 'Go is missing: https://go.dev/doc/install' : null
}

/** Starts a registry on a free loopback port with empty storage; `auth` asks for `registryUser` (docker-registry only). */
export function startRegistry(kind: RegistryKind, options: { auth?: boolean } = {}): Promise<RunningRegistry> {
  return kind === 'docker-registry' ? startDebianRegistry(options.auth === true) : startGoRegistry(kind)
}

async function startDebianRegistry(auth: boolean): Promise<RunningRegistry> {
  const program = findProgram('docker-registry')
  if (program === null) throw new Error('docker-registry is missing')
  const folder = await mkdtemp(join(tmpdir(), 'touchstone-registry-'))
  const host = `127.0.0.1:${await freePort()}`
  await writeFile(join(folder, 'htpasswd'), htpasswd)
  const access = auth ? `auth: {htpasswd: {realm: workshop, path: ${join(folder, 'htpasswd')}}}\n` : ''
  const settings = `version: 0.1
log: {level: error, accesslog: {disabled: true}}
storage: {filesystem: {rootdirectory: ${join(folder, 'data')}}, delete: {enabled: true}}
http: {addr: ${host}}
${access}`
  await writeFile(join(folder, 'config.yml'), settings)
  const child = spawn(program, ['serve', join(folder, 'config.yml')], { stdio: 'ignore' })
  await waitForAnswer(child, host)
  return {
    kind: 'docker-registry',
    host,
    hasReferrersApi: false,
    stop: async () => {
      await endProcess(child)
      await rm(folder, { recursive: true, force: true })
    },
  }
}

async function waitForAnswer(child: ChildProcess, host: string): Promise<void> {
  for (let attempt = 0; attempt < 200; attempt++) {
    if (child.exitCode !== null) break
    const answered = await fetch(`http://${host}/v2/`).then(
      () => true,
      () => false,
    )
    if (answered) return
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error(`the registry at ${host} does not answer`)
}

async function startGoRegistry(kind: Exclude<RegistryKind, 'docker-registry'>): Promise<RunningRegistry> {
  const child = spawn(await buildGoRegistry(kind), { stdio: ['ignore', 'pipe', 'inherit'] })
  const host = await new Promise<string>((resolve, reject) => {
    child.stdout.once('data', (chunk: Buffer) => resolve(chunk.toString().trim()))
    child.once('exit', (code) => reject(new Error(`${kind} ended with ${code}`)))
  })
  return { kind, host, hasReferrersApi: hasReferrersApi(kind), stop: () => endProcess(child) }
}

async function buildGoRegistry(kind: string): Promise<string> {
  const folder = join(import.meta.dirname, '../../.tools/registries')
  const program = join(folder, kind)
  const sources = [join(import.meta.dirname, 'go.sum'), join(import.meta.dirname, kind, 'main.go')]
  const isFresh = existsSync(program) && sources.every((path) => statSync(path).mtimeMs < statSync(program).mtimeMs)
  if (isFresh) return program
  const go = findProgram('go')
  if (go === null) throw new Error('Go is missing')
  await mkdir(folder, { recursive: true })
  const building = `${program}.${process.pid}.${Math.random().toString(36).slice(2)}`
  await runOrFail(go, ['build', '-trimpath', '-o', building, `./${kind}`], { cwd: import.meta.dirname })
  // Test files run side by side: each builds for itself, the last one wins.
  await rename(building, program)
  return program
}

/** Ends a process started here: SIGTERM, then SIGKILL after three seconds. */
export async function endProcess(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  child.kill('SIGTERM')
  const timer = setTimeout(() => child.kill('SIGKILL'), 3000)
  await ended
  clearTimeout(timer)
}

/** Names of the layouts below `root`: every folder with an `oci-layout` file, by its relative path. */
export async function listLayouts(root: string, prefix = ''): Promise<string[]> {
  const entries = await readdir(join(root, prefix), { withFileTypes: true })
  if (entries.some((entry) => entry.name === 'oci-layout')) return [prefix]
  const below = entries.filter((entry) => entry.isDirectory()).sort((a, b) => a.name.localeCompare(b.name))
  const found: string[] = []
  for (const entry of below)
    found.push(...(await listLayouts(root, prefix === '' ? entry.name : `${prefix}/${entry.name}`)))
  return found
}
