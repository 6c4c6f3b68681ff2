import { assertFromHere } from '#lib/api/origin.ts'
import { otherMethods } from '#lib/api/other-methods.ts'
import { problemResponse, toProblem } from '#lib/api/problem.ts'
import { readAddress } from '#lib/config/read-address.ts'

export const dynamic = 'force-dynamic'

/** The process answers; asks nothing of what it depends on. Like everything else it answers under its own addresses only. */
export function GET(request: Request): Response {
  try {
    assertFromHere(request, readAddress())
  } catch (error) {
    return problemResponse(toProblem(error, new URL(request.url).pathname))
  }
  return Response.json({ status: 'ok' }, { headers: { 'cache-control': 'no-store' } })
}

export const { DELETE, OPTIONS, PATCH, POST, PUT } = otherMethods('GET')
