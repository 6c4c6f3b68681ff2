import { limits } from '#lib/config/limits.ts'
import { AppError } from '#lib/errors/app-error.ts'
import type { RegistryCredentials } from '../registry-options.ts'

/** Credentials of a registry, or of the repositories below `path` (Podman's scoped entries). */
export type DockerConfigEntry = {
  readonly host: string
  readonly path: string | null
  readonly credentials: RegistryCredentials
}

type Members = Readonly<Record<string, unknown>>
type ReadConfig = {
  readonly entries: readonly DockerConfigEntry[]
  /** The helper that holds the secret of a host; null when none does. */
  readonly helperOf: (host: string) => string | null
  readonly helper: string | null
}

const dockerHubNames: readonly string[] = ['index.docker.io', 'registry-1.docker.io', 'registry.hub.docker.com']
// docker login writes this user name for an identity token.
const tokenUser = '<token>'

const isMembers = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const toMembers = (value: unknown): Members => (isMembers(value) ? value : {})
const toText = (value: unknown): string => (typeof value === 'string' ? value : '')

// The text holds secrets: no message and no cause repeats any of it.
const invalid = (why: string): AppError =>
  new AppError('CREDENTIALS_INVALID', `The configuration cannot be used: ${why}.`)

const helperRefusal = (helper: string): AppError =>
  new AppError('CREDENTIALS_HELPER', 'The configuration holds no secret: a credential helper program keeps it.', {
    context: { helper: helper.replace(/[^\w.-]/g, '').slice(0, 60) },
  })

/** Docker's keys are URLs or hosts (`https://index.docker.io/v1/`), Podman's are hosts with an optional path. */
export function parseConfigKey(key: string): { host: string; path: string | null } {
  const bare = key
    .trim()
    .toLowerCase()
    .replace(/^https?:\/\//, '')
  const slash = bare.indexOf('/')
  const host = slash < 0 ? bare : bare.slice(0, slash)
  const path = slash < 0 ? '' : bare.slice(slash + 1).replace(/\/+$/, '')
  return {
    host: dockerHubNames.includes(host) ? 'docker.io' : host,
    path: path === '' || /^v[12]$/.test(path) ? null : path,
  }
}

function toCredentials(entry: Members): RegistryCredentials | null {
  const identityToken = toText(entry.identitytoken)
  if (identityToken !== '') return { kind: 'identity-token', token: identityToken }
  const decoded = Buffer.from(toText(entry.auth), 'base64').toString('utf8').replace(/\0+$/, '')
  const colon = decoded.indexOf(':')
  const username = colon < 0 ? toText(entry.username) : decoded.slice(0, colon)
  const password = colon < 0 ? toText(entry.password) : decoded.slice(colon + 1)
  if (username === '' || password === '') return null
  return username === tokenUser ? { kind: 'identity-token', token: password } : { kind: 'basic', username, password }
}

function parseDocument(text: string): Members {
  if (text.length > limits.maxDockerConfigBytes) throw invalid('it is too large')
  let document: unknown
  try {
    document = JSON.parse(text)
  } catch {
    throw invalid('it is not JSON')
  }
  if (!isMembers(document)) throw invalid('it is not a JSON object')
  return document
}

function readConfig(text: string): ReadConfig {
  const document = parseDocument(text)
  const helpers = new Map(
    Object.entries(toMembers(document.credHelpers)).map(([key, name]) => [parseConfigKey(key).host, toText(name)]),
  )
  const store = toText(document.credsStore)
  const auths = Object.entries(toMembers(document.auths))
  if (auths.length > limits.maxDockerConfigEntries) throw invalid('it has too many entries')
  const entries = auths.flatMap(([key, value]): DockerConfigEntry[] => {
    const credentials = toCredentials(toMembers(value))
    return credentials === null ? [] : [{ ...parseConfigKey(key), credentials }]
  })
  const helper = [store, ...helpers.values()].find((name) => name !== '') ?? null
  return { entries, helperOf: (host) => helpers.get(host) || store || null, helper }
}

/**
 * Reads `docker login`'s config.json or Podman's auth.json. Throws `CREDENTIALS_INVALID`, and `CREDENTIALS_HELPER`
 * when the secrets are all in a helper program.
 */
export function parseDockerConfig(text: string): readonly DockerConfigEntry[] {
  const { entries, helper } = readConfig(text)
  if (entries.length > 0) return entries
  throw helper === null ? invalid('it has no credentials') : helperRefusal(helper)
}

/**
 * The credentials that a configuration has for one registry: by equal host, those without a path first, then the only one
 * with a path. Throws as `parseDockerConfig`, and `CREDENTIALS_INVALID` when there are none for this host.
 */
export function selectDockerCredentials(text: string, host: string): RegistryCredentials {
  const { entries, helperOf } = readConfig(text)
  const wanted = parseConfigKey(host).host
  const matching = entries.filter((entry) => entry.host === wanted)
  const [scoped, second] = matching.filter(({ path }) => path !== null)
  const chosen = matching.find(({ path }) => path === null) ?? (second === undefined ? scoped : undefined)
  if (chosen !== undefined) return chosen.credentials
  const helper = helperOf(wanted)
  if (helper !== null) throw helperRefusal(helper)
  throw invalid(
    second === undefined ? `it has no entry for ${wanted}` : `it has several entries for parts of ${wanted}`,
  )
}

/** The credentials for a repository: the entry whose path is the longest prefix in whole segments (containers-auth.json). */
export function matchCredentials(
  entries: readonly DockerConfigEntry[],
  host: string,
  repository: string,
): RegistryCredentials | null {
  const matching = entries
    .filter((entry) => entry.host === host && (entry.path === null || `${repository}/`.startsWith(`${entry.path}/`)))
    .toSorted((left, right) => (right.path?.length ?? 0) - (left.path?.length ?? 0))
  return matching[0]?.credentials ?? null
}
