import { AppError } from '#lib/errors/app-error.ts'
import { type HttpResponse, headerOf } from '../transport/exchange.ts'
import { isHtml } from '../transport/to-response-error.ts'

export function notRegistry({ url }: HttpResponse, why: string): AppError {
  return new AppError('REGISTRY_PROTOCOL', `${url.host} answered ${why}.`, { context: { host: url.host } })
}

/** Refuses encoded content: its hash would be that of other bytes, and inflating it has no bound. */
export function assertIdentity(response: HttpResponse): void {
  const encoding = headerOf(response.headers, 'content-encoding')?.trim().toLowerCase() ?? ''
  if (encoding !== '' && encoding !== 'identity')
    throw notRegistry(response, 'with encoded content that was not asked for')
}

/** The JSON object in an answer of 200. Throws `REGISTRY_PROTOCOL` for web pages and broken JSON. */
export function parseJsonAnswer(response: HttpResponse): Readonly<Record<string, unknown>> {
  assertIdentity(response)
  if (isHtml(response)) throw notRegistry(response, 'with a web page')
  try {
    const value: unknown = JSON.parse(response.bytes.toString('utf8'))
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>
  } catch {
    // The parser's message would quote the answer: it is left out.
    throw notRegistry(response, 'with broken JSON')
  }
  throw notRegistry(response, 'with JSON of another kind than was asked for')
}

/** A member that is a list of texts; Go writes `null` for an empty one. */
export function parseNames(response: HttpResponse, member: string): readonly string[] {
  const value = parseJsonAnswer(response)[member]
  if (value === null || value === undefined) return []
  if (!Array.isArray(value)) throw notRegistry(response, `without the list of ${member}`)
  return value.filter((item): item is string => typeof item === 'string')
}
