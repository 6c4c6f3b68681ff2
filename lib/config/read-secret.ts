import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { ConfiguredRegistry, RegistryCredentials, RegistrySettings } from './configured-source.ts'
import { invalid } from './listen-address.ts'

export type Environment = Readonly<Record<string, string | undefined>>

/** Where a file name stands: what it is relative to, and how its place is called. */
export type Place = { readonly directory: string; readonly environment: Environment; readonly where: string }

export async function readText(file: string, key: string, place: Place): Promise<string> {
  try {
    return await readFile(resolve(place.directory, file), 'utf8')
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code ?? 'unknown error'
    throw invalid(`${place.where}.${key}`, `${place.where}.${key}: the file ${file} cannot be read (${code}).`)
  }
}

const optionalText = async (file: string | undefined, key: string, place: Place) =>
  file === undefined ? null : readText(file, key, place)

async function readSecret(
  file: string | undefined,
  variable: string | undefined,
  name: 'password' | 'identityToken',
  place: Place,
): Promise<string | null> {
  const key = file === undefined ? `${name}Env` : `${name}File`
  if (file !== undefined && variable !== undefined) {
    throw invalid(`${place.where}.${key}`, `${place.where}: give either ${name}File or ${name}Env, not both.`)
  }
  if (file === undefined && variable === undefined) return null
  // Editors and `kubectl create secret` leave a newline at the end, which is no part of the secret.
  const secret =
    file === undefined ? place.environment[variable ?? ''] : (await readText(file, key, place)).replace(/\r?\n$/, '')
  if (secret === undefined || secret === '') {
    throw invalid(`${place.where}.${key}`, `${place.where}.${key}: ${file ?? variable} is empty or not set.`)
  }
  return secret
}

async function readCredentials(settings: RegistrySettings, place: Place): Promise<RegistryCredentials | null> {
  const password = await readSecret(settings.passwordFile, settings.passwordEnv, 'password', place)
  const token = await readSecret(settings.identityTokenFile, settings.identityTokenEnv, 'identityToken', place)
  if (token !== null && (password !== null || settings.username !== undefined)) {
    throw invalid(place.where, `${place.where}: give either a user name with a password or an identity token.`)
  }
  if (token !== null) return { kind: 'identity-token', token }
  if (password === null && settings.username === undefined) return null
  if (password === null || settings.username === undefined) {
    throw invalid(
      place.where,
      `${place.where}: a user name and a password (passwordFile or passwordEnv) belong together.`,
    )
  }
  return { kind: 'basic', username: settings.username, password }
}

/** A registry of the configuration file with what its files and variables hold. `host` is parsed already. */
export async function readRegistry(
  settings: RegistrySettings,
  host: string,
  place: Place,
): Promise<ConfiguredRegistry> {
  const [clientCertificatePem, clientKeyPem, caPem] = await Promise.all([
    optionalText(settings.clientCertificateFile, 'clientCertificateFile', place),
    optionalText(settings.clientKeyFile, 'clientKeyFile', place),
    optionalText(settings.caFile, 'caFile', place),
  ])
  if ((clientCertificatePem === null) !== (clientKeyPem === null)) {
    throw invalid(place.where, `${place.where}: clientCertificateFile and clientKeyFile belong together.`)
  }
  return {
    host,
    name: settings.name ?? host,
    insecure: settings.insecure ?? false,
    caPem,
    clientCertificatePem,
    clientKeyPem,
    credentials: await readCredentials(settings, place),
    repositories: settings.repositories ?? [],
    relatedHosts: (settings.relatedHosts ?? []).map((one) => one.toLowerCase()),
  }
}
