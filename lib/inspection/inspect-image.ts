import { limits } from '#lib/config/limits.ts'
import { AppError } from '#lib/errors/app-error.ts'
import type { Discovery } from '#lib/evidence/discovery.ts'
import { discoverImage } from '#lib/inspection/discovery/discover-image.ts'
import { type Subject, toIndexSubject } from '#lib/inspection/discovery/resolve-subject.ts'
import { formatPlatform } from '#lib/oci/platform.ts'
import { formatReference, formatRepository } from '#lib/oci/reference.ts'
import { createChildController } from '#lib/registry/child-controller.ts'
import type { ImageSource, ReadOptions } from '#lib/registry/image-source.ts'
import type { SbomFacts } from '#lib/sbom/sbom.ts'
import { evaluateVerdict } from '#lib/trust/evaluate-verdict.ts'
import type { Examined } from '#lib/trust/examine-discovery.ts'
import { nextBoundary, nextEvidenceBoundary } from '#lib/trust/next-boundary.ts'
import type { TrustInput } from '#lib/trust/trust-rule.ts'
import type { Verdict } from '#lib/trust/verdict.ts'
import { chooseSbom, listSbomCandidates, type SbomCandidate } from './choose-sbom.ts'
import type { InspectionContext } from './inspection-context.ts'
import { type OpenedImage, openSource } from './open-image.ts'
import { examineAsked } from './revocation/examine-asked.ts'
import { toMemoKey } from './to-memo-key.ts'

export type InspectionRequest = {
  readonly reference: string
  readonly platform: string | null
  readonly trust: TrustInput
}

/** The verdict, and what it was made of. */
export type Inspection = OpenedImage & { readonly verdict: Verdict; readonly sbomCandidates: readonly SbomCandidate[] }

type Judged = { readonly own: Examined; readonly index: Examined | null; readonly sbom: SbomFacts | null }

/**
 * Inspects one image: resolve, discover, examine, decide. Throws when the image cannot be resolved or nobody waits any more;
 * whatever goes wrong with one store or item is part of the verdict.
 */
export async function inspectImage(
  context: InspectionContext,
  { reference, platform, trust }: InspectionRequest,
  options: ReadOptions = {},
): Promise<Inspection> {
  return counted(context, () => withinTime(options, (read) => inspect(context, { reference, platform, trust }, read)))
}

async function inspect(
  context: InspectionContext,
  { reference, platform, trust }: InspectionRequest,
  read: ReadOptions,
): Promise<Inspection> {
  const opened = await openSource(context.sources, reference, platform)
  const { source } = opened
  const found = await discoverImage(readAhead(source, context), opened.reference, opened.platform, read)
  const { subject, discovery: own, indexDiscovery: index } = found
  const indexSubject = toIndexSubject(subject)
  const judged = await judge(context, { subject, indexSubject, own, index, trust })
  const verdict = evaluateVerdict({
    reference: formatReference(subject.reference),
    repository: formatRepository(subject.reference),
    digest: subject.digest,
    mediaType: subject.mediaType,
    platform: subject.platform === null ? null : formatPlatform(subject.platform),
    own: { examined: judged.own, answers: own.answers },
    index:
      index === null || judged.index === null
        ? null
        : { examined: judged.index, answers: index.answers, digest: index.subject },
    sbom: judged.sbom,
    checkedAt: trust.now,
  })
  const items = { own: own.items, index: index?.items ?? [] }
  return { source, subject, verdict, sbomCandidates: listSbomCandidates(items, verdict.attestations) }
}

/** The source, with a worker that looks at large evidence while it arrives. */
function readAhead(source: ImageSource, { documents: { onArriving } }: InspectionContext): ImageSource {
  return {
    ...source,
    fetchBlob: (repository, digest, options) => source.fetchBlob(repository, digest, { ...options, onArriving }),
  }
}

/** A judgement that rests on what this server could not do just now, or on a clock ahead of its own, is made anew next time. */
function isLasting({ own, index }: Judged): boolean {
  const passing = ['EVIDENCE_TOO_LARGE', 'INTERNAL_ERROR', 'PROVEN_TIME_IN_FUTURE']
  const examined = index === null ? [own] : [own, index]
  const all = examined.flatMap(({ signatures, attestations }) => [...signatures, ...attestations])
  return !all.some(({ checks }) => checks.some((check) => 'code' in check && passing.includes(check.code ?? '')))
}

async function counted(context: InspectionContext, work: () => Promise<Inspection>): Promise<Inspection> {
  const start = performance.now()
  try {
    const inspection = await work()
    context.countVerdict(inspection.verdict.state, (performance.now() - start) / 1000)
    return inspection
  } catch (error) {
    context.countVerdict('error', (performance.now() - start) / 1000)
    throw error
  }
}

type Question = {
  readonly subject: Subject
  readonly indexSubject: Subject | null
  readonly own: Discovery
  readonly index: Discovery | null
  readonly trust: TrustInput
}

/** Examines what was found, or remembers what became of exactly this evidence under exactly these rules. */
async function judge(context: InspectionContext, question: Question): Promise<Judged> {
  const { subject, own, index, trust } = question
  const key = toMemoKey(subject, [own, index], trust)
  const held = context.memo.get(key, context.now())
  if (held !== undefined) return held.value as Judged
  const repository = formatRepository(subject.reference)
  const examine = (discovery: Discovery, about: Subject, inherited: boolean) =>
    examineAsked(
      discovery.items,
      (items, revocation) =>
        context.documents.examine(
          { items },
          {
            subject: about.digest,
            subjectBytes: about.bytes,
            subjectMediaType: about.mediaType,
            inherited,
            repository,
            trust,
            revocation,
          },
        ),
      context.askRevocation,
    )
  const ofOwn = await examine(own, subject, false)
  const ofIndex =
    index === null || question.indexSubject === null ? null : await examine(index, question.indexSubject, true)
  const examined = { own: ofOwn.examined, index: ofIndex?.examined ?? null }
  const attestations = [...examined.own.attestations, ...(examined.index?.attestations ?? [])]
  const candidates = listSbomCandidates({ own: own.items, index: index?.items ?? [] }, attestations)
  const [chosen] = await chooseSbom(candidates, context.documents)
  const judged: Judged = { ...examined, sbom: chosen?.facts ?? null }
  if (isLasting(judged)) {
    const examinedParts = examined.index === null ? [examined.own] : [examined.own, examined.index]
    const asked = Math.min(ofOwn.until, ofIndex?.until ?? Number.POSITIVE_INFINITY)
    const validUntil = Math.min(nextBoundary(trust), nextEvidenceBoundary(examinedParts, trust.now), asked)
    context.memo.set(key, { value: judged, validUntil })
  }
  return judged
}

/** Bounds a whole inspection: a store that drips must not hold a request for ever. */
async function withinTime<Result>(
  options: ReadOptions,
  work: (options: ReadOptions) => Promise<Result>,
): Promise<Result> {
  // Not AbortSignal.timeout: its timer would hold the request and its answer in memory until the time is over.
  const deadline = createChildController(options.signal)
  let isOver = false
  const timer = setTimeout(() => {
    isOver = true
    deadline.abort(new DOMException('', 'TimeoutError'))
  }, limits.inspectionTimeoutMs)
  try {
    return await work({ ...options, signal: deadline.signal })
  } catch (error) {
    if (!isOver) throw error
    throw new AppError('REGISTRY_TIMEOUT', 'The registry took too long to answer everything that was asked.', {
      context: { timeoutMs: limits.inspectionTimeoutMs },
      cause: error,
    })
  } finally {
    clearTimeout(timer)
    deadline.release()
  }
}
