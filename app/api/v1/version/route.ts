import { verdictSchema } from '#lib/api/contract/verdict.ts'

export function GET(): Response {
  return Response.json({ a: Object.keys(verdictSchema.shape) })
}
