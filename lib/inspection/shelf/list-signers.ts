import { limits } from '#lib/config/limits.ts'
import type { Evidence, Signer } from '#lib/evidence/evidence.ts'
import type { InspectionContext } from '#lib/inspection/inspection-context.ts'
import { listRepositoryImages } from '#lib/inspection/list-images.ts'
import type { Repository } from '#lib/oci/reference.ts'
import type { ReadOptions } from '#lib/registry/image-source.ts'
import type { Verdict } from '#lib/trust/verdict.ts'
import type { TrustSources } from './shelf-trust.ts'
import { type Survey, surveyImages } from './survey-images.ts'

/** Somebody who was proven to have signed images of a repository, trusted or not. */
export type ObservedSigner = {
  readonly signer: Signer
  /** How many of the tags that were looked at bear a signature of theirs, and how many of those a rule trusts. */
  readonly tags: number
  readonly trusted: number
  /** The trusted root that proved an identity, by its id. */
  readonly trustedRoot: string | null
  readonly example: string
}
export type ObservedSigners = Survey & { readonly items: readonly ObservedSigner[] }

type Context = InspectionContext & TrustSources
type Request = { readonly repository: Repository; readonly limit: number }

/** Who signs in a repository, the most frequent first. Failures are told, not hidden. */
export async function listSigners(
  context: Context,
  { repository, limit }: Request,
  options: ReadOptions,
): Promise<ObservedSigners> {
  const atMost = Math.min(limit, limits.maxSurveyedImages)
  const references = await listRepositoryImages(context.sources, repository, atMost, options)
  const observed = new Map<string, ObservedSigner>()
  const survey = await surveyImages(context, references, (verdict) => addSigners(observed, verdict), options)
  const items = [...observed.values()].toSorted((a, b) => b.tags - a.tags || (a.example < b.example ? -1 : 1))
  return { items, ...survey }
}

function addSigners(observed: Map<string, ObservedSigner>, { reference, signatures }: Verdict): void {
  const byName = new Map<string, readonly Evidence[]>()
  for (const evidence of signatures) {
    if (evidence.signer === null) continue
    const name = toName(evidence.signer)
    byName.set(name, [...(byName.get(name) ?? []), evidence])
  }
  for (const [name, [first, ...more]] of byName) {
    if (first === undefined || first.signer === null) continue
    const isTrusted = [first, ...more].some(({ state }) => state === 'verified')
    const held = observed.get(name)
    observed.set(name, {
      signer: held?.signer ?? first.signer,
      tags: (held?.tags ?? 0) + 1,
      trusted: (held?.trusted ?? 0) + (isTrusted ? 1 : 0),
      trustedRoot: held?.trustedRoot ?? toRoot(first),
      example: held?.example ?? reference,
    })
  }
}

/** Claims differ from run to run, so that they are no part of the name. */
function toName(signer: Signer): string {
  switch (signer.kind) {
    case 'key':
      return `key ${signer.fingerprint}`
    case 'identity':
      return JSON.stringify([signer.issuer, signer.subject])
    case 'certificate':
      return JSON.stringify(['certificate', signer.issuer, signer.subject])
  }
}

function toRoot({ checks }: Evidence): string | null {
  const root = checks.find(({ id }) => id === 'certificate')?.detail.rootId
  return typeof root === 'string' ? root : null
}
