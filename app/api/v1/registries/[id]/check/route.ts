import { answer } from '#lib/api/answer.ts'
import { idParameter } from '#lib/api/contract/common.ts'
import { otherMethods } from '#lib/api/other-methods.ts'
import { toProblem } from '#lib/api/problem.ts'
import { route } from '#lib/api/route.ts'
import { findSource } from '#lib/inspection/change-sources.ts'
import { checkSource } from '#lib/inspection/check-source.ts'

export const POST = route({
  params: idParameter,
  async handle({ runtime, params, request, signal }) {
    const entry = await findSource(runtime.sources, params.id)
    const { problem, ...check } = await checkSource(runtime.sources, entry, { signal })
    const instance = new URL(request.url).pathname
    return answer({ ...check, problem: problem === null ? null : toProblem(problem, instance) })
  },
})

export const { DELETE, GET, HEAD, OPTIONS, PATCH, PUT } = otherMethods('POST')
