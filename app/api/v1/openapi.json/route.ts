import { answer } from '#lib/api/answer.ts'
import { openApiDocument } from '#lib/api/openapi.ts'
import { otherMethods } from '#lib/api/other-methods.ts'
import { route } from '#lib/api/route.ts'

export const GET = route({ handle: () => answer(openApiDocument) })

export const { DELETE, OPTIONS, PATCH, POST, PUT } = otherMethods('GET')
