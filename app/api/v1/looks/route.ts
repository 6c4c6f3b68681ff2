import { answer, noContent } from '#lib/api/answer.ts'
import { createLookSchema, looksParameters } from '#lib/api/contract/looks.ts'
import { otherMethods } from '#lib/api/other-methods.ts'
import { route } from '#lib/api/route.ts'
import { inspectImage } from '#lib/inspection/inspect-image.ts'
import { loadShelfTrust } from '#lib/inspection/shelf/shelf-trust.ts'

export const GET = route({
  query: looksParameters,
  async handle({ runtime: { store }, query }) {
    const { items, next } = await store.looks.list(query)
    return answer({ items: items.map(({ signer: _, ...look }) => look), next })
  },
})

export const POST = route({
  body: createLookSchema,
  async handle({ runtime, body, signal }) {
    const { reference, platform = null } = body
    const trust = await loadShelfTrust(runtime, runtime.now())
    const { verdict } = await inspectImage(runtime, { reference, platform, trust }, { signal })
    await runtime.store.looks.record({
      reference: verdict.reference,
      digest: verdict.digest,
      platform: verdict.platform,
      state: verdict.state,
      sentence: verdict.sentence,
      signer: verdict.signatures[0]?.signer ?? null,
      packageCount: verdict.sbom?.packageCount ?? null,
      at: verdict.checkedAt,
    })
    return noContent()
  },
})

export const { DELETE, OPTIONS, PATCH, PUT } = otherMethods('GET', 'POST')
