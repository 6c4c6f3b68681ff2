import { answer } from '#lib/api/answer.ts'
import { attestationsParameters } from '#lib/api/contract/attestations.ts'
import { route } from '#lib/api/route.ts'
import { inspectImage } from '#lib/inspection/inspect-image.ts'
import { loadShelfTrust } from '#lib/inspection/shelf-trust.ts'

export const GET = route({
  query: attestationsParameters,
  async handle({ runtime, query, signal }) {
    const { reference, platform = null, predicateType } = query
    const trust = await loadShelfTrust(runtime.store, runtime.now())
    const { verdict } = await inspectImage(runtime, { reference, platform, trust }, { signal })
    const items = verdict.attestations.filter(
      (attestation) => predicateType === undefined || attestation.predicateType === predicateType,
    )
    return answer({ items, next: null })
  },
})
