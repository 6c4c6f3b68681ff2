import { answer, noContent } from '#lib/api/answer.ts'
import { idParameter } from '#lib/api/contract/common.ts'
import { updateRegistrySchema } from '#lib/api/contract/registries.ts'
import { otherMethods } from '#lib/api/other-methods.ts'
import { route } from '#lib/api/route.ts'
import { toRegistryDto } from '#lib/api/to-registry.ts'
import { findSource, removeSource, updateSource } from '#lib/inspection/change-sources.ts'

export const GET = route({
  params: idParameter,
  handle: async ({ runtime, params }) => answer(toRegistryDto(await findSource(runtime.sources, params.id))),
})

export const PATCH = route({
  params: idParameter,
  body: updateRegistrySchema,
  maxBodyBytes: 4 * 1024 * 1024,
  handle: async ({ runtime, params, body }) => answer(toRegistryDto(await updateSource(runtime, params.id, body))),
})

export const DELETE = route({
  params: idParameter,
  async handle({ runtime, params }) {
    await removeSource(runtime, params.id)
    return noContent()
  },
})

export const { OPTIONS, POST, PUT } = otherMethods('GET', 'PATCH', 'DELETE')
