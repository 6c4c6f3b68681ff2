import { downloadAnswer } from '#lib/api/answer.ts'
import { idParameter } from '#lib/api/contract/common.ts'
import { otherMethods } from '#lib/api/other-methods.ts'
import { route } from '#lib/api/route.ts'
import { AppError } from '#lib/errors/app-error.ts'

export const GET = route({
  params: idParameter,
  async handle({ runtime: { roots }, params }) {
    const { document, name } = await roots.find(params.id)
    if (document === null) throw new AppError('TRUST_ROOT_NOT_FOUND', 'This trusted root has not been fetched yet.')
    return downloadAnswer(Buffer.from(document), {
      contentType: 'application/json',
      fileName: `${name}-trusted_root.json`,
    })
  },
})

export const { DELETE, OPTIONS, PATCH, POST, PUT } = otherMethods('GET')
