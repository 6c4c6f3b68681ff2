import { answer } from '#lib/api/answer.ts'
import { pageSchema } from '#lib/api/contract/common.ts'
import { createRuleSchema } from '#lib/api/contract/trust.ts'
import { otherMethods } from '#lib/api/other-methods.ts'
import { toPage } from '#lib/api/page.ts'
import { route } from '#lib/api/route.ts'
import { toNewRule } from '#lib/inspection/new-rule.ts'

export const GET = route({
  query: pageSchema,
  async handle({ runtime: { store }, query }) {
    return answer(toPage(await store.rules.list(), query, (rule) => rule.id))
  },
})

export const POST = route({
  body: createRuleSchema,
  async handle({ runtime: { store }, body }) {
    return answer(await store.rules.create(toNewRule(body)), { status: 201 })
  },
})

export const { DELETE, OPTIONS, PATCH, PUT } = otherMethods('GET', 'POST')
