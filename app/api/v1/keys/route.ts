import { answer } from '#lib/api/answer.ts'
import { pageSchema } from '#lib/api/contract/common.ts'
import { createKeySchema } from '#lib/api/contract/trust.ts'
import { otherMethods } from '#lib/api/other-methods.ts'
import { toPage } from '#lib/api/page.ts'
import { route } from '#lib/api/route.ts'
import { toKeyDto } from '#lib/api/to-key.ts'
import { limits } from '#lib/config/limits.ts'
import { addKey } from '#lib/inspection/shelf/add-key.ts'

export const GET = route({
  query: pageSchema,
  async handle({ runtime: { store }, query }) {
    const { keys, rules } = await store.settings.trust()
    const page = toPage(keys, query, (key) => key.fingerprint)
    return answer({ ...page, items: page.items.map((key) => toKeyDto(key, rules)) })
  },
})

export const POST = route({
  body: createKeySchema,
  maxBodyBytes: limits.maxRulesBodyBytes,
  async handle({ runtime: { store }, body }) {
    const { key, created } = await addKey(store, body)
    return answer(toKeyDto(key, await store.rules.list()), { status: created ? 201 : 200 })
  },
})

export const { DELETE, OPTIONS, PATCH, PUT } = otherMethods('GET', 'POST')
