import { answer } from '#lib/api/answer.ts'
import { attestationsParameters } from '#lib/api/contract/attestations.ts'
import { otherMethods } from '#lib/api/other-methods.ts'
import { toPage } from '#lib/api/page.ts'
import { route } from '#lib/api/route.ts'
import { inspectImage } from '#lib/inspection/inspect-image.ts'
import { loadShelfTrust } from '#lib/inspection/shelf/shelf-trust.ts'

export const GET = route({
  query: attestationsParameters,
  async handle({ runtime, query, signal }) {
    const { reference, platform = null, predicateType } = query
    const trust = await loadShelfTrust(runtime, runtime.now())
    const { verdict } = await inspectImage(runtime, { reference, platform, trust }, { signal })
    const items = verdict.attestations.filter(
      (attestation) => predicateType === undefined || attestation.predicateType === predicateType,
    )
    const page = toPage([...items.entries()], query, ([position]) => String(position))
    return answer({ ...page, items: page.items.map(([, attestation]) => attestation) })
  },
})

export const { DELETE, OPTIONS, PATCH, POST, PUT } = otherMethods('GET')
