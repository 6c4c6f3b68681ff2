import { answer } from '#lib/api/answer.ts'
import { signersParameters } from '#lib/api/contract/signers.ts'
import { otherMethods } from '#lib/api/other-methods.ts'
import { toProblem } from '#lib/api/problem.ts'
import { route } from '#lib/api/route.ts'
import type { Signer } from '#lib/evidence/evidence.ts'
import { listSigners, type ObservedSigners } from '#lib/inspection/shelf/list-signers.ts'
import { parseRepository } from '#lib/oci/reference.ts'
import { findPatternFault, matchesIdentityPattern } from '#lib/trust/identity-pattern.ts'
import { listPatternWarnings } from '#lib/trust/pattern-warnings.ts'

const nobody: ObservedSigners = { items: [], checked: 0, errors: [] }

export const GET = route({
  query: signersParameters,
  async handle({ runtime, query, request, signal }) {
    const { issuer, subjectPattern: pattern } = query
    const repository = query.repository === undefined ? null : parseRepository(query.repository)
    const { items, checked, errors } =
      repository === null ? nobody : await listSigners(runtime, { repository, limit: query.limit }, { signal })
    // A pattern on its way to being written is no error.
    const fault = pattern === undefined ? null : findPatternFault(pattern)
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
      patternFault: fault?.why ?? null,
      warnings: pattern === undefined || fault?.kind === 'invalid' ? [] : listPatternWarnings(pattern, subjects),
      problems: errors.map((error) => toProblem(error, instance)),
    })
  },
})

export const { DELETE, OPTIONS, PATCH, POST, PUT } = otherMethods('GET')
