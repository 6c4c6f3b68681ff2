import { answer } from '#lib/api/answer.ts'
import { verifyRequestSchema } from '#lib/api/contract/verdict.ts'
import { otherMethods } from '#lib/api/other-methods.ts'
import { route } from '#lib/api/route.ts'
import { limits } from '#lib/config/limits.ts'
import { inspectImage } from '#lib/inspection/inspect-image.ts'
import { toRequestTrust } from '#lib/inspection/shelf/request-trust.ts'

export const POST = route({
  body: verifyRequestSchema,
  maxBodyBytes: limits.maxRulesBodyBytes,
  async handle({ runtime, body, signal }) {
    const { reference, platform = null, ...rules } = body
    const trust = toRequestTrust(rules, runtime.now(), await runtime.roots.list())
    const { verdict } = await inspectImage(runtime, { reference, platform, trust }, { signal })
    return answer(verdict)
  },
})

export const { DELETE, GET, HEAD, OPTIONS, PATCH, PUT } = otherMethods('POST')
