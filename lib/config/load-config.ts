import { readFile } from 'node:fs/promises'
import { basename, dirname, resolve } from 'node:path'
import { isAppError } from '#lib/errors/app-error.ts'
import { parseReference, parseRegistryHost } from '#lib/oci/reference.ts'
import { toLimits } from './configurable-limits.ts'
import type {
  ConfigFile,
  ConfiguredLayout,
  ConfiguredRegistry,
  ConfiguredRoot,
  RegistrySettings,
} from './configured-source.ts'
import type { Limits } from './limits.ts'
import { type Access, invalid, type ListenAddress, parseListenAddress } from './listen-address.ts'
import { parseConfigFile } from './parse-config-file.ts'
import { readConfiguredRoots } from './read-configured-roots.ts'
import { type RevocationConfig, readRevocation } from './read-revocation.ts'
import { type Environment, readRegistry } from './read-secret.ts'

export const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const
export type LogLevel = (typeof logLevels)[number]

/** Everything that is decided before the server starts. Paths are absolute. */
export type Config = {
  readonly listen: ListenAddress
  readonly access: Access
  /** The origin that people use (`https://touchstone.example`), or null for the loopback addresses. */
  readonly baseUrl: string | null
  readonly dataDirectory: string
  readonly databaseUrl: string | null
  /** 32 bytes that seal credentials, or null for a key file in the data directory. */
  readonly sealKey: Uint8Array | null
  readonly registries: readonly ConfiguredRegistry[]
  readonly layouts: readonly ConfiguredLayout[]
  /** Folders that layouts added over the interface must lie under, when others can reach this server. */
  readonly layoutRoots: readonly string[]
  readonly trustedRoots: {
    readonly configured: readonly ConfiguredRoot[]
    /** Whether roots with a mirror are renewed in the background. */
    readonly refresh: boolean
  }
  readonly revocation: RevocationConfig
  readonly cache: { readonly directory: string; readonly maxBytes: number }
  readonly limits: Limits
  readonly logLevel: LogLevel
}

const defaultCacheBytes = 2 * 1024 ** 3

/** Reads environment and configuration file; throws `CONFIG_INVALID` with a sentence that names what is wrong. */
export async function loadConfig(environment: Environment): Promise<Config> {
  const { file, directory, fileName } = await readConfigFile(environment.TOUCHSTONE_CONFIG)
  const access = file.access ?? 'local'
  const dataDirectory = resolve(environment.TOUCHSTONE_DATA_DIR || 'data')
  const registries = await readRegistries(file.registries ?? [], directory, environment, fileName)
  return {
    listen: parseListenAddress(environment.HOST, environment.PORT, access),
    access,
    baseUrl: parseBaseUrl(environment.TOUCHSTONE_BASE_URL),
    dataDirectory,
    databaseUrl: parseDatabaseUrl(environment.DATABASE_URL),
    sealKey: parseSealKey(environment.TOUCHSTONE_SEAL_KEY),
    registries,
    layouts: toLayouts(file.layouts ?? [], directory, registries, fileName),
    layoutRoots: (file.layoutRoots ?? []).map((root) => resolve(directory, root)),
    trustedRoots: {
      configured: await readConfiguredRoots(file.trustedRoots ?? [], { directory, environment, where: fileName }),
      refresh: file.refreshTrustedRoots ?? true,
    },
    revocation: readRevocation(environment),
    cache: { directory: resolve(dataDirectory, 'cache'), maxBytes: file.cache?.maxBytes ?? defaultCacheBytes },
    limits: toLimits(file.limits ?? {}),
    logLevel: parseLogLevel(environment.TOUCHSTONE_LOG_LEVEL),
  }
}

async function readConfigFile(
  path: string | undefined,
): Promise<{ file: ConfigFile; directory: string; fileName: string }> {
  if (path === undefined || path === '') return { file: {}, directory: resolve('.'), fileName: '' }
  const absolute = resolve(path)
  let text: string
  try {
    text = await readFile(absolute, 'utf8')
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code ?? 'unknown error'
    throw invalid('TOUCHSTONE_CONFIG', `TOUCHSTONE_CONFIG: the file ${path} cannot be read (${code}).`)
  }
  const fileName = basename(absolute)
  return { file: parseConfigFile(text, fileName), directory: dirname(absolute), fileName }
}

async function readRegistries(
  list: readonly RegistrySettings[],
  directory: string,
  environment: Environment,
  fileName: string,
): Promise<ConfiguredRegistry[]> {
  const hosts = new Set<string>()
  const registries: ConfiguredRegistry[] = []
  for (const [index, settings] of list.entries()) {
    const where = `${fileName}: registries[${index}]`
    const host = parsedHost(settings.host, `${where}.host`)
    if (hosts.has(host)) throw invalid(`${where}.host`, `${where}.host: ${host} is there twice.`)
    hosts.add(host)
    for (const repository of settings.repositories ?? []) assertRepository(host, repository, `${where}.repositories`)
    for (const related of settings.relatedHosts ?? []) parsedHost(related, `${where}.relatedHosts`)
    registries.push(await readRegistry(settings, host, { directory, environment, where }))
  }
  return registries
}

function parsedHost(text: string, where: string): string {
  try {
    return parseRegistryHost(text)
  } catch (error) {
    if (isAppError(error))
      throw invalid(where, `${where}: must be a host name with an optional port, without a scheme or path.`)
    throw error
  }
}

function assertRepository(host: string, repository: string, where: string): void {
  // `organisation/*` names an organisation, for registries that list by organisation only.
  const path = repository.endsWith('/*') ? repository.slice(0, -2) : repository
  try {
    parseReference(`${host}/${path}:latest`)
  } catch (error) {
    if (isAppError(error)) throw invalid(where, `${where}: every entry must be a repository’s path, such as team/app.`)
    throw error
  }
}

function toLayouts(
  list: readonly { name: string; path: string }[],
  directory: string,
  registries: readonly ConfiguredRegistry[],
  fileName: string,
): ConfiguredLayout[] {
  const hosts = new Set(registries.map((registry) => registry.host))
  return list.map(({ name, path }, index) => {
    const host = `${name}.layout`
    const where = `${fileName}: layouts[${index}].name`
    if (hosts.has(host)) throw invalid(where, `${where}: ${name} is there twice.`)
    hosts.add(host)
    return { name, host, path: resolve(directory, path) }
  })
}

function parseBaseUrl(text: string | undefined): string | null {
  if (text === undefined || text === '') return null
  const url = URL.canParse(text) ? new URL(text) : null
  const plain =
    url !== null &&
    url.pathname === '/' &&
    url.search === '' &&
    url.hash === '' &&
    url.username === '' &&
    url.password === ''
  if (url === null || !plain || !['http:', 'https:'].includes(url.protocol)) {
    throw invalid(
      'TOUCHSTONE_BASE_URL',
      'TOUCHSTONE_BASE_URL must be an address such as https://touchstone.example, without a path.',
    )
  }
  return url.origin
}

function parseDatabaseUrl(text: string | undefined): string | null {
  if (text === undefined || text === '') return null
  if (!/^postgres(ql)?:\/\//.test(text) || !URL.canParse(text)) {
    throw invalid('DATABASE_URL', 'DATABASE_URL must begin with postgres:// and be a complete address.')
  }
  return text
}

function parseSealKey(text: string | undefined): Uint8Array | null {
  if (text === undefined || text === '') return null
  const bytes = /^[0-9a-f]{64}$/i.test(text) ? Buffer.from(text, 'hex') : Buffer.from(text, 'base64')
  if (bytes.byteLength !== 32) {
    throw invalid(
      'TOUCHSTONE_SEAL_KEY',
      'TOUCHSTONE_SEAL_KEY must be 32 bytes in base64 or hexadecimal, for example from: openssl rand -base64 32',
    )
  }
  return bytes
}

function parseLogLevel(text: string | undefined): LogLevel {
  if (text === undefined || text === '') return 'info'
  const level = logLevels.find((name) => name === text)
  if (level === undefined)
    throw invalid('TOUCHSTONE_LOG_LEVEL', `TOUCHSTONE_LOG_LEVEL must be one of ${logLevels.join(', ')}.`)
  return level
}
