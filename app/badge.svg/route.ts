import { verdictParameters } from '#lib/api/contract/verdict.ts'
import { otherMethods } from '#lib/api/other-methods.ts'
import { route } from '#lib/api/route.ts'
import { type BadgeState, formatBadge } from '#lib/format/badge.ts'
import { inspectImage } from '#lib/inspection/inspect-image.ts'
import { loadShelfTrust } from '#lib/inspection/shelf/shelf-trust.ts'
import { parseReference } from '#lib/oci/reference.ts'

/** The state of an image as a picture, from the same verdict as every screen; `unknown` when there is none. */
export const GET = route({
  query: verdictParameters,
  async handle({ runtime, query, signal }) {
    const { digest } = parseReference(query.reference)
    const trust = await loadShelfTrust(runtime, runtime.now())
    const platform = query.platform ?? null
    const state: BadgeState = await inspectImage(
      runtime,
      { reference: query.reference, platform, trust },
      { signal },
    ).then(
      ({ verdict }) => verdict.state,
      () => 'unknown',
    )
    return new Response(formatBadge(state), {
      headers: {
        'content-type': 'image/svg+xml',
        'cache-control': digest === null ? 'no-store' : 'max-age=60',
        'content-security-policy': "default-src 'none'",
        'x-content-type-options': 'nosniff',
      },
    })
  },
})

export const { DELETE, OPTIONS, PATCH, POST, PUT } = otherMethods('GET')
