import { answer, immutableAnswer } from '#lib/api/answer.ts'
import { imageParameters } from '#lib/api/contract/registries.ts'
import { otherMethods } from '#lib/api/other-methods.ts'
import { route } from '#lib/api/route.ts'
import { toImageDto } from '#lib/api/to-image.ts'
import { describeImage, fetchConfig } from '#lib/inspection/describe-image.ts'
import { openImage } from '#lib/inspection/open-image.ts'

export const GET = route({
  query: imageParameters,
  async handle({ runtime, query, request, signal }) {
    const { source, subject } = await openImage(runtime.sources, query.reference, query.platform ?? null, { signal })
    if (query.raw === undefined) return answer(toImageDto(await describeImage(source, subject, { signal })))
    const isConfig = query.raw === 'config' && subject.manifest.kind === 'manifest'
    const body = isConfig ? await fetchConfig(source, subject, { signal }) : subject.bytes
    const etag = isConfig && subject.manifest.kind === 'manifest' ? subject.manifest.config.digest : subject.digest
    return immutableAnswer(request, body, { etag, contentType: 'application/json', fileName: `${query.raw}.json` })
  },
})

export const { DELETE, OPTIONS, PATCH, POST, PUT } = otherMethods('GET')
