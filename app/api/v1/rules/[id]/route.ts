import { answer, noContent } from '#lib/api/answer.ts'
import { idParameter } from '#lib/api/contract/common.ts'
import { updateRuleSchema } from '#lib/api/contract/trust.ts'
import { otherMethods } from '#lib/api/other-methods.ts'
import { route } from '#lib/api/route.ts'
import { assertRule } from '#lib/inspection/shelf/new-rule.ts'

export const GET = route({
  params: idParameter,
  handle: async ({ runtime: { store }, params }) => answer(await store.rules.get(params.id)),
})

export const PATCH = route({
  params: idParameter,
  body: updateRuleSchema,
  async handle({ runtime: { store }, params, body }) {
    assertRule({ ...(await store.rules.get(params.id)), ...body })
    return answer(await store.rules.update(params.id, body))
  },
})

export const DELETE = route({
  params: idParameter,
  async handle({ runtime: { store }, params }) {
    await store.rules.delete(params.id)
    return noContent()
  },
})

export const { OPTIONS, POST, PUT } = otherMethods('GET', 'PATCH', 'DELETE')
