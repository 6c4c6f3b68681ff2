import { parentPort, workerData } from 'node:worker_threads'
import { limits, setLimits } from '#lib/config/limits.ts'
import { AppError } from '#lib/errors/app-error.ts'
import type { Examined } from '#lib/trust/examine-discovery.ts'
import { assertParsable, assertPayloadParsable } from './assert-parsable.ts'
import { collectGarbage } from './collect-garbage.ts'
import { decodeEvidence } from './decode-evidence.ts'
import { createDocumentShelf } from './document-shelf.ts'
import { type ClaimedRead, createEarlyRead, type EarlyRead } from './early-read.ts'
import { examineFound } from './examine-found.ts'
import { extractDocument } from './extract-document.ts'
import type { SharedBytes } from './share-bytes.ts'
import {
  type DecodeTask,
  type DocumentTask,
  type ExamineTask,
  toProblem,
  type WorkerAnswer,
  type WorkerNote,
  type WorkerRequest,
  type WorkerTask,
} from './worker-messages.ts'

setLimits(workerData.limits)

const shelf = createDocumentShelf({ maxBytes: limits.maxOpenDocumentBytes, makeRoom })
// The first page is sent before what only later pages need is built.
const idleMs = 150
let idle: NodeJS.Timeout | undefined
let isLittered = false

let early: { readonly number: number; readonly read: EarlyRead } | null = null
let forgetting: NodeJS.Timeout | undefined
// What nobody has asked about by then was no document, or was not what it should be.
const earlyMs = 10_000

parentPort?.on('message', (message: WorkerRequest | WorkerNote) => {
  clearTimeout(idle)
  if ('kind' in message) takeNote(message)
  else answerTask(message)
  idle = setTimeout(prepare, idleMs)
})

parentPort?.postMessage('ready')

function answerTask({ id, task }: WorkerRequest): void {
  const answer = run(id, task)
  const value = answer.outcome === 'answered' ? answer.value : null
  parentPort?.postMessage(answer, value instanceof Uint8Array ? [value.buffer as ArrayBuffer] : [])
}

function takeNote(note: WorkerNote): void {
  if (note.kind === 'arriving') {
    forget()
    makeRoom()
    early = { number: note.number, read: createEarlyRead(note.bytes) }
  }
  if (early?.number !== note.number) return
  early.read.advance(note.length)
  clearTimeout(forgetting)
  forgetting = setTimeout(forget, earlyMs)
}

function forget(): void {
  early?.read.drop()
  early = null
}

/** What was done while the bytes arrived; there is room for what comes next in any case. */
function claim(arrival: number | null, bytes: SharedBytes): ClaimedRead | null {
  if (early !== null && early.number === arrival) return early.read.claim(bytes)
  makeRoom()
  return null
}

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

function answerDocument(id: number, { key, bytes, arrival, wrapping, ask }: DocumentTask): WorkerAnswer {
  if (!shelf.has(key)) {
    if (bytes === null) return { id, outcome: 'absent' }
    const claimed = claim(arrival, bytes)
    if (claimed?.kind === 'value' && wrapping === 'raw') shelf.adopt(key, claimed.value, { bytes, wrapping })
    else shelf.put(key, bytes, wrapping)
    forget()
  }
  return { id, outcome: 'answered', value: shelf.answer(key, ask) }
}

function decodeParsable({ part, bytes }: DecodeTask): Uint8Array {
  makeRoom()
  assertParsable(bytes, limits.maxParsedBytes)
  assertPayloadParsable(bytes, limits.maxParsedBytes)
  return decodeEvidence(bytes, part)
}

function examineItems({ items, bytes, arrival, context }: ExamineTask): Examined {
  if (claim(arrival, bytes)?.kind !== 'ready') {
    assertParsable(bytes, limits.maxParsedBytes)
    assertPayloadParsable(bytes, limits.maxParsedBytes)
  }
  const examined = examineFound(
    shelf,
    items.map((item) => ({ ...item, bytes })),
    context,
  )
  forget()
  return examined
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
