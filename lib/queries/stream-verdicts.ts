import type { VerdictLine } from '#lib/api/contract/verdict.ts'
import { fetchAnswer, ProblemError } from './client.ts'
import { readNdjson } from './read-ndjson.ts'

/** Most that one request may name (`POST /verdicts`). */
const maxReferences = 500

/**
 * Verdicts as they become ready, in bursts. Ends quietly when `signal` aborts; throws a `ProblemError` when the server
 * refuses or the stream breaks off, so that what is missing is never taken for checked.
 */
export async function* streamVerdicts(
  references: readonly string[],
  signal: AbortSignal,
): AsyncGenerator<readonly VerdictLine[]> {
  try {
    for (let start = 0; start < references.length; start += maxReferences) {
      const asked = references.slice(start, start + maxReferences)
      yield* streamPart(asked, signal)
    }
  } catch (error) {
    if (signal.aborted) return
    throw error instanceof ProblemError ? error : brokenOff(error)
  }
}

async function* streamPart(references: readonly string[], signal: AbortSignal): AsyncGenerator<readonly VerdictLine[]> {
  const response = await fetchAnswer('/api/v1/verdicts', { method: 'POST', body: { references }, signal })
  if (response.body === null) throw new TypeError('The answer has no body.')
  let received = 0
  for await (const lines of readNdjson(response.body)) {
    received += lines.length
    yield lines as VerdictLine[]
  }
  if (received < references.length) throw new TypeError(`${received} of ${references.length} verdicts arrived.`)
}

function brokenOff(cause: unknown): ProblemError {
  return new ProblemError(
    {
      type: null,
      title: 'The check was interrupted',
      status: 0,
      code: 'STREAM_BROKEN',
      detail: 'The connection to the server ended before every tag was checked.',
      remedy: 'Continue the check: what has arrived is kept.',
      instance: '/api/v1/verdicts',
    },
    { cause },
  )
}
