import { answer } from '#lib/api/answer.ts'
import { openApiDocument } from '#lib/api/openapi.ts'
import { route } from '#lib/api/route.ts'

export const GET = route({ handle: () => answer(openApiDocument) })
