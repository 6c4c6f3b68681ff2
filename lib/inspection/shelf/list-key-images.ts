import { limits } from '#lib/config/limits.ts'
import type { Evidence, Signer } from '#lib/evidence/evidence.ts'
import type { State } from '#lib/evidence/state.ts'
import type { InspectionContext } from '#lib/inspection/inspection-context.ts'
import { listKnownImages, listRepositoryImages } from '#lib/inspection/list-images.ts'
import type { Digest } from '#lib/oci/digest.ts'
import type { Repository } from '#lib/oci/reference.ts'
import type { ReadOptions } from '#lib/registry/image-source.ts'
import type { Store } from '#lib/store/open-store.ts'
import type { Verdict } from '#lib/trust/verdict.ts'
import type { TrustSources } from './shelf-trust.ts'
import { type Survey, surveyImages } from './survey-images.ts'

/** An image with a signature or attestation that a key verifies, whether or not a rule trusts the key there. */
export type KeyImage = {
  readonly reference: string
  readonly digest: Digest
  readonly state: State
  readonly signatures: number
  readonly attestations: number
  readonly checkedAt: string
}
export type KeyImages = Survey & { readonly items: readonly KeyImage[] }

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
  const items: KeyImage[] = []
  const addImage = (verdict: Verdict): void => {
    const image = toKeyImage(verdict, key.fingerprint)
    if (image.signatures + image.attestations > 0) items.push(image)
  }
  const { checked, errors } = await surveyImages(context, listed.references, addImage, options)
  return {
    items: items.toSorted((a, b) => (a.reference < b.reference ? -1 : 1)),
    checked,
    errors: [...listed.errors, ...errors],
  }
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
