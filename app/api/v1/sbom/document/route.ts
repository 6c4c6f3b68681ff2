import { downloadAnswer } from '#lib/api/answer.ts'
import { sbomDocumentParameters } from '#lib/api/contract/attestations.ts'
import { otherMethods } from '#lib/api/other-methods.ts'
import { route } from '#lib/api/route.ts'
import { openSbom } from '#lib/inspection/open-sbom.ts'
import { loadShelfTrust } from '#lib/inspection/shelf/shelf-trust.ts'
import { digestHex } from '#lib/oci/digest.ts'

const types = {
  csv: { contentType: 'text/csv; charset=utf-8', extension: 'csv' },
  'spdx-json': { contentType: 'application/spdx+json', extension: 'spdx.json' },
  'cyclonedx-json': { contentType: 'application/vnd.cyclonedx+json', extension: 'cdx.json' },
} as const

export const GET = route({
  query: sbomDocumentParameters,
  async handle({ runtime, query, signal }) {
    const { reference, platform = null, format } = query
    const trust = await loadShelfTrust(runtime, runtime.now())
    const { chosen, inspection } = await openSbom(runtime, { reference, platform, trust }, { signal })
    const body = await runtime.documents.exportSbom(chosen.candidate.source, format)
    const isText = chosen.facts.format === 'spdx-tag-value'
    const own = isText
      ? { contentType: 'text/plain; charset=utf-8', extension: 'spdx' }
      : { contentType: 'application/json', extension: 'json' }
    const { contentType, extension } = format === 'original' ? own : types[format]
    const name = inspection.subject.reference.repository.split('/').at(-1) ?? 'image'
    return downloadAnswer(body, {
      contentType,
      fileName: `${name}-${digestHex(inspection.subject.digest).slice(0, 12)}.${extension}`,
    })
  },
})

export const { DELETE, OPTIONS, PATCH, POST, PUT } = otherMethods('GET')
