import { answer, noContent } from '#lib/api/answer.ts'
import { idParameter } from '#lib/api/contract/common.ts'
import { updateTrustedRootSchema } from '#lib/api/contract/trusted-roots.ts'
import { otherMethods } from '#lib/api/other-methods.ts'
import { route } from '#lib/api/route.ts'
import { toTrustedRootDto } from '#lib/api/to-trusted-root.ts'
import { removeRoot, renameRoot } from '#lib/inspection/roots/change-roots.ts'

export const GET = route({
  params: idParameter,
  async handle({ runtime: { roots, store, now }, params }) {
    return answer(toTrustedRootDto(await roots.find(params.id), await store.rules.list(), now()))
  },
})

export const PATCH = route({
  params: idParameter,
  body: updateTrustedRootSchema,
  async handle({ runtime, params, body }) {
    const entry = await renameRoot(runtime, params.id, body.name)
    return answer(toTrustedRootDto(entry, await runtime.store.rules.list(), runtime.now()))
  },
})

export const DELETE = route({
  params: idParameter,
  async handle({ runtime, params }) {
    await removeRoot(runtime, params.id)
    return noContent()
  },
})

export const { OPTIONS, POST, PUT } = otherMethods('GET', 'PATCH', 'DELETE')
