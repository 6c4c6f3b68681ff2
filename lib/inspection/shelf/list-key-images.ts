import { limits } from '#lib/config/limits.ts'
import { isAppError } from '#lib/errors/app-error.ts'
import type { Evidence, Signer } from '#lib/evidence/evidence.ts'
import type { State } from '#lib/evidence/state.ts'
import { inspectImage } from '#lib/inspection/inspect-image.ts'
import { inspectMany } from '#lib/inspection/inspect-many.ts'
import type { InspectionContext } from '#lib/inspection/inspection-context.ts'
import { listKnownImages, listRepositoryImages } from '#lib/inspection/list-images.ts'
import type { Digest } from '#lib/oci/digest.ts'
import type { Repository } from '#lib/oci/reference.ts'
import type { ReadOptions } from '#lib/registry/image-source.ts'
import type { Store } from '#lib/store/open-store.ts'
import type { Verdict } from '#lib/trust/verdict.ts'
import { loadShelfTrust, type TrustSources } from './shelf-trust.ts'

/** An image with a signature or attestation that a key verifies, whether or not a rule trusts the key there. */
export type KeyImage = {
  readonly reference: string
  readonly digest: Digest
  readonly state: State
  readonly signatures: number
  readonly attestations: number
  readonly checkedAt: string
}
export type KeyImages = {
  readonly items: readonly KeyImage[]
  readonly checked: number
  readonly errors: readonly unknown[]
}

type Context = InspectionContext & TrustSources & { readonly store: Store }
type Request = { readonly repository: Repository | null; readonly limit: number }

/** Which images a key of the shelf verifies: in one repository, or among those known here. Failures are told, not hidden. */
export async function listKeyImages(
  context: Context,
  key: { readonly fingerprint: string },
  { repository, limit }: Request,
  options: ReadOptions,
): Promise<KeyImages> {
  const atMost = Math.min(limit, limits.maxSurveyedImages)
  const listed =
    repository === null
      ? await listKnownImages(context.sources, context.store.looks, atMost, options)
      : { references: await listRepositoryImages(context.sources, repository, atMost, options), errors: [] }
  const trust = await loadShelfTrust(context, context.now())
  const inspect = (reference: string) => inspectImage(context, { reference, platform: null, trust }, options)
  const items: KeyImage[] = []
  const errors: unknown[] = [...listed.errors]
  let checked = 0
  for await (const outcome of inspectMany(listed.references, inspect, {
    atOnce: limits.maxImagesAtOnce,
    signal: options.signal,
  })) {
    if ('error' in outcome) {
      if (!isAppError(outcome.error)) throw outcome.error
      errors.push(outcome.error)
      continue
    }
    checked += 1
    const image = toKeyImage(outcome.result.verdict, key.fingerprint)
    if (image.signatures + image.attestations > 0) items.push(image)
  }
  return { items: items.toSorted((a, b) => (a.reference < b.reference ? -1 : 1)), checked, errors }
}

function toKeyImage(
  { reference, digest, state, signatures, attestations, checkedAt }: Verdict,
  fingerprint: string,
): KeyImage {
  const isByKey = ({ signer }: Evidence) => isKey(signer, fingerprint)
  return {
    reference,
    digest,
    state,
    signatures: signatures.filter(isByKey).length,
    attestations: attestations.filter(isByKey).length,
    checkedAt,
  }
}

const isKey = (signer: Signer | null, fingerprint: string): boolean =>
  signer?.kind === 'key' && signer.fingerprint === fingerprint
