import { Worker } from 'node:worker_threads'
import { limits } from '#lib/config/limits.ts'
import { AppError } from '#lib/errors/app-error.ts'
import type { WorkerAnswer, WorkerNote, WorkerTask } from './worker-messages.ts'

/** One worker that answers one task at a time, and is started anew when it dies or takes too long. */
export type WorkerThread = {
  /** Rejects with `LIMIT_EXCEEDED` when the worker ran out of memory or time over this task. */
  readonly run: (task: WorkerTask, timeoutMs: number) => Promise<WorkerAnswer>
  /** Tells the worker something that it need not answer, if there is one. */
  readonly tell: (note: WorkerNote) => void
  readonly close: () => Promise<void>
}

export type WorkerLimits = { readonly maxOldGenerationSizeMb: number; readonly maxYoungGenerationSizeMb: number }

type Running = {
  readonly settle: (answer: WorkerAnswer | Error) => void
  readonly timeoutMs: number
  timer: NodeJS.Timeout
}

// Starting takes 0.3 s, on a busy machine some seconds; a task must not pay for it with its own time.
const startTimeoutMs = 30_000

export function createWorkerThread(resourceLimits: WorkerLimits): WorkerThread {
  let running: Running | null = null
  let lastId = 0
  let closed = false
  let isReady = false
  let worker: Worker | null = null

  const settle = (outcome: WorkerAnswer | Error): void => {
    const finished = running
    running = null
    if (finished === null) return
    clearTimeout(finished.timer)
    worker?.unref()
    finished.settle(outcome)
  }
  const becomeReady = (started: Worker): void => {
    if (worker !== started) return
    isReady = true
    if (running === null) return
    clearTimeout(running.timer)
    running.timer = arm(running.timeoutMs)
  }
  const arm = (timeoutMs: number): NodeJS.Timeout => setTimeout(() => expire(timeoutMs), timeoutMs)
  const start = (): Worker => {
    isReady = false
    const started = new Worker(new URL('./document-worker.ts', import.meta.url), {
      resourceLimits,
      workerData: { limits: { ...limits } },
    })
    started.unref()
    started.on('message', (answer: WorkerAnswer | 'ready') => {
      if (answer === 'ready') becomeReady(started)
      else if (answer.id === lastId) settle(answer)
    })
    const died = (cause: unknown): void => {
      if (worker !== started) return
      // Only a task explains a death: without one, starting again at once could go on for ever.
      worker = closed || running === null ? null : start()
      settle(toDeath(cause))
    }
    started.on('error', died)
    started.on('exit', (code) => died(new Error(`the document worker ended with ${code}`)))
    return started
  }
  const expire = (timeoutMs: number): void => {
    const slow = worker
    worker = closed ? null : start()
    settle(
      new AppError('LIMIT_EXCEEDED', `The document took longer than ${timeoutMs / 1000} s to read.`, {
        context: { limit: 'documentTimeMs', allowed: timeoutMs },
      }),
    )
    slow?.terminate().catch(() => undefined)
  }
  const run = (task: WorkerTask, timeoutMs: number): Promise<WorkerAnswer> => {
    if (running !== null) throw new TypeError('the worker answers one task at a time')
    if (closed) return Promise.reject(stopping())
    worker ??= start()
    const used = worker
    lastId += 1
    return new Promise((resolve, reject) => {
      const timer = arm(isReady ? timeoutMs : startTimeoutMs)
      running = {
        timer,
        timeoutMs,
        settle: (outcome) => (outcome instanceof Error ? reject(outcome) : resolve(outcome)),
      }
      used.ref()
      used.postMessage({ id: lastId, task })
    })
  }
  const close = async (): Promise<void> => {
    closed = true
    const open = worker
    worker = null
    settle(stopping())
    await open?.terminate()
  }
  worker = start()
  return { run, tell: (note) => worker?.postMessage(note), close }
}

const stopping = (): AppError => new AppError('REQUEST_CANCELLED', 'The server is stopping.')

function toDeath(cause: unknown): AppError {
  return new AppError('LIMIT_EXCEEDED', 'The document needs more memory than is given to one.', {
    context: { limit: 'workerOldGenerationMb' },
    cause,
  })
}
