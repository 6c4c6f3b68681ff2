import { createHash } from 'node:crypto'
import { z } from 'zod'
import { immutableAnswer } from '#lib/api/answer.ts'
import { evidenceParameters } from '#lib/api/contract/attestations.ts'
import { otherMethods } from '#lib/api/other-methods.ts'
import { route } from '#lib/api/route.ts'
import { fetchEvidence } from '#lib/inspection/discovery/fetch-evidence.ts'
import { digestHex, parseDigest } from '#lib/oci/digest.ts'
import { parseRepository } from '#lib/oci/reference.ts'

export const GET = route({
  query: evidenceParameters,
  params: z.object({ digest: z.string().max(200) }),
  async handle({ runtime, query, params, request, signal }) {
    const digest = parseDigest(params.digest.replace(/%3a/i, ':'))
    const stored = await fetchEvidence(runtime.sources, parseRepository(query.repository), digest, { signal })
    const name = digestHex(digest).slice(0, 12)
    if (query.part === undefined) {
      // attacker-controlled: any blob can be asked for, so it is never served as a page.
      const contentType = stored[0] === 0x7b ? 'application/json' : 'application/octet-stream'
      return immutableAnswer(request, stored, { etag: digest, contentType, fileName: `evidence-${name}.json` })
    }
    const part = await runtime.documents.decodeEvidence(stored, query.part)
    if (query.part === 'view') {
      // What the readers make of the same bytes changes with this program, so the browser asks whether it has.
      const etag = `${digest}-view-${createHash('sha256').update(part).digest('hex').slice(0, 16)}`
      return immutableAnswer(request, part, {
        etag,
        contentType: 'application/json',
        cacheControl: 'private, no-cache',
      })
    }
    const options = {
      etag: `${digest}-${query.part}`,
      contentType: 'application/json',
      fileName: `${query.part}-${name}.json`,
    }
    return immutableAnswer(request, part, options)
  },
})

export const { DELETE, OPTIONS, PATCH, POST, PUT } = otherMethods('GET')
