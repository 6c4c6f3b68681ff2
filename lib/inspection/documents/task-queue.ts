import { limits } from '#lib/config/limits.ts'
import { AppError } from '#lib/errors/app-error.ts'
import type { WorkerAnswer, WorkerTask } from './worker-messages.ts'
import type { WorkerThread } from './worker-thread.ts'

/** Makes a task when its turn has come: what waits has not been copied yet. */
export type MakeTask = () => WorkerTask | Promise<WorkerTask>

/** Tasks that wait for the worker: questions about open documents before documents that are to be read. */
export type TaskQueue = {
  /** Throws the `AppError` that the task failed with. */
  readonly ask: (make: MakeTask, length: 'short' | 'long') => Promise<Exclude<WorkerAnswer, { outcome: 'failed' }>>
  readonly close: () => Promise<void>
}

type Waiting = { readonly make: MakeTask; readonly done: (run: Promise<WorkerAnswer>) => void }

const maxWaiting = { short: limits.maxWaitingQuestions, long: limits.maxWaitingDocuments } as const

export function createTaskQueue(thread: WorkerThread, timeoutMs: number): TaskQueue {
  const waiting = { short: [] as Waiting[], long: [] as Waiting[] }
  let busy = false
  const work = async (): Promise<void> => {
    if (busy) return
    busy = true
    for (;;) {
      const first = waiting.short.shift() ?? waiting.long.shift()
      if (first === undefined) break
      const run = Promise.resolve()
        .then(first.make)
        .then((task) => thread.run(task, timeoutMs))
      first.done(run)
      await run.catch(() => undefined)
    }
    busy = false
  }
  const enqueue = (make: MakeTask, length: 'short' | 'long'): Promise<WorkerAnswer> => {
    if (waiting[length].length >= maxWaiting[length]) throw tooMany(length)
    return new Promise((resolve) => {
      waiting[length].push({ make, done: resolve })
      void work()
    })
  }
  const ask: TaskQueue['ask'] = async (make, length) => {
    const answer = await enqueue(make, length)
    if (answer.outcome !== 'failed') return answer
    const { code, message, context } = answer.problem
    throw new AppError(code, message, { context })
  }
  return { ask, close: () => thread.close() }
}

function tooMany(length: 'short' | 'long'): AppError {
  const limit = length === 'long' ? 'maxWaitingDocuments' : 'maxWaitingQuestions'
  return new AppError('LIMIT_EXCEEDED', 'Too many documents are being read at once.', {
    context: { limit, allowed: maxWaiting[length] },
  })
}
