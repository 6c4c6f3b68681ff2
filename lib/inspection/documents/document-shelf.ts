import { LRUCache } from 'lru-cache'
import { limits } from '#lib/config/limits.ts'
import { AppError } from '#lib/errors/app-error.ts'
import { countStated } from '#lib/sbom/count-stated.ts'
import { createPackageIndex, type PackageIndex } from '#lib/sbom/package-index.ts'
import { parseSbom } from '#lib/sbom/parse-sbom.ts'
import type { SbomDocument } from '#lib/sbom/sbom-document.ts'
import { toCsv } from '#lib/sbom/to-csv.ts'
import { toCyclonedxJson } from '#lib/sbom/to-cyclonedx-json.ts'
import { toSpdxJson } from '#lib/sbom/to-spdx-json.ts'
import { findJsonProblem, readDocument } from './read-document.ts'
import type { AnswerOf, Answers, Ask, PackageCounts, Wrapping } from './sbom-source.ts'

/** Parsed documents in memory, least recently used out first. The same code answers in the worker and beside it. */
export type DocumentShelf = {
  readonly has: (key: string) => boolean
  /** Parses and keeps a document, or the reason why it cannot be read; `answer` throws that. */
  readonly put: (key: string, bytes: Uint8Array, wrapping: Wrapping) => void
  /** The same for a predicate or document that somebody else has already decoded from the blob. */
  readonly adopt: (key: string, value: unknown, blob: Blob) => void
  /** Throws what `put` could not read, and `REQUEST_INVALID` for a wrong cursor; the key must be there. */
  readonly answer: <Asked extends Ask>(key: string, ask: Asked) => AnswerOf<Asked>
  /** Does one piece of work ahead, for the document used last first; false when nothing is left to do. */
  readonly prepare: () => boolean
}

type Shelved = OpenDocument | { readonly problem: AppError }

type OpenDocument = {
  readonly document: SbomDocument
  readonly index: PackageIndex
  readonly isSmall: boolean
  /** What no strict reader has seen yet; a large document is scanned after its first page was sent. */
  unscanned: Blob | null
  problems: readonly string[]
}
type Blob = { readonly bytes: Uint8Array; readonly wrapping: Wrapping }

// What a refusal and a package cost in memory, about; measured with syft's documents.
const refusalBytes = 1024
const packageBytes = 900

// A decoded document of 48 MB takes 200 MB until its rows are read: what is opened faster than that is opened again.
const maxUnprepared = 2

export type DocumentShelfOptions = {
  /** Bounds what is kept, about. A document that is larger is kept alone: it was let in by other limits. */
  readonly maxBytes: number
  /** Called before work ahead that needs much memory for a moment. */
  readonly makeRoom?: () => void
}

export function createDocumentShelf({ maxBytes, makeRoom }: DocumentShelfOptions): DocumentShelf {
  const shelf = new LRUCache<string, Shelved>({
    maxSize: maxBytes,
    sizeCalculation: (shelved) => Math.min(sizeOf(shelved), maxBytes),
  })
  // Large documents that still hold what they were decoded from, the one used last at the end.
  const unprepared = new Map<string, OpenDocument>()
  const keep = (key: string, blob: Blob, parse: () => SbomDocument): void => {
    const [oldest] = unprepared.keys()
    if (oldest !== undefined && unprepared.size >= maxUnprepared) {
      unprepared.delete(oldest)
      shelf.delete(oldest)
    }
    const opened = open(blob, parse)
    shelf.set(key, opened)
    if (!('problem' in opened) && !opened.isSmall) unprepared.set(key, opened)
  }
  const answer = <Asked extends Ask>(key: string, ask: Asked): AnswerOf<Asked> => {
    const shelved = shelf.get(key)
    if (shelved === undefined) throw new TypeError('the document is not on the shelf')
    if ('problem' in shelved) throw shelved.problem
    if (unprepared.delete(key)) unprepared.set(key, shelved)
    return toAnswer(shelved, ask) as AnswerOf<Asked>
  }
  const prepare = (): boolean => {
    const last = [...unprepared].at(-1)
    if (last === undefined) return false
    const [key, opened] = last
    if (opened.index.prepare()) return true
    opened.document.links.prepare()
    if (opened.unscanned !== null) makeRoom?.()
    scan(opened)
    unprepared.delete(key)
    return true
  }
  return {
    has: (key) => shelf.has(key),
    put: (key, bytes, wrapping) => keep(key, { bytes, wrapping }, () => readDocument(bytes, wrapping)),
    adopt: (key, value, blob) => keep(key, blob, () => parseSbom(value)),
    answer,
    prepare,
  }
}

function sizeOf(shelved: Shelved): number {
  if ('problem' in shelved) return refusalBytes
  const { document, isSmall, unscanned } = shelved
  const blobBytes = isSmall ? (unscanned?.bytes.byteLength ?? 0) : 0
  return refusalBytes + document.facts.packageCount * packageBytes + blobBytes
}

function open(blob: Blob, parse: () => SbomDocument): Shelved {
  try {
    const document = parse()
    const isSmall = blob.bytes.byteLength <= limits.maxInProcessBytes
    // Reading everything lets the decoded document go; a large one is read after its first page was sent.
    if (isSmall) readAll(document)
    const isRawJson = blob.wrapping === 'raw' && document.facts.format !== 'spdx-tag-value'
    // In an envelope of 64 MB it would cost 250 MB once more; its statement was read strictly already.
    const isScanned = isRawJson || (isSmall && blob.wrapping !== 'raw')
    const index = createPackageIndex(document.packages)
    return { document, index, isSmall, unscanned: isScanned ? blob : null, problems: [] }
  } catch (error) {
    if (error instanceof AppError) return { problem: error }
    throw error
  }
}

function readAll({ packages, links, listProblems }: SbomDocument): void {
  packages.all()
  links.prepare()
  listProblems()
}

/** False when there was nothing to scan. */
function scan(opened: OpenDocument): boolean {
  if (opened.unscanned === null) return false
  const { bytes, wrapping } = opened.unscanned
  opened.unscanned = null
  opened.document.listProblems()
  const problem = findJsonProblem(bytes, wrapping)
  if (problem !== null) opened.problems = [problem]
  return true
}

function toAnswer(opened: OpenDocument, ask: Ask): Answers[Ask['kind']] {
  const { document, index } = opened
  switch (ask.kind) {
    case 'facts':
      return { document: document.facts }
    case 'counts':
      return toCounts(opened)
    case 'page':
      return JSON.stringify(index.query(ask.query))
    case 'links':
      return JSON.stringify(document.links.query(ask.query))
    case 'export':
      return new TextEncoder().encode(toExport(document, ask))
  }
}

function toCounts(opened: OpenDocument): PackageCounts {
  const { document, index } = opened
  if (opened.isSmall) scan(opened)
  const problems = [...opened.problems, ...document.listProblems()]
  const stated = countStated(document.packages, document.links)
  return { types: index.countTypes(), licenses: index.countLicenses(), stated, problems }
}

function toExport(document: SbomDocument, { format, now }: Ask & { readonly kind: 'export' }): string {
  if (format === 'csv') return toCsv(document.packages.all())
  const namespace = `https://touchstone.invalid/spdx/${encodeURIComponent(document.facts.name ?? 'unnamed')}-${now}`
  const stamp = { namespace, createdAt: now, tool: 'touchstone' }
  return format === 'spdx-json' ? toSpdxJson(document, stamp) : toCyclonedxJson(document, stamp)
}
