import { AppError } from '#lib/errors/app-error.ts'
import { type Digest, isDigest } from './digest.ts'

declare const referenceBrand: unique symbol

/** `host` or `host:port`, lower-case, as the user wrote it after Docker's normalisation; `NAME.layout` for a layout. */
export type RegistryHost = string & { readonly [referenceBrand]: 'RegistryHost' }
/** A repository's path without the host, such as `workshop/hummingbird-demo`. */
export type RepositoryName = string & { readonly [referenceBrand]: 'RepositoryName' }
export type Tag = string & { readonly [referenceBrand]: 'Tag' }

/** A repository at a registry. */
export type Repository = { readonly registry: RegistryHost; readonly repository: RepositoryName }

/** A parsed image reference: at least one of `tag` and `digest` is there; where both are, the digest decides. */
export type Reference = Repository & { readonly tag: Tag | null; readonly digest: Digest | null }

// distribution/reference grammar: https://github.com/distribution/reference/blob/main/reference.go
const hostPattern =
  /^(?:(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)(?:\.(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?))*|\[[0-9a-f:]+(?:\.[0-9.]+)?\])(?::[0-9]{1,5})?$/
const componentPattern = /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*$/
const tagPattern = /^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$/
const maxRepositoryLength = 255
const maxReferenceLength = 1024

const dockerHub = 'docker.io'

function invalid(text: string, why: string): AppError {
  return new AppError('REFERENCE_INVALID', `Not an image reference: ${why}`, {
    context: { reference: text.slice(0, 200) },
  })
}

const isHostComponent = (first: string): boolean =>
  first.includes('.') ||
  first.includes(':') ||
  first === 'localhost' ||
  first.startsWith('[') ||
  first !== first.toLowerCase()

export function isTag(text: string): text is Tag {
  return tagPattern.test(text)
}

/** True for a repository's path without the host, such as a registry lists. */
export function isRepositoryName(text: string): text is RepositoryName {
  return text.length <= maxRepositoryLength && text.split('/').every((component) => componentPattern.test(component))
}

/** Reads `host[:port]`; throws `REFERENCE_INVALID`. */
export function parseRegistryHost(text: string): RegistryHost {
  const host = text.toLowerCase()
  const port = /:([0-9]+)$/.exec(host)?.[1]
  if (
    host.length > 255 ||
    !hostPattern.test(host) ||
    (port !== undefined && (Number(port) < 1 || Number(port) > 65535))
  ) {
    throw invalid(text, 'the registry must be a host name with an optional port.')
  }
  return (host === 'index.docker.io' ? dockerHub : host) as RegistryHost
}

function parseRepositoryName(text: string, whole: string): RepositoryName {
  if (text.length > maxRepositoryLength) throw invalid(whole, 'the repository is longer than 255 characters.')
  if (!isRepositoryName(text)) {
    throw invalid(whole, 'the repository may have lower-case letters, digits and the separators . _ - / only.')
  }
  return text
}

/** Splits `name` at Docker's rule: the first component is a host when it has a dot, a colon, a capital, or is `localhost`. */
function splitName(name: string, whole: string): Repository {
  const slash = name.indexOf('/')
  const first = slash < 0 ? '' : name.slice(0, slash)
  if (slash < 0 || !isHostComponent(first)) {
    const repository = parseRepositoryName(name, whole)
    return {
      registry: dockerHub as RegistryHost,
      repository: (repository.includes('/') ? repository : `library/${repository}`) as RepositoryName,
    }
  }
  const registry = parseRegistryHost(first)
  const rest = name.slice(slash + 1)
  const official = registry === dockerHub && rest !== '' && !rest.includes('/')
  return { registry, repository: parseRepositoryName(official ? `library/${rest}` : rest, whole) }
}

/**
 * Reads `host[:port]/repository[:tag][@digest]`, with Docker's short forms (`nginx` is `docker.io/library/nginx:latest`).
 * Throws `REFERENCE_INVALID`. Grammar: distribution/reference.
 */
export function parseReference(text: string): Reference {
  if (text.length > maxReferenceLength) throw invalid(text, `it is longer than ${maxReferenceLength} characters.`)
  // attacker-controlled: whitespace, control characters and percent signs never reach a URL.
  if (text === '' || /[^\x21-\x7e]|[%?#\\]/.test(text))
    throw invalid(text, 'it is empty or has characters that no reference may have.')
  const at = text.indexOf('@')
  const digestText = at < 0 ? null : text.slice(at + 1)
  if (digestText !== null && !isDigest(digestText)) {
    throw invalid(text, 'what follows @ must be sha256: with 64, or sha512: with 128, lower-case hexadecimal digits.')
  }
  const named = at < 0 ? text : text.slice(0, at)
  const colon = named.lastIndexOf(':')
  const hasTag = colon > named.lastIndexOf('/') && named.includes('/') ? true : colon >= 0 && !named.includes('/')
  const tag = hasTag ? named.slice(colon + 1) : null
  if (tag !== null && !isTag(tag)) {
    throw invalid(
      text,
      'a tag has at most 128 letters, digits and the characters _ . - and does not begin with . or -.',
    )
  }
  const { registry, repository } = splitName(hasTag ? named.slice(0, colon) : named, text)
  return {
    registry,
    repository,
    tag: (tag ?? (digestText === null ? 'latest' : null)) as Tag | null,
    digest: digestText,
  }
}

/** Reads `host[:port]/repository` without tag or digest; throws `REFERENCE_INVALID`. */
export function parseRepository(text: string): Repository {
  const reference = parseReference(text)
  if (reference.digest !== null || text.includes(':', text.lastIndexOf('/') + 1)) {
    throw invalid(text, 'a repository has neither a tag nor a digest.')
  }
  return { registry: reference.registry, repository: reference.repository }
}

export function formatRepository({ registry, repository }: Repository): string {
  return `${registry}/${repository}`
}

/** The normalised form: `host/repository[:tag][@digest]`. */
export function formatReference(reference: Reference): string {
  const tag = reference.tag === null ? '' : `:${reference.tag}`
  const digest = reference.digest === null ? '' : `@${reference.digest}`
  return `${formatRepository(reference)}${tag}${digest}`
}
