import { afterEach, describe, expect, it, vi } from 'vitest'
import { ProblemError } from './client.ts'
import { streamVerdicts } from './stream-verdicts.ts'

const never = new AbortController().signal
const line = (reference: string) => `${JSON.stringify({ reference, verdict: { state: 'unsigned' } })}\n`

function answerWith(body: string, init: ResponseInit = {}) {
  const fetching = vi.fn(async (_path: string, _init?: RequestInit) => new Response(body, init))
  vi.stubGlobal('fetch', fetching)
  return fetching
}

async function collect(references: readonly string[], signal = never): Promise<string[]> {
  const seen = []
  for await (const lines of streamVerdicts(references, signal)) seen.push(...lines.map(({ reference }) => reference))
  return seen
}

afterEach(() => vi.unstubAllGlobals())

describe('streamVerdicts', () => {
  it('yields each verdict that arrives', async () => {
    answerWith(line('a') + line('b'))
    expect(await collect(['a', 'b'])).toEqual(['a', 'b'])
  })

  it('asks for at most 500 references at once', async () => {
    const references = Array.from({ length: 501 }, (_, index) => `r${index}`)
    vi.stubGlobal(
      'fetch',
      vi.fn(async (_path: string, init: RequestInit) => {
        const body = JSON.parse(String(init.body)) as { references: string[] }
        expect(body.references.length).toBeLessThanOrEqual(500)
        return new Response(body.references.map(line).join(''))
      }),
    )
    expect(await collect(references)).toHaveLength(501)
  })

  it('does not take a stream that ended early for a whole one', async () => {
    answerWith(line('a'))
    await expect(collect(['a', 'b'])).rejects.toBeInstanceOf(ProblemError)
  })

  it('shows the problem that the server answered', async () => {
    const problem = {
      type: '/docs/errors/REQUEST_INVALID',
      title: 't',
      status: 400,
      code: 'REQUEST_INVALID',
      detail: 'd',
      remedy: 'r',
      instance: 'i',
    }
    answerWith(JSON.stringify(problem), { status: 400 })
    await expect(collect(['a'])).rejects.toMatchObject({ problem: { code: 'REQUEST_INVALID' } })
  })

  it('ends quietly when it is stopped', async () => {
    const stop = new AbortController()
    vi.stubGlobal(
      'fetch',
      vi.fn(async () => {
        stop.abort()
        throw stop.signal.reason
      }),
    )
    expect(await collect(['a'], stop.signal)).toEqual([])
  })
})
