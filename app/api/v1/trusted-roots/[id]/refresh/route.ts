import { answer } from '#lib/api/answer.ts'
import { idParameter } from '#lib/api/contract/common.ts'
import { otherMethods } from '#lib/api/other-methods.ts'
import { route } from '#lib/api/route.ts'
import { toTrustedRootDto } from '#lib/api/to-trusted-root.ts'

export const POST = route({
  params: idParameter,
  async handle({ runtime: { roots, store, now }, params, signal }) {
    const entry = await roots.refresh(params.id, signal)
    return answer(toTrustedRootDto(entry, await store.rules.list(), now()))
  },
})

export const { DELETE, GET, HEAD, OPTIONS, PATCH, PUT } = otherMethods('POST')
