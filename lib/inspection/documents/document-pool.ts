import { LRUCache } from 'lru-cache'
import { limits } from '#lib/config/limits.ts'
import { AppError } from '#lib/errors/app-error.ts'
import type { Discovery, FoundItem } from '#lib/evidence/discovery.ts'
import type { ArrivalListener } from '#lib/registry/image-source.ts'
import type { LinkQuery } from '#lib/sbom/package-links.ts'
import type { PackageQuery } from '#lib/sbom/package-query.ts'
import type { ExamineContext } from '#lib/trust/examine-context.ts'
import { type Examined, joinExamined } from '#lib/trust/examine-discovery.ts'
import { createArrivals } from './arrivals.ts'
import { decodeEvidence, type EvidencePart } from './decode-evidence.ts'
import { createDocumentShelf } from './document-shelf.ts'
import { examineFound, toDocumentKey } from './examine-found.ts'
import { extractDocument } from './extract-document.ts'
import type { AnswerOf, Ask, ExportFormat, OpenedSbom, PackageCounts, SbomSource } from './sbom-source.ts'
import { shareBytes } from './share-bytes.ts'
import { createTaskQueue } from './task-queue.ts'
import type { DocumentTask } from './worker-messages.ts'
import { createWorkerThread } from './worker-thread.ts'

export type DocumentPoolOptions = {
  /** Documents larger than this are read in the worker, so that they never hold up the server. Bytes. */
  readonly inProcessBytes?: number
  readonly timeoutMs?: number
  readonly maxOldGenerationSizeMb?: number
  readonly maxYoungGenerationSizeMb?: number
}

/**
 * Reads documents and keeps them open for questions. All methods throw `SBOM_INVALID`, `SBOM_UNSUPPORTED`, what `load`
 * throws, and `LIMIT_EXCEEDED` when reading took too much memory or time; then other documents are not affected.
 */
export type DocumentPool = {
  /** Lets the worker begin with a large blob while it arrives. What it finds counts once the same bytes are examined or opened. */
  readonly onArriving: ArrivalListener
  /**
   * Examines what was found; large items in the worker. Never throws for one of them: what could not be examined there
   * is left open with the reason.
   */
  readonly examine: (found: Pick<Discovery, 'items'>, context: ExamineContext) => Promise<Examined>
  readonly openSbom: (source: SbomSource) => Promise<OpenedSbom>
  readonly countPackages: (source: SbomSource) => Promise<PackageCounts>
  /** JSON text `{ items, next, total }`. Throws `REQUEST_INVALID` for a wrong cursor. */
  readonly queryPackages: (source: SbomSource, query: PackageQuery) => Promise<string>
  /** JSON text of a `LinkPage`. Throws `REQUEST_INVALID` for a wrong cursor, and for an identifier that no package has. */
  readonly queryLinks: (source: SbomSource, query: LinkQuery) => Promise<string>
  /** `original` is the document as it stands in the blob; the others are made from its packages. */
  readonly exportSbom: (source: SbomSource, format: ExportFormat) => Promise<Uint8Array>
  /** The statement in evidence, or its predicate, as JSON text. Throws `STATEMENT_UNREADABLE`. */
  readonly decodeEvidence: (bytes: Uint8Array, part: EvidencePart) => Promise<Uint8Array>
  readonly close: () => Promise<void>
}

export function createDocumentPool(options: DocumentPoolOptions = {}): DocumentPool {
  const inProcessBytes = options.inProcessBytes ?? limits.maxInProcessBytes
  const small = createDocumentShelf({ maxBytes: limits.maxOpenSmallDocumentBytes })
  const thread = createWorkerThread({
    maxOldGenerationSizeMb: options.maxOldGenerationSizeMb ?? limits.workerOldGenerationMb,
    maxYoungGenerationSizeMb: options.maxYoungGenerationSizeMb ?? limits.workerYoungGenerationMb,
  })
  const queue = createTaskQueue(thread, options.timeoutMs ?? limits.documentTimeMs)
  const arrivals = createArrivals((note) => thread.tell(note))
  const share = async (bytes: Uint8Array) => ({
    bytes: await shareBytes(bytes),
    arrival: arrivals.numberOf(bytes),
  })
  const opening = new Map<string, Promise<unknown>>()
  // A document that killed the worker would do it again and close every other one: it is not tried again for a while.
  const fatal = new LRUCache<string, AppError>({ max: 100, ttl: 10 * 60_000 })

  const askSmall = async <Asked extends Ask>(source: SbomSource, key: string, ask: Asked): Promise<AnswerOf<Asked>> => {
    if (!small.has(key)) small.put(key, await source.load(), source.wrapping)
    return small.answer(key, ask)
  }
  /** The document when it is open, or once somebody else has opened it; null when that is ours to do. */
  const askOpen = async <Asked extends Ask>(task: DocumentTask & { readonly ask: Asked }) => {
    for (;;) {
      await opening.get(task.key)?.catch(() => undefined)
      const known = fatal.get(task.key)
      if (known !== undefined) throw known
      const kept = await queue.ask(() => task, 'short')
      if (kept.outcome === 'answered') return kept
      if (!opening.has(task.key)) return null
    }
  }
  const askLarge = async <Asked extends Ask>(source: SbomSource, key: string, ask: Asked): Promise<AnswerOf<Asked>> => {
    const task = { kind: 'document', key, wrapping: source.wrapping, ask } as const
    const answer = (await askOpen({ ...task, bytes: null, arrival: null })) ?? (await open(source, task))
    if (answer.outcome === 'answered') return answer.value as AnswerOf<Asked>
    throw new TypeError('the worker did not keep the document')
  }
  const open = async (source: SbomSource, task: Omit<DocumentTask, 'bytes' | 'arrival'>) => {
    const promise = source.load().then((bytes) => queue.ask(async () => ({ ...task, ...(await share(bytes)) }), 'long'))
    opening.set(task.key, promise)
    try {
      return await promise
    } catch (error) {
      if (error instanceof AppError && isDeath(error)) fatal.set(task.key, error)
      throw error
    } finally {
      opening.delete(task.key)
    }
  }
  const examineLarge = async (items: readonly FoundItem[], context: ExamineContext): Promise<Examined> => {
    const [first] = items
    const key = `examine ${first?.layer.digest}`
    try {
      const known = fatal.get(key)
      if (known !== undefined) throw known
      const bytes = first?.bytes ?? new Uint8Array()
      const bare = items.map((item) => ({ ...item, bytes: null }))
      const answer = await queue.ask(
        async () => ({ kind: 'examine', items: bare, ...(await share(bytes)), context }),
        'long',
      )
      if (answer.outcome === 'answered') return answer.value as Examined
      throw new TypeError('the worker did not examine the items')
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      if (isDeath(error)) fatal.set(key, error)
      const problem = { code: 'LIMIT_EXCEEDED', message: error.message } as const
      return examineFound(
        small,
        items.map((item) => ({ ...item, bytes: null, problem })),
        context,
      )
    }
  }
  const examine: DocumentPool['examine'] = async ({ items }, context) => {
    const isLarge = ({ bytes, format }: FoundItem) => format !== 'sbom' && (bytes?.byteLength ?? 0) > inProcessBytes
    const groups = Map.groupBy(items.filter(isLarge), ({ layer }) => layer.digest)
    const inProcess = examineFound(small, groups.size === 0 ? items : items.filter((item) => !isLarge(item)), context)
    if (groups.size === 0) return inProcess
    const inWorker = await Promise.all([...groups.values()].map((group) => examineLarge(group, context)))
    return joinExamined([inProcess, ...inWorker])
  }
  const extract = async (source: SbomSource): Promise<Uint8Array> => {
    const bytes = await source.load()
    if (source.wrapping === 'raw' || source.size <= inProcessBytes) return extractDocument(bytes, source.wrapping)
    const { wrapping } = source
    const answer = await queue.ask(async () => ({ kind: 'extract', wrapping, bytes: await shareBytes(bytes) }), 'long')
    return answer.outcome === 'answered' ? (answer.value as Uint8Array) : bytes
  }
  const decode = async (bytes: Uint8Array, part: EvidencePart): Promise<Uint8Array> => {
    if (bytes.byteLength <= inProcessBytes) return decodeEvidence(bytes, part)
    const answer = await queue.ask(async () => ({ kind: 'decode', part, bytes: await shareBytes(bytes) }), 'long')
    if (answer.outcome === 'answered') return answer.value as Uint8Array
    throw new TypeError('the worker did not decode the evidence')
  }
  const ask = <Asked extends Ask>(source: SbomSource, asked: Asked): Promise<AnswerOf<Asked>> => {
    const key = toDocumentKey(source.wrapping, source.digest)
    return source.size > inProcessBytes ? askLarge(source, key, asked) : askSmall(source, key, asked)
  }
  return {
    onArriving: arrivals.listen,
    examine,
    openSbom: (source) => ask(source, { kind: 'facts' }),
    countPackages: (source) => ask(source, { kind: 'counts' }),
    queryPackages: (source, query) => ask(source, { kind: 'page', query }),
    queryLinks: (source, query) => ask(source, { kind: 'links', query }),
    exportSbom: (source, format) =>
      format === 'original' ? extract(source) : ask(source, { kind: 'export', format, now: new Date().toISOString() }),
    decodeEvidence: decode,
    close: () => queue.close(),
  }
}

const isDeath = ({ code, context }: AppError): boolean =>
  code === 'LIMIT_EXCEEDED' && (context.limit === 'workerOldGenerationMb' || context.limit === 'documentTimeMs')
