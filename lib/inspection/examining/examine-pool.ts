import { availableParallelism } from 'node:os'
import { limits } from '#lib/config/limits.ts'
import type { Discovery, FoundItem } from '#lib/evidence/discovery.ts'
import type { ExamineContext } from '#lib/trust/examine-context.ts'
import type { DocumentPool } from '../documents/document-pool.ts'
import { type ExamineThread, startExamineThread, type ThreadOutcome } from './examine-thread.ts'

export type ExaminePoolOptions = {
  readonly threads?: number
  readonly timeoutMs?: number
  /** Threads end when nobody has asked for this long. */
  readonly idleMs?: number
}

/** Examines the evidence of many images beside the thread that answers requests. */
export type ExaminePool = {
  /** As the documents' own; what need not be done here, or cannot, is handed to that. */
  readonly examine: DocumentPool['examine']
  readonly close: () => Promise<void>
}

const certificateAnnotation = 'dev.sigstore.cosign/certificate'
const defaultIdleMs = 60_000
const startPauseMs = 60_000

/** Certificates, log entries and time stamps take some hundred times as long as the signature of a key. */
const mayHoldCertificate = ({ format, layer }: FoundItem): boolean =>
  format === 'sigstore-bundle' ||
  format === 'notation-jws' ||
  format === 'notation-cose' ||
  layer.annotations[certificateAnnotation] !== undefined

const bytesOf = (items: readonly FoundItem[]): number =>
  items.reduce((total, { bytes }) => total + (bytes?.byteLength ?? 0), 0)

export function createExaminePool(
  documents: Pick<DocumentPool, 'examine'>,
  options: ExaminePoolOptions = {},
): ExaminePool {
  const { timeoutMs = limits.documentTimeMs, idleMs = defaultIdleMs } = options
  // The thread that answers requests is the one that is left out.
  const count = options.threads ?? Math.min(Math.max(availableParallelism() - 1, 1), limits.maxExaminers)
  const trustIds = new WeakMap<ExamineContext['trust'], number>()
  let lastTrustId = 0
  let threads: readonly ExamineThread[] = []
  let idle: NodeJS.Timeout | undefined
  let isClosed = false
  let restUntil = 0

  const start = (): void => {
    while (threads.length < count) {
      const thread: ExamineThread = startExamineThread(timeoutMs, (wasReady) => {
        threads = threads.filter((one) => one !== thread)
        // What cannot start is not started again for every image.
        if (!wasReady) restUntil = performance.now() + startPauseMs
      })
      threads = [...threads, thread]
    }
  }
  const stop = async (): Promise<void> => {
    await Promise.all(threads.map((thread) => thread.close()))
  }
  const rest = (): void => {
    clearTimeout(idle)
    idle = setTimeout(() => {
      // One that is still starting was asked for just now; ending it would look as if it could not start.
      if (threads.every((thread) => thread.isReady() && thread.waiting() === 0)) void stop()
      else rest()
    }, idleMs).unref()
  }
  const idOf = (trust: ExamineContext['trust']): number => {
    const known = trustIds.get(trust)
    if (known !== undefined) return known
    lastTrustId += 1
    trustIds.set(trust, lastTrustId)
    return lastTrustId
  }
  const ask = (items: readonly FoundItem[], { trust, ...context }: ExamineContext): Promise<ThreadOutcome> | null => {
    if (isClosed || !items.some(mayHoldCertificate) || bytesOf(items) > limits.maxInProcessBytes) return null
    if (performance.now() >= restUntil) start()
    rest()
    // Starting takes some tenths of a second: until then nobody waits for it.
    const [thread] = threads.filter((one) => one.isReady()).toSorted((a, b) => a.waiting() - b.waiting())
    return thread?.examine(items, context, { id: idOf(trust), value: trust }) ?? null
  }

  return {
    async examine(found: Pick<Discovery, 'items'>, context) {
      const outcome = await ask(found.items, context)
      if (outcome === null) return documents.examine(found, context)
      if (outcome !== 'failed') return outcome
      const problem = { code: 'LIMIT_EXCEEDED', message: 'Examining it took too much time or memory.' } as const
      return documents.examine({ items: found.items.map((item) => ({ ...item, bytes: null, problem })) }, context)
    },
    async close() {
      isClosed = true
      clearTimeout(idle)
      await stop()
    },
  }
}
