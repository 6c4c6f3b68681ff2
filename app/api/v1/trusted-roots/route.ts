import { answer } from '#lib/api/answer.ts'
import { pageSchema } from '#lib/api/contract/common.ts'
import { createTrustedRootSchema } from '#lib/api/contract/trusted-roots.ts'
import { otherMethods } from '#lib/api/other-methods.ts'
import { toPage } from '#lib/api/page.ts'
import { route } from '#lib/api/route.ts'
import { toTrustedRootDto } from '#lib/api/to-trusted-root.ts'
import { limits } from '#lib/config/limits.ts'
import { addRoot } from '#lib/inspection/roots/change-roots.ts'

export const GET = route({
  query: pageSchema,
  async handle({ runtime: { roots, store, now }, query }) {
    const rules = await store.rules.list()
    const page = toPage(await roots.entries(), query, ({ id }) => id)
    return answer({ ...page, items: page.items.map((entry) => toTrustedRootDto(entry, rules, now())) })
  },
})

export const POST = route({
  body: createTrustedRootSchema,
  maxBodyBytes: limits.maxRulesBodyBytes,
  async handle({ runtime, body, signal }) {
    const { entry, created } = await addRoot(runtime, body, signal)
    const rules = await runtime.store.rules.list()
    return answer(toTrustedRootDto(entry, rules, runtime.now()), { status: created ? 201 : 200 })
  },
})

export const { DELETE, OPTIONS, PATCH, PUT } = otherMethods('GET', 'POST')
