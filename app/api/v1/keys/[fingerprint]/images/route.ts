import { answer } from '#lib/api/answer.ts'
import { fingerprintParameter, keyImagesParameters } from '#lib/api/contract/trust.ts'
import { otherMethods } from '#lib/api/other-methods.ts'
import { toProblem } from '#lib/api/problem.ts'
import { route } from '#lib/api/route.ts'
import { listKeyImages } from '#lib/inspection/shelf/list-key-images.ts'
import { parseRepository } from '#lib/oci/reference.ts'

export const GET = route({
  params: fingerprintParameter,
  query: keyImagesParameters,
  async handle({ runtime, params, query, request, signal }) {
    const key = await runtime.store.keys.get(params.fingerprint)
    const repository = query.repository === undefined ? null : parseRepository(query.repository)
    const found = await listKeyImages(runtime, key, { repository, limit: query.limit }, { signal })
    const instance = new URL(request.url).pathname
    return answer({
      items: found.items,
      next: null,
      checked: found.checked,
      problems: found.errors.map((error) => toProblem(error, instance)),
    })
  },
})

export const { DELETE, OPTIONS, PATCH, POST, PUT } = otherMethods('GET')
