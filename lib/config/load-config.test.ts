import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { isAbsolute, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { AppError } from '#lib/errors/app-error.ts'
import { type Config, loadConfig } from './load-config.ts'

let directory: string
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'touchstone-config-'))
})
afterEach(() => rm(directory, { recursive: true }))

async function load(yaml: string, environment: Record<string, string> = {}): Promise<Config> {
  const file = join(directory, 'touchstone.yaml')
  await writeFile(file, yaml)
  return loadConfig({ TOUCHSTONE_CONFIG: file, ...environment })
}

const refusal = async (result: Promise<Config>): Promise<AppError> => {
  const error = await result.then(
    () => null,
    (reason: unknown) => reason as AppError,
  )
  expect(error).toMatchObject({ code: 'CONFIG_INVALID' })
  return error as AppError
}

describe('without a file', () => {
  test('listens on loopback, port 3000, with an absolute data directory', async () => {
    const config = await loadConfig({})
    expect(config.listen).toEqual({ host: '127.0.0.1', port: 3000, loopbackOnly: true })
    expect(isAbsolute(config.dataDirectory)).toBe(true)
    expect(config).toMatchObject({ baseUrl: null, databaseUrl: null, registries: [], layouts: [], layoutRoots: [] })
    expect(config.cache.maxBytes).toBe(2 * 1024 ** 3)
  })

  test.each(['0.0.0.0', '::', '192.168.1.5', 'touchstone.example'])(
    'refuses HOST=%s while there is no login',
    async (HOST) => {
      const error = await refusal(loadConfig({ HOST }))
      expect(error.message).toContain('access: open')
    },
  )

  test.each(['localhost', '127.0.0.1', '127.8.0.1', '::1', '[::1]'])('takes HOST=%s as loopback', async (HOST) => {
    expect((await loadConfig({ HOST })).listen.loopbackOnly).toBe(true)
  })

  test.each([{ PORT: '0' }, { PORT: '65536' }, { PORT: '80a' }, { HOST: 'http://x', PORT: '1' }])(
    'refuses %j',
    async (environment) => {
      await refusal(loadConfig(environment))
    },
  )

  test.each(['ftp://x', 'https://x/path', 'https://user@x', 'x'])(
    'refuses TOUCHSTONE_BASE_URL=%s',
    async (TOUCHSTONE_BASE_URL) => {
      await refusal(loadConfig({ TOUCHSTONE_BASE_URL }))
    },
  )

  test('refuses a DATABASE_URL that is no PostgreSQL address, without repeating it', async () => {
    const error = await refusal(loadConfig({ DATABASE_URL: 'mysql://user:hunter2@db' }))
    expect(error.message).not.toContain('hunter2')
  })

  test('takes a seal key of 32 bytes in base64 or hexadecimal and no other', async () => {
    const key = Buffer.alloc(32, 7)
    for (const text of [key.toString('base64'), key.toString('hex')]) {
      expect((await loadConfig({ TOUCHSTONE_SEAL_KEY: text })).sealKey).toEqual(key)
    }
    const error = await refusal(loadConfig({ TOUCHSTONE_SEAL_KEY: 'too-short' }))
    expect(error.message).not.toContain('too-short')
  })
})

describe('the configuration file', () => {
  test('gives registries, layouts and roots, relative to itself', async () => {
    await writeFile(join(directory, 'password'), 's3cret\n')
    const config = await load(
      `access: open
layoutRoots: [layouts]
cache: { maxBytes: 100000000 }
layouts:
  - { name: airgap, path: layouts/airgap }
registries:
  - host: Quay.example:8443
    username: reader
    passwordFile: password
    repositories: [team/app]
    relatedHosts: [Auth.quay.example, "minio.quay.example:9000"]
  - host: ghcr.example
    identityTokenEnv: GHCR_TOKEN
`,
      { HOST: '0.0.0.0', GHCR_TOKEN: 'token' },
    )
    expect(config.listen.loopbackOnly).toBe(false)
    expect(config.layoutRoots).toEqual([join(directory, 'layouts')])
    expect(config.layouts).toEqual([{ name: 'airgap', host: 'airgap.layout', path: join(directory, 'layouts/airgap') }])
    expect(config.registries[0]).toMatchObject({
      host: 'quay.example:8443',
      credentials: { kind: 'basic', username: 'reader', password: 's3cret' },
      repositories: ['team/app'],
      relatedHosts: ['auth.quay.example', 'minio.quay.example:9000'],
    })
    expect(config.registries[1]?.credentials).toEqual({ kind: 'identity-token', token: 'token' })
  })

  test('gives trusted roots: a file, or a mirror with the root that is pinned', async () => {
    await writeFile(join(directory, 'trusted_root.json'), '{"mediaType":"…"}')
    await writeFile(join(directory, 'root.json'), '{"signed":{}}')
    const { trustedRoots } = await load(`trustedRoots:
  - { name: Acme, file: trusted_root.json }
  - { name: Other, tuf: { mirror: "https://TUF.example/repo/", root: root.json } }
refreshTrustedRoots: false
`)
    expect(trustedRoots).toMatchObject({
      refresh: false,
      configured: [
        { name: 'Acme', content: { document: '{"mediaType":"…"}' } },
        { name: 'Other', content: { mirror: 'https://tuf.example/repo', tufRoot: '{"signed":{}}', caPem: null } },
      ],
    })
    expect((await load('access: local\n')).trustedRoots).toEqual({ configured: [], refresh: true })
  })

  test.each([
    ['neither file nor mirror', '{ name: a }', 'trustedRoots[0]'],
    ['both', '{ name: a, file: root.json, tuf: { mirror: "https://tuf.example", root: root.json } }', 'exactly one'],
    ['a file that is not there', '{ name: a, file: gone.json }', 'ENOENT'],
    [
      'a mirror with a password',
      '{ name: a, tuf: { mirror: "https://u:hunter2@tuf.example", root: root.json } }',
      'mirror',
    ],
    ['a mirror that is a folder', '{ name: a, tuf: { mirror: "file:///srv/tuf", root: root.json } }', 'mirror'],
  ])('refuses a trusted root with %s', async (_, entry, named) => {
    await writeFile(join(directory, 'root.json'), '{}')
    const error = await refusal(load(`trustedRoots:\n  - ${entry}\n`))
    expect(error.message).toContain(named)
    expect(error.message).not.toContain('hunter2')
  })

  test('refuses two trusted roots of one name', async () => {
    await writeFile(join(directory, 'root.json'), '{}')
    const entry = '  - { name: a, file: root.json }\n'
    expect((await refusal(load(`trustedRoots:\n${entry}${entry}`))).message).toContain('twice')
  })

  test('may be empty', async () => {
    expect((await load('# nothing yet\n')).registries).toEqual([])
  })

  test.each([
    ['an unknown key at the top', 'acess: open\n', 'line 1: acess'],
    ['an unknown key deep inside', 'registries:\n  - host: a.example\n    hots: b\n', 'line 3: registries[0].hots'],
    [
      'a value of another type',
      'access: open\nregistries:\n  - host: a.example\n    insecure: perhaps\n',
      'line 4: registries[0].insecure',
    ],
    ['a missing key', 'registries:\n  - name: a\n', 'line 2: registries[0].host'],
    ['broken YAML', 'access: open\nregistries: [\n', 'line 3'],
    ['the same key twice', 'access: open\naccess: local\n', 'line 2'],
    ['a list instead of settings', '- a\n', 'line 1'],
  ])('names line and key of %s', async (_, yaml, where) => {
    const error = await refusal(load(yaml))
    expect(error.message).toContain(`touchstone.yaml, ${where}`)
  })

  test('refuses a password written into it, without repeating it', async () => {
    const error = await refusal(load('registries:\n  - host: a.example\n    username: u\n    password: hunter2\n'))
    expect(error.message).toContain('passwordFile')
    expect(JSON.stringify([error.message, error.context])).not.toContain('hunter2')
  })

  test.each([
    ['registries:\n  - host: https://a.example\n'],
    ['registries:\n  - host: a.example\n  - host: A.example\n'],
    ['registries:\n  - host: a.example\n    username: u\n'],
    ['registries:\n  - host: a.example\n    passwordFile: gone\n    username: u\n'],
    ['registries:\n  - host: a.example\n    passwordEnv: NOT_SET\n    username: u\n'],
    ['registries:\n  - host: a.example\n    repositories: [UPPER]\n'],
    ['registries:\n  - host: a.example\n    clientKeyFile: key.pem\n'],
    ['layouts:\n  - { name: a, path: x }\n  - { name: a, path: y }\n'],
    ['layouts:\n  - { name: a/b, path: x }\n'],
    ['a: &x [1]\nb: [*x, *x]\n'],
  ])('refuses %j', async (yaml) => {
    await refusal(load(yaml))
  })

  test('that is not there is said so', async () => {
    const error = await refusal(loadConfig({ TOUCHSTONE_CONFIG: join(directory, 'gone.yaml') }))
    expect(error.message).toContain('ENOENT')
  })
})
