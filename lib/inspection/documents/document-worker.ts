import { parentPort } from 'node:worker_threads'
import { limits } from '#lib/config/limits.ts'
import { AppError } from '#lib/errors/app-error.ts'
import type { Examined } from '#lib/trust/examine-discovery.ts'
import { assertParsable, assertPayloadParsable } from './assert-parsable.ts'
import { collectGarbage } from './collect-garbage.ts'
import { decodeEvidence } from './decode-evidence.ts'
import { createDocumentShelf } from './document-shelf.ts'
import { examineFound } from './examine-found.ts'
import { extractDocument } from './extract-document.ts'
import {
  type DecodeTask,
  type DocumentTask,
  type ExamineTask,
  toProblem,
  type WorkerAnswer,
  type WorkerRequest,
  type WorkerTask,
} from './worker-messages.ts'

const shelf = createDocumentShelf({ maxBytes: limits.maxOpenDocumentBytes, makeRoom })
// The first page is sent before what only later pages need is built.
const idleMs = 150
let idle: NodeJS.Timeout | undefined
let isLittered = false

parentPort?.on('message', ({ id, task }: WorkerRequest) => {
  clearTimeout(idle)
  const answer = run(id, task)
  const value = answer.outcome === 'answered' ? answer.value : null
  parentPort?.postMessage(answer, value instanceof Uint8Array ? [value.buffer as ArrayBuffer] : [])
  idle = setTimeout(prepare, idleMs)
})

parentPort?.postMessage('ready')

function run(id: number, task: WorkerTask): WorkerAnswer {
  try {
    switch (task.kind) {
      case 'document':
        return answerDocument(id, task)
      case 'extract':
        return { id, outcome: 'answered', value: extractDocument(task.bytes, task.wrapping) }
      case 'decode':
        return { id, outcome: 'answered', value: decodeParsable(task) }
      case 'examine':
        return { id, outcome: 'answered', value: examineItems(task) }
    }
  } catch (error) {
    if (error instanceof AppError) return { id, outcome: 'failed', problem: toProblem(error) }
    throw error
  }
}

function answerDocument(id: number, { key, bytes, wrapping, ask }: DocumentTask): WorkerAnswer {
  if (!shelf.has(key)) {
    if (bytes === null) return { id, outcome: 'absent' }
    makeRoom()
    shelf.put(key, bytes, wrapping)
  }
  return { id, outcome: 'answered', value: shelf.answer(key, ask) }
}

function decodeParsable({ part, bytes }: DecodeTask): Uint8Array {
  makeRoom()
  assertParsable(bytes, limits.maxParsedBytes)
  assertPayloadParsable(bytes, limits.maxParsedBytes)
  return decodeEvidence(bytes, part)
}

function examineItems({ items, bytes, context }: ExamineTask): Examined {
  makeRoom()
  assertParsable(bytes, limits.maxParsedBytes)
  assertPayloadParsable(bytes, limits.maxParsedBytes)
  return examineFound(
    shelf,
    items.map((item) => ({ ...item, bytes })),
    context,
  )
}

function prepare(): void {
  if (shelf.prepare()) idle = setTimeout(prepare, 5)
  else if (isLittered) idle = setTimeout(tidy, idleMs)
}

/** One large document at a time: what the last one left behind goes before the next one comes. */
function makeRoom(): void {
  if (isLittered) tidy()
  isLittered = true
}

function tidy(): void {
  isLittered = false
  collectGarbage()
}
