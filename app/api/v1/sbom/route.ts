import { answer } from '#lib/api/answer.ts'
import { sbomParameters } from '#lib/api/contract/attestations.ts'
import { otherMethods } from '#lib/api/other-methods.ts'
import { route } from '#lib/api/route.ts'
import { toSbomDto } from '#lib/api/to-sbom.ts'
import { openSbom } from '#lib/inspection/open-sbom.ts'
import { loadShelfTrust } from '#lib/inspection/shelf/shelf-trust.ts'

export const GET = route({
  query: sbomParameters,
  async handle({ runtime, query, signal }) {
    const { reference, platform = null } = query
    const trust = await loadShelfTrust(runtime, runtime.now())
    const sbom = await openSbom(runtime, { reference, platform, trust }, { signal, others: true })
    return answer(toSbomDto(sbom, await runtime.documents.countPackages(sbom.chosen.candidate.source)))
  },
})

export const { DELETE, OPTIONS, PATCH, POST, PUT } = otherMethods('GET')
