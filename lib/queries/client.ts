import { type QueryClient as Client, QueryClient } from '@tanstack/react-query'
import type { Problem } from '#lib/api/contract/common.ts'

/** A problem as the screen shows it. `type` is the code's documentation page; null when no server answered. */
export type ShownProblem = Omit<Problem, 'code' | 'type'> & { readonly code: string; readonly type: string | null }

/** What a request to our own server failed with. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError'
  readonly problem: ShownProblem

  constructor(problem: ShownProblem, options?: { cause?: unknown }) {
    super(problem.detail, options)
    this.problem = problem
  }
}

/** The problem that any thrown value stands for. */
export function toShownProblem(error: unknown): ShownProblem {
  if (error instanceof ProblemError) return error.problem
  return {
    type: null,
    title: 'Something went wrong on this page',
    status: 0,
    code: 'PAGE_FAILED',
    detail: error instanceof Error ? error.message : 'An unexpected fault.',
    remedy: 'Try again. If it stays so, reload the page.',
    instance: '',
  }
}

const isProblem = (value: unknown): value is Problem =>
  typeof value === 'object' && value !== null && 'code' in value && 'detail' in value && 'remedy' in value

function unreachable(path: string, cause: unknown): ProblemError {
  return new ProblemError(
    {
      type: null,
      title: 'Touchstone does not answer',
      status: 0,
      code: 'SERVER_UNREACHABLE',
      detail: 'The browser could not reach the Touchstone server, so nothing was checked.',
      remedy: 'See whether the server is running and the network is there, then try again.',
      instance: path,
    },
    { cause },
  )
}

function unreadable(path: string, status: number): ProblemError {
  return new ProblemError({
    type: null,
    title: 'The answer is not from Touchstone',
    status,
    code: 'ANSWER_UNREADABLE',
    detail: `Something answered ${status} with a body that is not JSON: a proxy or a login page in between, perhaps.`,
    remedy: 'Reload the page. If it stays so, look at what stands between this browser and the server.',
    instance: path,
  })
}

type FetchOptions = {
  readonly method?: 'GET' | 'POST' | 'PATCH' | 'DELETE'
  /** A file is sent as it is, anything else as JSON. */
  readonly body?: unknown
  readonly signal?: AbortSignal
}

function toContent(body: unknown): RequestInit {
  if (body === undefined) return {}
  if (body instanceof Blob) return { headers: { 'content-type': body.type }, body }
  return { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
}

/** One request to our own API; throws a `ProblemError` for every kind of failure except an abort. */
export async function fetchAnswer(
  path: string,
  { method = 'GET', body, signal }: FetchOptions = {},
): Promise<Response> {
  let response: Response
  try {
    response = await fetch(path, {
      method,
      ...(signal === undefined ? {} : { signal }),
      ...toContent(body),
    })
  } catch (cause) {
    if (signal?.aborted === true) throw cause
    throw unreachable(path, cause)
  }
  if (response.ok) return response
  const problem: unknown = await response.json().catch(() => null)
  throw isProblem(problem) ? new ProblemError(problem) : unreadable(path, response.status)
}

/** The JSON of one request to our own API; `undefined` for 204. */
export async function fetchJson<Answer>(path: string, options: FetchOptions = {}): Promise<Answer> {
  const response = await fetchAnswer(path, options)
  if (response.status === 204) return undefined as Answer
  try {
    return (await response.json()) as Answer
  } catch (cause) {
    if (options.signal?.aborted === true) throw cause
    throw unreadable(path, response.status)
  }
}

/** `path?name=value&…` without the parameters that are null, undefined, false or empty. */
export function toPath(
  path: string,
  parameters: Readonly<Record<string, string | number | boolean | null | undefined>>,
): string {
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== null && value !== undefined && value !== '' && value !== false) query.set(name, String(value))
  }
  const text = query.toString()
  return text === '' ? path : `${path}?${text}`
}

export function createQueryClient(): Client {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 20_000,
        gcTime: 10 * 60_000,
        refetchOnWindowFocus: false,
        // Only silence is worth a second try: every problem is an answer.
        retry: (count, error) => count < 1 && error instanceof ProblemError && error.problem.status === 0,
      },
    },
  })
}

/** Everything that a change of keys or rules can change. */
const dependOnTrust = new Set([
  'verdict',
  'verdicts',
  'attestations',
  'sbom',
  'looks',
  'keys',
  'certificates',
  'rules',
  'signers',
  'trusted-roots',
])

/** Has every verdict judged anew after a change of keys or rules. */
export function invalidateTrust(client: Client): Promise<void> {
  return client.invalidateQueries({ predicate: ({ queryKey }) => dependOnTrust.has(String(queryKey[0])) })
}
