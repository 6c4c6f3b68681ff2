import { answer } from '#lib/api/answer.ts'
import { discoveryParameters } from '#lib/api/contract/attestations.ts'
import { otherMethods } from '#lib/api/other-methods.ts'
import { route } from '#lib/api/route.ts'
import { inspectImage } from '#lib/inspection/inspect-image.ts'
import { toRequestTrust } from '#lib/inspection/shelf/request-trust.ts'

export const GET = route({
  query: discoveryParameters,
  async handle({ runtime, query, signal }) {
    const trust = toRequestTrust({}, runtime.now())
    const { verdict } = await inspectImage(
      runtime,
      { reference: query.reference, platform: query.platform ?? null, trust },
      { signal },
    )
    const { reference, digest, platform, discovery } = verdict
    const complete = discovery.every((store) => store.answer !== 'failed')
    return answer({ reference, digest, platform, stores: discovery, complete })
  },
})

export const { DELETE, OPTIONS, PATCH, POST, PUT } = otherMethods('GET')
