import { answer } from '#lib/api/answer.ts'
import { otherMethods } from '#lib/api/other-methods.ts'
import { route } from '#lib/api/route.ts'

export const GET = route({
  async handle({ runtime }) {
    await runtime.store.settings.trustVersion()
    return answer({ status: 'ok' })
  },
})

export const { DELETE, OPTIONS, PATCH, POST, PUT } = otherMethods('GET')
