import { streamFile } from '#lib/api/answer.ts'
import { verdictParameters } from '#lib/api/contract/verdict.ts'
import { otherMethods } from '#lib/api/other-methods.ts'
import { route } from '#lib/api/route.ts'
import { writeZip } from '#lib/inspection/bundle/bundle-zip.ts'
import { exportBundle } from '#lib/inspection/bundle/export-bundle.ts'
import { loadShelfTrust } from '#lib/inspection/shelf/shelf-trust.ts'

export const GET = route({
  query: verdictParameters,
  async handle({ runtime, query, signal }) {
    const trust = await loadShelfTrust(runtime, runtime.now())
    const request = { reference: query.reference, platform: query.platform ?? null, trust }
    const { name, files } = await exportBundle(runtime, request, { signal })
    return streamFile(await writeZip(files), { contentType: 'application/zip', fileName: name })
  },
})

export const { DELETE, OPTIONS, PATCH, POST, PUT } = otherMethods('GET')
