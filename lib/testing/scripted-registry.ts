import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { mediaTypes } from '#lib/oci/media-types.ts'
import { createAuthGate, type ScriptedAuth } from './scripted-auth.ts'
import { createScriptedContent, type ScriptedContent } from './scripted-content.ts'
import { type Fault, type HonestAnswer, sendAnswer, sendFault } from './scripted-faults.ts'

export type { Fault } from './scripted-faults.ts'

export type RecordedRequest = {
  readonly method: string
  /** Path and query. */
  readonly path: string
  readonly headers: IncomingMessage['headers']
}

export type ScriptedSettings = {
  auth: ScriptedAuth
  referrersApi: boolean
  /** Referrers in one page; null sends all at once. */
  referrersPerPage: number | null
  catalogue: boolean
  /** Whether lists obey `n` and `last`, and whether they say where the next page is. */
  paging: 'link' | 'without-link' | 'ignored'
}

/** A registry in this process, holding what a test puts into it and failing as the test says. */
export type ScriptedRegistry = ScriptedContent & {
  /** `127.0.0.1:port`. */
  readonly host: string
  readonly origin: string
  readonly requests: RecordedRequest[]
  readonly settings: ScriptedSettings
  /** Answers requests whose path matches with a fault, `times` times (default: always). Later faults come first. */
  fault(path: RegExp | string, fault: Fault, times?: number): void
  clearFaults(): void
  close(): Promise<void>
}

type PlannedFault = { readonly path: RegExp | string; readonly fault: Fault; left: number }

const json = (status: number, value: unknown, headers: Record<string, string> = {}): HonestAnswer => ({
  status,
  headers: { 'content-type': 'application/json', ...headers },
  body: Buffer.from(JSON.stringify(value)),
})
const notFound = (code: string): HonestAnswer => json(404, { errors: [{ code, message: 'not found' }] })

function toPage(url: URL, all: readonly string[], settings: ScriptedSettings): [string[], Record<string, string>] {
  const count = Number(url.searchParams.get('n') ?? Number.NaN)
  if (settings.paging === 'ignored' || !(count > 0)) return [[...all], {}]
  const last = url.searchParams.get('last') ?? ''
  const rest = all.filter((name) => name > last)
  const items = rest.slice(0, count)
  const query = new URLSearchParams({ n: String(count), last: items.at(-1) ?? '' })
  const link: Record<string, string> = { link: `<${url.pathname}?${query}>; rel="next"` }
  return [items, rest.length > count && settings.paging === 'link' ? link : {}]
}

function answerReferrers(
  content: ScriptedContent,
  settings: ScriptedSettings,
  url: URL,
  repository: string,
  digest: string,
) {
  if (!settings.referrersApi) return notFound('NOT_FOUND')
  const all = content.listReferrers(repository, digest)
  const size = settings.referrersPerPage ?? Math.max(all.length, 1)
  const page = Number(url.searchParams.get('page') ?? 0)
  const more = (page + 1) * size < all.length
  const headers = {
    'content-type': mediaTypes.ociIndex,
    ...(more ? { link: `<${url.pathname}?page=${page + 1}>; rel="next"` } : {}),
  }
  const manifests = all.slice(page * size, (page + 1) * size)
  return json(200, { schemaVersion: 2, mediaType: mediaTypes.ociIndex, manifests }, headers)
}

function answerManifest(content: ScriptedContent, repository: string, reference: string): HonestAnswer {
  const digest = reference.includes(':') ? reference : content.tags.get(repository)?.get(reference)
  const stored = content.manifests.get(`${repository}@${digest}`)
  if (stored === undefined) return notFound('MANIFEST_UNKNOWN')
  const headers = { 'content-type': stored.mediaType, 'docker-content-digest': String(digest) }
  return { status: 200, headers, body: stored.bytes }
}

function answerCatalogue(content: ScriptedContent, settings: ScriptedSettings, url: URL): HonestAnswer {
  if (!settings.catalogue) return json(401, { errors: [{ code: 'UNAUTHORIZED' }] })
  const [repositories, headers] = toPage(url, [...content.tags.keys()].sort(), settings)
  return json(200, { repositories }, headers)
}

/** The honest answer of a registry (distribution-spec 1.1, reading). */
function answerHonestly(content: ScriptedContent, settings: ScriptedSettings, url: URL): HonestAnswer {
  if (url.pathname === '/v2/') return json(200, {})
  if (url.pathname === '/v2/_catalog') return answerCatalogue(content, settings, url)
  const [, repository = '', kind = '', last = ''] =
    /^\/v2\/(.+)\/(manifests|blobs|referrers|tags)\/([^/]+)$/.exec(url.pathname) ?? []
  switch (kind) {
    case 'manifests':
      return answerManifest(content, repository, last)
    case 'referrers':
      return answerReferrers(content, settings, url, repository, last)
    case 'blobs': {
      const body = content.blobs.get(`${repository}@${last}`)
      if (body === undefined) return notFound('BLOB_UNKNOWN')
      return { status: 200, headers: { 'content-type': 'application/octet-stream' }, body }
    }
    case 'tags': {
      const tags = content.tags.get(repository)
      if (tags === undefined) return notFound('NAME_UNKNOWN')
      const [names, headers] = toPage(url, [...tags.keys()].sort(), settings)
      return json(200, { name: repository, tags: names }, headers)
    }
    default:
      return notFound('NOT_FOUND')
  }
}

function scopeOf(pathname: string): string {
  const repository = /^\/v2\/(.+)\/(?:manifests|blobs|referrers|tags)\//.exec(pathname)?.[1]
  if (repository !== undefined) return `repository:${repository}:pull`
  return pathname === '/v2/_catalog' ? 'registry:catalog:*' : ''
}

async function readBody(request: IncomingMessage): Promise<string> {
  let text = ''
  for await (const chunk of request) text += String(chunk)
  return text
}

/** Starts a registry on 127.0.0.1, with TLS when a key and certificate are given. */
export async function startScriptedRegistry(
  initial: Partial<ScriptedSettings> & {
    readonly tls?: { readonly key: string; readonly cert: string; readonly ca?: string }
  } = {},
): Promise<ScriptedRegistry> {
  const { tls, ...given } = initial
  const settings: ScriptedSettings = {
    auth: { kind: 'none' },
    referrersApi: true,
    referrersPerPage: null,
    catalogue: true,
    paging: 'link',
    ...given,
  }
  const content = createScriptedContent()
  const requests: RecordedRequest[] = []
  let faults: PlannedFault[] = []
  const gate = createAuthGate(() => settings.auth)

  function takeFault(path: string): Fault | null {
    const found = faults.find(
      (one) => one.left > 0 && (typeof one.path === 'string' ? path.includes(one.path) : one.path.test(path)),
    )
    if (found === undefined) return null
    found.left -= 1
    return found.fault
  }

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = request.url ?? '/'
    const url = new URL(path, origin)
    requests.push({ method: request.method ?? '', path, headers: request.headers })
    const body = await readBody(request)
    const honest =
      url.pathname === '/token'
        ? gate.issue(request, url, body)
        : (gate.refuse(request, scopeOf(url.pathname), origin) ?? answerHonestly(content, settings, url))
    const fault = honest.status === 401 && url.pathname !== '/token' ? null : takeFault(path)
    if (fault === null) sendAnswer(response, honest)
    else sendFault(fault, request, response, honest)
  }

  const listener = (request: IncomingMessage, response: ServerResponse) => {
    handle(request, response).catch(() => response.destroy())
  }
  const server =
    tls === undefined
      ? createServer(listener)
      : createTlsServer({ ...tls, requestCert: tls.ca !== undefined, rejectUnauthorized: false }, listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`
  const origin = `${tls === undefined ? 'http' : 'https'}://${host}`

  return {
    ...content,
    host,
    origin,
    requests,
    settings,
    fault(path, fault, times = Number.POSITIVE_INFINITY) {
      faults = [{ path, fault, left: times }, ...faults]
    },
    clearFaults() {
      faults = []
    },
    close() {
      server.closeAllConnections()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
}
