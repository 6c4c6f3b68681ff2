import { LRUCache } from 'lru-cache'
import { limits } from '#lib/config/limits.ts'
import { AppError } from '#lib/errors/app-error.ts'
import { createPackageIndex, type PackageIndex } from '#lib/sbom/package-index.ts'
import type { SbomDocument } from '#lib/sbom/sbom-document.ts'
import { toCsv } from '#lib/sbom/to-csv.ts'
import { toCyclonedxJson } from '#lib/sbom/to-cyclonedx-json.ts'
import { toSpdxJson } from '#lib/sbom/to-spdx-json.ts'
import { findJsonProblem, readDocument } from './read-document.ts'
import type { AnswerOf, Answers, Ask, Wrapping } from './sbom-source.ts'

/** Parsed documents in memory, least recently used out first. The same code answers in the worker and beside it. */
export type DocumentShelf = {
  readonly has: (key: string) => boolean
  /** Parses and keeps a document, or the reason why it cannot be read; `answer` throws that. */
  readonly put: (key: string, bytes: Uint8Array, wrapping: Wrapping) => void
  /** Throws what `put` could not read, and `REQUEST_INVALID` for a wrong cursor; the key must be there. */
  readonly answer: <Asked extends Ask>(key: string, ask: Asked) => AnswerOf<Asked>
  /** Does one piece of work ahead for the document used last; false when nothing is left to do. */
  readonly prepare: () => boolean
}

type Shelved = OpenDocument | { readonly problem: AppError; readonly size: number }

type OpenDocument = {
  readonly document: SbomDocument
  readonly index: PackageIndex
  readonly size: number
  /** JSON text that no strict reader has seen yet. A large one is scanned after the first page was sent. */
  unscanned: string | null
  problems: readonly string[]
}

// What a refusal costs in memory, about.
const refusalSize = 1024

/** `maxBytes` bounds the sizes of the documents' blobs together: what is kept of one is smaller than its blob. */
export function createDocumentShelf({ maxBytes }: { readonly maxBytes: number }): DocumentShelf {
  const shelf = new LRUCache<string, Shelved>({ maxSize: maxBytes, sizeCalculation: ({ size }) => size })
  let latest: Shelved | undefined
  const put = (key: string, bytes: Uint8Array, wrapping: Wrapping): void => {
    // A document larger than the shelf is kept alone: it was let in by the limit on documents.
    const size = Math.min(Math.max(bytes.byteLength, refusalSize), maxBytes)
    shelf.set(key, read(bytes, wrapping, size))
  }
  const answer = <Asked extends Ask>(key: string, ask: Asked): AnswerOf<Asked> => {
    const shelved = shelf.get(key)
    if (shelved === undefined) throw new TypeError('the document is not on the shelf')
    if ('problem' in shelved) throw shelved.problem
    latest = shelved
    return toAnswer(shelved, ask) as AnswerOf<Asked>
  }
  const prepare = (): boolean => {
    if (latest === undefined || 'problem' in latest) return false
    return latest.unscanned === null ? latest.index.prepare() : scan(latest)
  }
  return { has: (key) => shelf.has(key), put, answer, prepare }
}

function read(bytes: Uint8Array, wrapping: Wrapping, size: number): Shelved {
  try {
    const { document, json } = readDocument(bytes, wrapping)
    const { problems, packages } = document
    const opened = { document, index: createPackageIndex(packages), size, unscanned: json, problems }
    if (bytes.byteLength <= limits.maxInProcessBytes) scan(opened)
    return opened
  } catch (error) {
    if (error instanceof AppError) return { problem: error, size: refusalSize }
    throw error
  }
}

function scan(opened: OpenDocument): true {
  const problem = opened.unscanned === null ? null : findJsonProblem(opened.unscanned)
  if (problem !== null) opened.problems = [problem, ...opened.problems]
  opened.unscanned = null
  return true
}

function toAnswer({ document, index, problems }: OpenDocument, ask: Ask): Answers[Ask['kind']] {
  switch (ask.kind) {
    case 'facts':
      return { document: document.facts, problems }
    case 'counts':
      return { types: index.countTypes(), licenses: index.countLicenses() }
    case 'page':
      return JSON.stringify(index.query(ask.query))
    case 'export':
      return new TextEncoder().encode(toExport(document, ask))
  }
}

function toExport(document: SbomDocument, { format, now }: Ask & { readonly kind: 'export' }): string {
  if (format === 'csv') return toCsv(document.packages.all())
  const namespace = `https://touchstone.invalid/spdx/${encodeURIComponent(document.facts.name ?? 'unnamed')}-${now}`
  const stamp = { namespace, createdAt: now, tool: 'touchstone' }
  return format === 'spdx-json' ? toSpdxJson(document, stamp) : toCyclonedxJson(document, stamp)
}
