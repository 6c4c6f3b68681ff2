import { type ZodType, z } from 'zod'
import type { ZodOpenApiOperationObject } from 'zod-openapi'
import { pageParameters, problemSchema } from './contract/common.ts'
import { fingerprintSchema } from './contract/trust.ts'

type Operation = {
  summary: string
  query?: z.ZodObject
  path?: z.ZodObject
  body?: ZodType
  answer?: ZodType | string
  status?: '200' | '201' | '204'
}

export const problems = {
  description: 'RFC 9457 problem details; `type` is the documentation page of `code`.',
  content: { 'application/problem+json': { schema: problemSchema } },
}

/** One method of one address: what it takes, and what it answers beside a problem. */
export function operation({
  summary,
  query,
  path,
  body,
  answer,
  status = '200',
}: Operation): ZodOpenApiOperationObject {
  const content =
    answer === undefined
      ? {}
      : typeof answer === 'string'
        ? { content: { [answer]: { schema: z.string() } } }
        : { content: { 'application/json': { schema: answer } } }
  return {
    summary,
    ...(query === undefined && path === undefined
      ? {}
      : { requestParams: { ...(query === undefined ? {} : { query }), ...(path === undefined ? {} : { path }) } }),
    ...(body === undefined
      ? {}
      : { requestBody: { required: true, content: { 'application/json': { schema: body } } } }),
    responses: { [status]: { description: summary, ...content }, default: problems },
  }
}

export const byId = z.strictObject({ id: z.string() })
export const byFingerprint = z.strictObject({ fingerprint: fingerprintSchema })
export const byDigest = z.strictObject({ digest: z.string() })
export const page = z.strictObject(pageParameters)
