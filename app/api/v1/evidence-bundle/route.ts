import { answer, streamFile } from '#lib/api/answer.ts'
import { verdictParameters } from '#lib/api/contract/verdict.ts'
import { otherMethods } from '#lib/api/other-methods.ts'
import { readBytes } from '#lib/api/request.ts'
import { route } from '#lib/api/route.ts'
import { toMadeFrom } from '#lib/api/to-made-from.ts'
import { limits } from '#lib/config/limits.ts'
import { writeZip } from '#lib/inspection/bundle/bundle-zip.ts'
import { exportBundle } from '#lib/inspection/bundle/export-bundle.ts'
import { recheckBundle } from '#lib/inspection/bundle/recheck-bundle.ts'
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

/** Judges a bundle again by what is in it alone; nothing is stored. */
export const POST = route({
  async handle({ runtime, request }) {
    const bytes = await readBytes(request, 'application/zip', limits.maxBundleBodyBytes)
    const { verdict, differences, trust } = await recheckBundle(bytes, runtime.documents)
    const shelf = await loadShelfTrust(runtime, runtime.now())
    return answer({ same: differences.length === 0, differences, verdict, madeFrom: toMadeFrom(trust, shelf) })
  },
})

export const { DELETE, OPTIONS, PATCH, PUT } = otherMethods('GET', 'POST')
