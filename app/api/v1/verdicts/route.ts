import { type VerdictLine, verdictsRequestSchema } from '#lib/api/contract/verdict.ts'
import { otherMethods } from '#lib/api/other-methods.ts'
import { toProblem } from '#lib/api/problem.ts'
import { route } from '#lib/api/route.ts'
import { streamLines } from '#lib/api/stream-lines.ts'
import { limits } from '#lib/config/limits.ts'
import { inspectImage } from '#lib/inspection/inspect-image.ts'
import { inspectMany } from '#lib/inspection/inspect-many.ts'
import { toRequestTrust } from '#lib/inspection/shelf/request-trust.ts'
import { loadShelfTrust } from '#lib/inspection/shelf/shelf-trust.ts'

export const POST = route({
  body: verdictsRequestSchema,
  maxBodyBytes: limits.maxRulesBodyBytes,
  async handle({ runtime, body, signal }) {
    const { references, platform = null, rules } = body
    const now = runtime.now()
    const trust =
      rules === undefined ? await loadShelfTrust(runtime, now) : toRequestTrust(rules, now, await runtime.roots.list())
    return streamLines(async function* lines(stopped): AsyncGenerator<VerdictLine> {
      const inspect = (reference: string) =>
        inspectImage(runtime.bulk, { reference, platform, trust }, { signal: stopped })
      for await (const outcome of inspectMany(references, inspect, {
        atOnce: limits.maxImagesAtOnce,
        signal: stopped,
      })) {
        const { item: reference } = outcome
        if ('result' in outcome) yield { reference, verdict: outcome.result.verdict as never }
        else yield { reference, problem: toProblem(outcome.error, '/api/v1/verdicts') }
      }
    }, signal)
  },
})

export const { DELETE, GET, HEAD, OPTIONS, PATCH, PUT } = otherMethods('POST')
