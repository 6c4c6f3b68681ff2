import { limits } from '#lib/config/limits.ts'
import { AppError } from '#lib/errors/app-error.ts'
import type { WorkerAnswer, WorkerTask } from './worker-messages.ts'
import type { WorkerThread } from './worker-thread.ts'

/** Tasks that wait for the worker: questions about open documents before documents that are to be read. */
export type TaskQueue = {
  /** Throws the `AppError` that the task failed with. */
  readonly ask: (task: WorkerTask, length: 'short' | 'long') => Promise<Exclude<WorkerAnswer, { outcome: 'failed' }>>
  readonly close: () => Promise<void>
}

type Waiting = { readonly task: WorkerTask; readonly done: (run: Promise<WorkerAnswer>) => void }

const maxWaiting = { short: limits.maxWaitingQuestions, long: limits.maxWaitingDocuments } as const

export function createTaskQueue(thread: WorkerThread, timeoutMs: number): TaskQueue {
  const waiting = { short: [] as Waiting[], long: [] as Waiting[] }
  let busy = false
  const next = async (): Promise<void> => {
    const first = waiting.short.shift() ?? waiting.long.shift()
    if (first === undefined || busy) return
    busy = true
    const run = thread.run(first.task, timeoutMs)
    first.done(run)
    await run.catch(() => undefined)
    busy = false
    await next()
  }
  const enqueue = (task: WorkerTask, length: 'short' | 'long'): Promise<WorkerAnswer> => {
    if (waiting[length].length >= maxWaiting[length])
      throw new AppError('LIMIT_EXCEEDED', 'Too many documents are being read at once.', {
        context: {
          limit: length === 'long' ? 'maxWaitingDocuments' : 'maxWaitingQuestions',
          allowed: maxWaiting[length],
        },
      })
    return new Promise((resolve) => {
      waiting[length].push({ task, done: resolve })
      if (!busy) void next()
    })
  }
  const ask: TaskQueue['ask'] = async (task, length) => {
    const answer = await enqueue(task, length)
    if (answer.outcome !== 'failed') return answer
    const { code, message, context } = answer.problem
    throw new AppError(code, message, { context })
  }
  return { ask, close: () => thread.close() }
}
