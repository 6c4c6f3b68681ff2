import { realpath } from 'node:fs/promises'
import { isAbsolute, relative, resolve, sep } from 'node:path'
import { layoutNamePattern, type RegistryCredentials } from '#lib/config/configured-source.ts'
import type { Config } from '#lib/config/load-config.ts'
import { AppError } from '#lib/errors/app-error.ts'
import { parseRegistryHost, parseRepository } from '#lib/oci/reference.ts'
import { selectDockerCredentials } from '#lib/registry/credentials/docker-config.ts'
import type { NewRegistry, RegistryChange } from '#lib/store/registry-store.ts'

type Connection = {
  readonly username?: string | undefined
  readonly password?: string | undefined
  readonly identityToken?: string | undefined
  readonly dockerConfig?: string | undefined
  readonly caPem?: string | null | undefined
  readonly clientCertificatePem?: string | undefined
  readonly clientKeyPem?: string | undefined
  readonly insecure?: boolean | undefined
}
export type SourceRequest =
  | ({ readonly kind: 'registry'; readonly host: string; readonly name?: string | undefined } & Connection)
  | { readonly kind: 'layout'; readonly name: string; readonly path: string }
export type SourceChangeRequest = Connection & {
  readonly name?: string | undefined
  readonly removeCredentials?: boolean | undefined
  readonly addRepositories?: readonly string[] | undefined
  readonly removeRepositories?: readonly string[] | undefined
}

const refuse = (field: string, why: string) =>
  new AppError('REQUEST_INVALID', `${field}: ${why}`, { context: { field } })

/**
 * A source that may be stored. Throws `REFERENCE_INVALID` for a host, `CREDENTIALS_INVALID`, `CREDENTIALS_HELPER`,
 * `LAYOUT_PATH_REFUSED` for a path that must not be read, `REQUEST_INVALID` for fields that contradict each other.
 */
export async function toNewSource(
  request: SourceRequest,
  config: Pick<Config, 'listen' | 'layoutRoots'>,
): Promise<NewRegistry> {
  if (request.kind === 'layout') return toNewLayout(request.name, request.path, config)
  const host = parseRegistryHost(request.host)
  if (host.endsWith('.layout')) throw refuse('host', 'names that end in .layout are those of layouts.')
  assertConnection(request)
  return {
    kind: 'registry',
    host,
    name: request.name ?? host,
    insecure: request.insecure ?? false,
    caPem: request.caPem ?? null,
    clientCertificatePem: request.clientCertificatePem ?? null,
    clientKeyPem: request.clientKeyPem ?? null,
    credentials: toCredentials(request, host) ?? null,
  }
}

/** A change of a registry that may be stored. What is absent stays; new credentials replace the old. */
export function toSourceChange(request: SourceChangeRequest, host: string): RegistryChange {
  assertConnection(request)
  const { name, insecure, caPem, clientCertificatePem, clientKeyPem, removeCredentials = false } = request
  const credentials = toCredentials(request, host)
  if (removeCredentials && (credentials !== undefined || clientKeyPem !== undefined)) {
    throw refuse('removeCredentials', 'credentials cannot be removed and given at once.')
  }
  for (const repository of request.addRepositories ?? []) assertByHand(host, repository)
  const forgotten = { credentials: null, clientCertificatePem: null, clientKeyPem: null }
  return {
    ...(removeCredentials ? forgotten : { credentials, clientCertificatePem, clientKeyPem }),
    name,
    insecure,
    caPem,
    addRepositories: request.addRepositories,
    removeRepositories: request.removeRepositories,
  }
}

function assertConnection({ clientCertificatePem, clientKeyPem, caPem }: Connection): void {
  if ((clientCertificatePem === undefined) !== (clientKeyPem === undefined)) {
    throw refuse('clientCertificatePem', 'a client certificate and its key are given together.')
  }
  if (caPem != null && (!caPem.includes('-----BEGIN CERTIFICATE-----') || caPem.includes('PRIVATE KEY'))) {
    throw refuse('caPem', 'must be certificates in PEM, without any private key.')
  }
}

function toCredentials(request: Connection, host: string): RegistryCredentials | undefined {
  const { username, password, identityToken, dockerConfig } = request
  const ways = [username ?? password, identityToken, dockerConfig].filter((way) => way !== undefined)
  if (ways.length > 1) throw refuse('username', 'give one of username and password, identityToken, dockerConfig.')
  if (identityToken !== undefined) return { kind: 'identity-token', token: identityToken }
  if (dockerConfig !== undefined) return selectDockerCredentials(dockerConfig, host)
  if (username === undefined && password === undefined) return undefined
  if (username === undefined || password === undefined)
    throw refuse('username', 'username and password are given together.')
  return { kind: 'basic', username, password }
}

/** A repository's path, or `organisation/*` for a registry that lists by organisation. */
function assertByHand(host: string, repository: string): void {
  const path = repository.endsWith('/*') ? repository.slice(0, -2) : repository
  parseRepository(`${host}/${path}`)
}

async function toNewLayout(
  name: string,
  path: string,
  config: Pick<Config, 'listen' | 'layoutRoots'>,
): Promise<NewRegistry> {
  if (!layoutNamePattern.test(name))
    throw refuse('name', 'must have lower-case letters, digits and - only, at most 60.')
  if (name === 'sample')
    throw new AppError('REGISTRY_EXISTS', 'sample is the name of the built-in source.', { context: { name } })
  if (!isAbsolute(path)) throw refuse('path', 'must be an absolute path on the server.')
  const absolute = resolve(path)
  if (!config.listen.loopbackOnly) await assertBelowRoot(absolute, config.layoutRoots)
  return { kind: 'layout', name, host: `${name}.layout`, path: absolute }
}

async function assertBelowRoot(path: string, roots: readonly string[]): Promise<void> {
  const refused = new AppError(
    'LAYOUT_PATH_REFUSED',
    'The path is not below a folder that the configuration names in layoutRoots.',
  )
  const real = await realpath(path).catch(() => {
    throw refused
  })
  for (const root of roots) {
    const way = relative(await realpath(root).catch(() => resolve(root)), real)
    if (way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way)) return
  }
  throw refused
}
