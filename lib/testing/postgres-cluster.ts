import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { createServer } from 'node:net'
import { delimiter, join } from 'node:path'

export type PostgresCluster = { readonly url: (database: string) => string; readonly stop: () => void }

/** The folder with PostgreSQL's server programs, which Debian keeps off the PATH; null when there is none. */
export function findPostgres(): string | null {
  const versions = existsSync('/usr/lib/postgresql') ? readdirSync('/usr/lib/postgresql') : []
  const folders = [
    ...versions.map((version) => join('/usr/lib/postgresql', version, 'bin')),
    ...(process.env.PATH ?? '').split(delimiter),
  ]
  return folders.find((folder) => folder !== '' && existsSync(join(folder, 'initdb'))) ?? null
}

const freePort = () =>
  new Promise<number>((resolve, reject) => {
    const probe = createServer().once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0))
    })
  })

/** Runs a program as a user that PostgreSQL accepts: it refuses to run as root. */
function run(file: string, parameters: readonly string[]): string {
  const isRoot = process.getuid?.() === 0
  const [program, all] = isRoot ? ['runuser', ['-u', 'postgres', '--', file, ...parameters]] : [file, [...parameters]]
  // `runuser` is where only root's PATH usually leads.
  const env = { ...process.env, PATH: `${process.env.PATH ?? ''}:/usr/sbin:/sbin` }
  const { status, stdout, stderr } = spawnSync(program, all, { encoding: 'utf8', cwd: '/', env })
  if (status !== 0) throw new Error(`${file} ended with ${status}: ${stderr}${stdout}`)
  return stdout.trim()
}

/** Starts an empty PostgreSQL of its own on loopback. */
export async function startPostgres(programs: string): Promise<PostgresCluster> {
  const folder = run('mktemp', ['-d', '/tmp/touchstone-postgres-XXXXXX'])
  const data = join(folder, 'data')
  const port = await freePort()
  run(join(programs, 'initdb'), ['-D', data, '-A', 'trust', '-U', 'touchstone', '-E', 'UTF8', '--no-sync'])
  const options = `-c listen_addresses=127.0.0.1 -c port=${port} -c unix_socket_directories=${folder} -c fsync=off`
  run(join(programs, 'pg_ctl'), ['-D', data, '-w', '-l', join(folder, 'log'), '-o', options, 'start'])
  return {
    url: (database) => `postgres://touchstone@127.0.0.1:${port}/${database}`,
    stop: () => {
      run(join(programs, 'pg_ctl'), ['-D', data, '-m', 'immediate', '-w', 'stop'])
      run('rm', ['-rf', folder])
    },
  }
}
