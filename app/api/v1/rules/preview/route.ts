import { answer } from '#lib/api/answer.ts'
import { rulePreviewRequestSchema } from '#lib/api/contract/trust.ts'
import { otherMethods } from '#lib/api/other-methods.ts'
import { toProblem } from '#lib/api/problem.ts'
import { route } from '#lib/api/route.ts'
import { toNewRule } from '#lib/inspection/shelf/new-rule.ts'
import { previewRules } from '#lib/inspection/shelf/preview-rules.ts'

export const POST = route({
  body: rulePreviewRequestSchema,
  async handle({ runtime, body, request, signal }) {
    const { add = [], remove = [], references = null } = body
    const preview = await previewRules(runtime, { add: add.map(toNewRule), remove, references }, { signal })
    const instance = new URL(request.url).pathname
    const problems = preview.errors.map(({ reference, error }) => ({ ...toProblem(error, instance), reference }))
    return answer({ changes: preview.changes, unchanged: preview.unchanged, problems })
  },
})

export const { DELETE, GET, HEAD, OPTIONS, PATCH, PUT } = otherMethods('POST')
