import { answer } from '#lib/api/answer.ts'
import { verdictParameters } from '#lib/api/contract/verdict.ts'
import { otherMethods } from '#lib/api/other-methods.ts'
import { route } from '#lib/api/route.ts'
import { inspectImage } from '#lib/inspection/inspect-image.ts'
import { loadShelfTrust } from '#lib/inspection/shelf/shelf-trust.ts'

export const GET = route({
  query: verdictParameters,
  async handle({ runtime, query, signal }) {
    const trust = await loadShelfTrust(runtime, runtime.now())
    const { verdict } = await inspectImage(
      runtime,
      { reference: query.reference, platform: query.platform ?? null, trust },
      { signal },
    )
    return answer(verdict)
  },
})

export const { DELETE, OPTIONS, PATCH, POST, PUT } = otherMethods('GET')
