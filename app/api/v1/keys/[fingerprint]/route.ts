import { answer, noContent } from '#lib/api/answer.ts'
import { fingerprintParameter, updateKeySchema } from '#lib/api/contract/trust.ts'
import { otherMethods } from '#lib/api/other-methods.ts'
import { route } from '#lib/api/route.ts'
import { toKeyDto } from '#lib/api/to-key.ts'
import { assertKeyName } from '#lib/inspection/shelf/add-key.ts'

export const GET = route({
  params: fingerprintParameter,
  async handle({ runtime: { store }, params }) {
    return answer(toKeyDto(await store.keys.get(params.fingerprint), await store.rules.list()))
  },
})

export const PATCH = route({
  params: fingerprintParameter,
  body: updateKeySchema,
  async handle({ runtime: { store }, params, body }) {
    assertKeyName(body.name)
    return answer(toKeyDto(await store.keys.update(params.fingerprint, body), await store.rules.list()))
  },
})

export const DELETE = route({
  params: fingerprintParameter,
  async handle({ runtime: { store }, params }) {
    await store.keys.delete(params.fingerprint)
    return noContent()
  },
})

export const { OPTIONS, POST, PUT } = otherMethods('GET', 'PATCH', 'DELETE')
