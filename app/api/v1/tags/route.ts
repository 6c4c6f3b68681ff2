import { answer } from '#lib/api/answer.ts'
import { tagsParameters } from '#lib/api/contract/registries.ts'
import { otherMethods } from '#lib/api/other-methods.ts'
import { route } from '#lib/api/route.ts'
import { toTagsDto } from '#lib/api/to-tags.ts'
import { listTags } from '#lib/inspection/list-tags.ts'
import { parseRepository } from '#lib/oci/reference.ts'

export const GET = route({
  query: tagsParameters,
  async handle({ runtime, query, request, signal }) {
    const { q = null, helpers = false, limit, after = null } = query
    const repository = parseRepository(query.repository)
    const list = await listTags(runtime.sources, repository, { query: q, helpers, limit, after }, { signal })
    return answer(toTagsDto(list, new URL(request.url).pathname))
  },
})

export const { DELETE, OPTIONS, PATCH, POST, PUT } = otherMethods('GET')
