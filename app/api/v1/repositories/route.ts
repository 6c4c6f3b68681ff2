import { answer } from '#lib/api/answer.ts'
import { repositoriesParameters } from '#lib/api/contract/registries.ts'
import { otherMethods } from '#lib/api/other-methods.ts'
import { route } from '#lib/api/route.ts'
import { toRepositoriesDto } from '#lib/api/to-repositories.ts'
import { listRepositories } from '#lib/inspection/list-repositories.ts'

export const GET = route({
  query: repositoriesParameters,
  async handle({ runtime, query, request, signal }) {
    const { registry = null, q = null, limit, after = null } = query
    const list = await listRepositories(runtime.sources, { registry, query: q, limit, after }, { signal })
    return answer(toRepositoriesDto(list, new URL(request.url).pathname))
  },
})

export const { DELETE, OPTIONS, PATCH, POST, PUT } = otherMethods('GET')
