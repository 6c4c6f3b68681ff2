import { answer } from '#lib/api/answer.ts'
import { assertFromHere } from '#lib/api/origin.ts'
import { otherMethods } from '#lib/api/other-methods.ts'
import { problemResponse, toProblem } from '#lib/api/problem.ts'
import { refuseQuery } from '#lib/api/request.ts'
import { readAddress } from '#lib/config/read-address.ts'

export const dynamic = 'force-dynamic'

/** The process answers; asks nothing of what it depends on. Like everything else it answers under its own addresses only. */
export function GET(request: Request): Response {
  const url = new URL(request.url)
  try {
    assertFromHere(request, readAddress())
    refuseQuery(url)
    return answer({ status: 'ok' })
  } catch (error) {
    return problemResponse(toProblem(error, url.pathname))
  }
}

export const { DELETE, OPTIONS, PATCH, POST, PUT } = otherMethods('GET')
