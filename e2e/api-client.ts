import type { Problem } from '#lib/api/contract/common.ts'
import type { RequestRules, VerdictDto, VerifyRequest } from '#lib/api/contract/verdict.ts'

export type ApiAnswer<Body> = { readonly status: number; readonly headers: Headers; readonly body: Body }

/** Calls of the public interface as a script would make them. */
export function apiOf(url: string) {
  const read = async <Body>(response: Response): Promise<ApiAnswer<Body>> => {
    const text = await response.text()
    const isJson = /json$/.test(response.headers.get('content-type')?.split(';')[0] ?? '')
    return { status: response.status, headers: response.headers, body: (isJson ? JSON.parse(text) : text) as Body }
  }
  const address = (path: string, query: Record<string, string> = {}) => {
    const search = new URLSearchParams(query).toString()
    return `${url}/api/v1${path}${search === '' ? '' : `?${search}`}`
  }
  const send = async <Body>(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) => {
    const init = body === undefined ? {} : { body: JSON.stringify(body) }
    const all = { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers }
    return read<Body>(await fetch(address(path), { method, headers: all, ...init }))
  }
  return {
    get: async <Body = Problem>(
      path: string,
      query: Record<string, string> = {},
      headers: Record<string, string> = {},
    ) => read<Body>(await fetch(address(path, query), { headers })),
    post: <Body = Problem>(path: string, body: unknown, headers?: Record<string, string>) =>
      send<Body>('POST', path, body, headers),
    patch: <Body = Problem>(path: string, body: unknown) => send<Body>('PATCH', path, body),
    delete: <Body = Problem>(path: string) => send<Body>('DELETE', path),
    verify: (request: VerifyRequest) => send<VerdictDto & Problem>('POST', '/verify', request),
    /** Lines of `POST /verdicts`, in the order in which they came. */
    verdicts: async (references: readonly string[], rules?: RequestRules) => {
      const response = await fetch(address('/verdicts'), {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ references, ...(rules === undefined ? {} : { rules }) }),
      })
      const text = await response.text()
      const lines = text.split('\n').filter((line) => line !== '')
      return lines.map((line) => JSON.parse(line) as { reference: string; verdict?: VerdictDto; problem?: Problem })
    },
  }
}
export type Api = ReturnType<typeof apiOf>
