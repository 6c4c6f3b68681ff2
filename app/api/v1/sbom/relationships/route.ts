import { jsonAnswer } from '#lib/api/answer.ts'
import { sbomRelationshipsParameters } from '#lib/api/contract/attestations.ts'
import { otherMethods } from '#lib/api/other-methods.ts'
import { route } from '#lib/api/route.ts'
import { openSbom } from '#lib/inspection/open-sbom.ts'
import { loadShelfTrust } from '#lib/inspection/shelf/shelf-trust.ts'

export const GET = route({
  query: sbomRelationshipsParameters,
  async handle({ runtime, query, signal }) {
    const { reference, platform = null, ...question } = query
    const trust = await loadShelfTrust(runtime, runtime.now())
    const { chosen } = await openSbom(runtime, { reference, platform, trust }, { signal })
    return jsonAnswer(await runtime.documents.queryLinks(chosen.candidate.source, question))
  },
})

export const { DELETE, OPTIONS, PATCH, POST, PUT } = otherMethods('GET')
