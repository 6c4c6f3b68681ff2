import { otherMethods } from '#lib/api/other-methods.ts'
import { route } from '#lib/api/route.ts'

export const GET = route({
  async handle({ runtime }) {
    const { contentType } = runtime.metrics
    return new Response(await runtime.metrics.format(), {
      headers: { 'content-type': contentType, 'cache-control': 'no-store' },
    })
  },
})

export const { DELETE, OPTIONS, PATCH, POST, PUT } = otherMethods('GET')
