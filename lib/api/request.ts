import type { ZodType } from 'zod'
import { AppError } from '#lib/errors/app-error.ts'

/** Names the first thing that is wrong with a request, never its value: it may be a secret. */
function invalid(error: {
  issues: readonly { path: PropertyKey[]; message: string; code?: string; keys?: string[] }[]
}): AppError {
  const [issue] = error.issues
  const where =
    issue?.code === 'unrecognized_keys' ? (issue.keys ?? []).join(', ') : (issue?.path ?? []).map(String).join('.')
  const what = issue?.code === 'unrecognized_keys' ? 'unknown field or parameter' : (issue?.message ?? 'not valid')
  const field = where.slice(0, 200)
  return new AppError('REQUEST_INVALID', field === '' ? `The request is not valid: ${what}.` : `${field}: ${what}.`, {
    context: { field },
  })
}

/** For an address without parameters. Throws `REQUEST_INVALID` for the first that is there. */
export function refuseQuery(url: URL): void {
  for (const name of url.searchParams.keys()) {
    throw new AppError('REQUEST_INVALID', `${name.slice(0, 100)}: unknown parameter.`, {
      context: { field: name.slice(0, 100) },
    })
  }
}

/** Reads the query of `url`; a parameter given twice is refused, since readers would disagree about which counts. */
export function parseQuery<Query>(url: URL, schema: ZodType<Query>): Query {
  const values = Object.create(null) as Record<string, string>
  for (const [name, value] of url.searchParams) {
    if (name in values)
      throw new AppError('REQUEST_INVALID', `${name.slice(0, 100)}: given more than once.`, {
        context: { field: name.slice(0, 100) },
      })
    values[name] = value
  }
  const parsed = schema.safeParse({ ...values })
  if (!parsed.success) throw invalid(parsed.error)
  return parsed.data
}

/** Reads a JSON body of at most `maxBytes`, whatever `Content-Length` says. */
export async function parseBody<Body>(request: Request, schema: ZodType<Body>, maxBytes: number): Promise<Body> {
  const type = request.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase()
  if (type !== 'application/json') {
    throw new AppError('REQUEST_INVALID', 'The content type of the request must be application/json.', {
      context: { field: 'content-type' },
    })
  }
  const text = await readText(request, maxBytes)
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (cause) {
    throw new AppError('REQUEST_INVALID', 'The body is not JSON.', { context: { field: 'body' }, cause })
  }
  const parsed = schema.safeParse(value)
  if (!parsed.success) throw invalid(parsed.error)
  return parsed.data
}

async function readText(request: Request, maxBytes: number): Promise<string> {
  const tooLarge = () =>
    new AppError('REQUEST_TOO_LARGE', `The body is larger than ${maxBytes} bytes.`, { context: { maxBytes } })
  if (Number(request.headers.get('content-length') ?? 0) > maxBytes) throw tooLarge()
  if (request.body === null) return ''
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let text = ''
  let size = 0
  try {
    for await (const chunk of request.body as unknown as AsyncIterable<Uint8Array>) {
      size += chunk.byteLength
      if (size > maxBytes) throw tooLarge()
      text += decoder.decode(chunk, { stream: true })
    }
    return text + decoder.decode()
  } catch (cause) {
    if (cause instanceof TypeError)
      throw new AppError('REQUEST_INVALID', 'The body is not UTF-8 text.', { context: { field: 'body' }, cause })
    throw cause
  }
}

/** Reads a body that is no JSON, of at most `maxBytes`, whatever `Content-Length` says. */
export async function readBytes(request: Request, type: string, maxBytes: number): Promise<Uint8Array> {
  const given = request.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase()
  if (given !== type) {
    throw new AppError('REQUEST_INVALID', `The content type of the request must be ${type}.`, {
      context: { field: 'content-type' },
    })
  }
  const tooLarge = () =>
    new AppError('REQUEST_TOO_LARGE', `The body is larger than ${maxBytes} bytes.`, { context: { maxBytes } })
  if (Number(request.headers.get('content-length') ?? 0) > maxBytes) throw tooLarge()
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of (request.body ?? []) as AsyncIterable<Uint8Array>) {
    size += chunk.byteLength
    if (size > maxBytes) throw tooLarge()
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}
