import { answer } from '#lib/api/answer.ts'
import { pageSchema } from '#lib/api/contract/common.ts'
import { createRuleSchema } from '#lib/api/contract/trust.ts'
import { otherMethods } from '#lib/api/other-methods.ts'
import { toPage } from '#lib/api/page.ts'
import { route } from '#lib/api/route.ts'
import { toNewRule } from '#lib/inspection/shelf/new-rule.ts'

export const GET = route({
  query: pageSchema,
  async handle({ runtime: { store }, query }) {
    return answer(toPage(await store.rules.list(), query, (rule) => rule.id))
  },
})

export const POST = route({
  body: createRuleSchema,
  async handle({ runtime: { store, roots }, body }) {
    const rule = toNewRule(body)
    // A rule for a root that is not there would trust nobody, without saying so.
    if (rule.signer.kind === 'identity' && rule.signer.trustedRoot !== undefined) {
      await roots.find(rule.signer.trustedRoot)
    }
    return answer(await store.rules.create(rule), { status: 201 })
  },
})

export const { DELETE, OPTIONS, PATCH, PUT } = otherMethods('GET', 'POST')
