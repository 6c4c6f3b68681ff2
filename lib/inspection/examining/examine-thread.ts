import { Worker } from 'node:worker_threads'
import { limits } from '#lib/config/limits.ts'
import type { FoundItem } from '#lib/evidence/discovery.ts'
import type { ExamineContext } from '#lib/trust/examine-context.ts'
import type { Examined } from '#lib/trust/examine-discovery.ts'
import { type ExamineAnswer, type ExamineRequest, keptTrusts } from './examine-messages.ts'

/** `failed` is what this took too long or too much memory; null is to be examined elsewhere. */
export type ThreadOutcome = Examined | 'failed' | null

/** One thread that examines; tasks wait in it and are answered in their order. */
export type ExamineThread = {
  readonly isReady: () => boolean
  readonly waiting: () => number
  readonly examine: (
    items: readonly FoundItem[],
    context: Omit<ExamineContext, 'trust'>,
    trust: { readonly id: number; readonly value: ExamineContext['trust'] },
  ) => Promise<ThreadOutcome>
  readonly close: () => Promise<unknown>
}

type Task = { readonly id: number; readonly resolve: (outcome: ThreadOutcome) => void; readonly timer: NodeJS.Timeout }

/** Starts a thread. `onEnd` is told when it must not be used any more, and whether it ever could be. */
export function startExamineThread(timeoutMs: number, onEnd: (wasReady: boolean) => void): ExamineThread {
  const worker = new Worker(new URL('./examine-worker.ts', import.meta.url), {
    resourceLimits: {
      maxOldGenerationSizeMb: limits.examinerOldGenerationMb,
      maxYoungGenerationSizeMb: limits.examinerYoungGenerationMb,
    },
    workerData: { limits: { ...limits } },
  })
  worker.unref()
  const tasks: Task[] = []
  let told: number[] = []
  let lastId = 0
  let isReady = false
  let isOver = false

  const settle = (id: number, outcome: ThreadOutcome): void => {
    const at = tasks.findIndex((one) => one.id === id)
    const [task] = at < 0 ? [] : tasks.splice(at, 1)
    if (task === undefined) return
    clearTimeout(task.timer)
    task.resolve(outcome)
    if (tasks.length === 0) worker.unref()
  }
  /** The oldest task is the one at work: only that can have brought the thread to its end. */
  const end = (outcome: 'failed' | null): void => {
    if (isOver) return
    isOver = true
    onEnd(isReady)
    isReady = false
    const [first, ...others] = [...tasks]
    if (first !== undefined) settle(first.id, outcome)
    for (const { id } of others) settle(id, null)
  }
  const close = (outcome: 'failed' | null): Promise<unknown> => {
    end(outcome)
    return worker.terminate().catch(() => undefined)
  }
  worker.on('message', (message: ExamineAnswer | 'ready') => {
    if (message === 'ready') isReady = !isOver
    else settle(message.id, message.examined)
  })
  worker.on('error', () => end('failed'))
  worker.on('exit', () => end('failed'))
  const send = (request: ExamineRequest): void => worker.postMessage(request)

  return {
    isReady: () => isReady,
    waiting: () => tasks.length,
    examine(items, context, trust) {
      if (!told.includes(trust.id)) {
        send({ kind: 'trust', trustId: trust.id, trust: trust.value })
        told = [...told, trust.id].slice(-keptTrusts)
      }
      lastId += 1
      const id = lastId
      return new Promise((resolve) => {
        const timer = setTimeout(() => void close('failed'), timeoutMs)
        tasks.push({ id, resolve, timer })
        worker.ref()
        send({ kind: 'examine', id, trustId: trust.id, items, context })
      })
    },
    close: () => close(null),
  }
}
