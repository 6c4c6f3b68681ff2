import { answer } from '#lib/api/answer.ts'
import { signersParameters } from '#lib/api/contract/signers.ts'
import { otherMethods } from '#lib/api/other-methods.ts'
import { toProblem } from '#lib/api/problem.ts'
import { route } from '#lib/api/route.ts'
import type { Signer } from '#lib/evidence/evidence.ts'
import { listSigners } from '#lib/inspection/list-signers.ts'
import { assertIdentityPattern } from '#lib/inspection/new-rule.ts'
import { parseRepository } from '#lib/oci/reference.ts'
import { matchesIdentityPattern } from '#lib/trust/identity-pattern.ts'
import { listPatternWarnings } from '#lib/trust/pattern-warnings.ts'

export const GET = route({
  query: signersParameters,
  async handle({ runtime, query, request, signal }) {
    const { issuer, subjectPattern: pattern } = query
    if (pattern !== undefined) assertIdentityPattern(pattern)
    const repository = parseRepository(query.repository)
    const { items, checked, errors } = await listSigners(runtime, { repository, limit: query.limit }, { signal })
    const isMatch = (signer: Signer): boolean | null =>
      issuer === undefined && pattern === undefined
        ? null
        : signer.kind === 'identity' &&
          (issuer === undefined || signer.issuer === issuer) &&
          (pattern === undefined || matchesIdentityPattern(pattern, signer.subject))
    const subjects = items.flatMap(({ signer }) => (signer.kind === 'identity' ? [signer.subject] : []))
    const instance = new URL(request.url).pathname
    return answer({
      items: items.map((one) => ({ ...one, matches: isMatch(one.signer) })),
      next: null,
      checked,
      warnings: pattern === undefined ? [] : listPatternWarnings(pattern, subjects),
      problems: errors.map((error) => toProblem(error, instance)),
    })
  },
})

export const { DELETE, OPTIONS, PATCH, POST, PUT } = otherMethods('GET')
