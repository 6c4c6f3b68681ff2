import { parentPort } from 'node:worker_threads'
import { limits } from '#lib/config/limits.ts'
import { AppError } from '#lib/errors/app-error.ts'
import { createDocumentShelf } from './document-shelf.ts'
import { toProblem, type WorkerAnswer, type WorkerRequest, type WorkerTask } from './worker-messages.ts'

const shelf = createDocumentShelf({ maxBytes: limits.maxOpenDocumentBytes })
// The first page is sent before what only later pages need is built.
const idleMs = 150
let idle: NodeJS.Timeout | undefined

parentPort?.on('message', ({ id, task }: WorkerRequest) => {
  clearTimeout(idle)
  const answer = run(id, task)
  const value = answer.outcome === 'answered' ? answer.value : null
  parentPort?.postMessage(answer, value instanceof Uint8Array ? [value.buffer as ArrayBuffer] : [])
  idle = setTimeout(prepare, idleMs)
})

function run(id: number, task: WorkerTask): WorkerAnswer {
  try {
    if (!shelf.has(task.key)) {
      if (task.bytes === null) return { id, outcome: 'absent' }
      shelf.put(task.key, task.bytes, task.wrapping)
    }
    return { id, outcome: 'answered', value: shelf.answer(task.key, task.ask) }
  } catch (error) {
    if (error instanceof AppError) return { id, outcome: 'failed', problem: toProblem(error) }
    throw error
  }
}

function prepare(): void {
  if (shelf.prepare()) idle = setTimeout(prepare, 5)
}
