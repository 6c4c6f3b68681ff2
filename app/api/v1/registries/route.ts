import { answer } from '#lib/api/answer.ts'
import { pageSchema } from '#lib/api/contract/common.ts'
import { createRegistrySchema } from '#lib/api/contract/registries.ts'
import { otherMethods } from '#lib/api/other-methods.ts'
import { toPage } from '#lib/api/page.ts'
import { route } from '#lib/api/route.ts'
import { toRegistryDto } from '#lib/api/to-registry.ts'
import { addSource } from '#lib/inspection/change-sources.ts'

export const GET = route({
  query: pageSchema,
  async handle({ runtime, query }) {
    const entries = await runtime.sources.list()
    return answer(toPage(entries.map(toRegistryDto), query, (entry) => entry.id))
  },
})

export const POST = route({
  body: createRegistrySchema,
  maxBodyBytes: 4 * 1024 * 1024,
  handle: async ({ runtime, body }) => answer(toRegistryDto(await addSource(runtime, body)), { status: 201 }),
})

export const { DELETE, OPTIONS, PATCH, PUT } = otherMethods('GET', 'POST')
