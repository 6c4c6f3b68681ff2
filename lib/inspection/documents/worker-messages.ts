import type { AppError, ErrorContext } from '#lib/errors/app-error.ts'
import type { ErrorCode } from '#lib/errors/codes.ts'
import type { FoundItem } from '#lib/evidence/discovery.ts'
import type { ExamineContext } from '#lib/trust/examine-context.ts'
import type { EvidencePart } from './decode-evidence.ts'
import type { Ask, Wrapping } from './sbom-source.ts'
import type { SharedBytes } from './share-bytes.ts'

/** What crosses between the pool and its worker. One task at a time; the answer carries the task's number. */
export type WorkerTask = DocumentTask | ExtractTask | DecodeTask | ExamineTask

/** A question about a document. Without bytes it is about what is open; the answer is `absent` when it is not. */
export type DocumentTask = {
  readonly kind: 'document'
  readonly key: string
  readonly wrapping: Wrapping
  readonly bytes: SharedBytes | null
  readonly arrival: number | null
  readonly ask: Ask
}
/** The document as it stands in the blob. */
export type ExtractTask = {
  readonly kind: 'extract'
  readonly wrapping: Wrapping
  readonly bytes: SharedBytes
}
/** The statement in evidence, or its predicate. */
export type DecodeTask = {
  readonly kind: 'decode'
  readonly part: EvidencePart
  readonly bytes: SharedBytes
}
/** Items that have the same bytes, which stand apart from them. The answer is an `Examined`. */
export type ExamineTask = {
  readonly kind: 'examine'
  readonly items: readonly FoundItem[]
  readonly bytes: SharedBytes
  readonly arrival: number | null
  readonly context: ExamineContext
}
export type WorkerRequest = { readonly id: number; readonly task: WorkerTask }

/** Says that a large blob is coming in, and how much of it is there. Nobody waits for an answer; the tasks' `arrival` is its number. */
export type WorkerNote =
  | { readonly kind: 'arriving'; readonly number: number; readonly bytes: SharedBytes; readonly length: number }
  | { readonly kind: 'arrived'; readonly number: number; readonly length: number }

export type WorkerAnswer =
  | { readonly id: number; readonly outcome: 'answered'; readonly value: unknown }
  | { readonly id: number; readonly outcome: 'absent' }
  | { readonly id: number; readonly outcome: 'failed'; readonly problem: WorkerProblem }

/** An `AppError` as plain data: errors of own classes do not cross between threads. */
export type WorkerProblem = { readonly code: ErrorCode; readonly message: string; readonly context: ErrorContext }

export function toProblem({ code, message, context }: AppError): WorkerProblem {
  return { code, message, context }
}
