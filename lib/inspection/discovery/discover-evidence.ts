import { limits as defaultLimits, type Limits } from '#lib/config/limits.ts'
import type { Discovery } from '#lib/evidence/discovery.ts'
import { stores } from '#lib/evidence/evidence.ts'
import { createChildController } from '#lib/registry/child-controller.ts'
import type { ImageSource, ReadOptions } from '#lib/registry/image-source.ts'
import { fetchItems } from './discover-blobs.ts'
import type { Candidate } from './discover-candidates.ts'
import {
  type Asking,
  askCosignTag,
  askIndex,
  askReferrers,
  askReferrersTag,
  askSignatureExtension,
  createListedReader,
  type StoreResult,
} from './discover-stores.ts'
import type { Subject } from './resolve-subject.ts'

export type DiscoveryOptions = ReadOptions & { readonly limits?: Limits | undefined }

/**
 * Two candidates are one when nothing about them differs but where they were listed. Anything that could change the
 * outcome of a check (annotations, the carrying manifest's subject) keeps them apart: a stranger's copy with a broken
 * annotation must not stand in for the original. Copies that differ in that only are merged after they were examined.
 */
function identityOf({ format, layer, claimedSubject, shapeProblem }: Candidate): string {
  const annotations = Object.entries(layer.annotations).toSorted(([a], [b]) => (a < b ? -1 : 1))
  return JSON.stringify([format, layer.digest, layer.size, layer.mediaType, claimedSubject, shapeProblem, annotations])
}

function mergeInStoreOrder(results: readonly StoreResult[]): Candidate[] {
  const all = results.flatMap(({ candidates }) => candidates)
  const ordered = stores.flatMap((store) => all.filter((candidate) => candidate.store === store))
  const merged = new Map<string, Candidate>()
  for (const candidate of ordered) {
    const identity = identityOf(candidate)
    if (!merged.has(identity)) merged.set(identity, candidate)
  }
  return [...merged.values()]
}

/** Asks every store at once, within the time that the limits leave for it. */
async function askStores(
  source: ImageSource,
  subject: Subject,
  { signal, fresh }: ReadOptions,
  limits: Limits,
): Promise<StoreResult[]> {
  // One store that never answers must not take the time in which the others' evidence is read.
  const deadline = createChildController(signal)
  const timer = setTimeout(() => deadline.abort(new DOMException('', 'TimeoutError')), limits.storesTimeoutMs)
  const options: ReadOptions = { fresh, signal: deadline.signal }
  const asking: Asking = { source, subject, limits, options, fetchListed: createListedReader(source, subject, options) }
  try {
    const results = await Promise.all([
      askReferrers(asking),
      askReferrersTag(asking),
      askCosignTag('sig', asking),
      askCosignTag('att', asking),
      askCosignTag('sbom', asking),
      askIndex(asking),
    ])
    // Only now the registry has had the occasion to say whether there is one.
    const extension = await askSignatureExtension(asking)
    return extension === null ? results : [...results, extension]
  } finally {
    clearTimeout(timer)
    deadline.release()
  }
}

/**
 * Asks every store what it holds about one digest and reads what they name. A store that fails is recorded and hides no
 * other; absent, unsupported and failed stay apart. Throws only when nobody waits for the answer any more.
 */
export async function discoverEvidence(
  source: ImageSource,
  subject: Subject,
  { signal, fresh, limits = defaultLimits }: DiscoveryOptions = {},
): Promise<Discovery> {
  const results = await askStores(source, subject, { signal, fresh }, limits)
  const items = await fetchItems(source, subject, mergeInStoreOrder(results), limits, signal)
  return { subject: subject.digest, answers: results.map(({ answer }) => answer), items }
}
