import { type NextRequest, NextResponse } from 'next/server'
import { toPageHeaders } from '#lib/api/page-headers.ts'
import { problemResponse, toProblem } from '#lib/api/problem.ts'
import { isAllowedHost } from '#lib/config/allowed-hosts.ts'
import { readAddress } from '#lib/config/read-address.ts'
import { AppError } from '#lib/errors/app-error.ts'

// Pages, and addresses of the API with escapes: its handlers check Host and Origin themselves, and a proxy before them would
// cut bodies above 10 MB.
export const config = {
  matcher: ['/((?!api/|_next/static|_next/image|badge\\.svg|icon\\.svg|samples/).*)', '/(api/.*%.*)'],
}

/** Refuses pages under a foreign Host, and gives each page its own nonce. */
export function proxy(request: NextRequest): Response {
  const { pathname } = new URL(request.url)
  if (pathname.startsWith('/api/')) return isDecodable(pathname) ? NextResponse.next() : refuseApiAddress(pathname)
  const host = request.headers.get('host')
  if (host === null || !isAllowedHost(readAddress(), host)) return refuse()
  if (!isDecodable(pathname)) return refuseAddress()
  const nonce = Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString('base64')
  const pageHeaders = toPageHeaders(nonce, process.env.NODE_ENV === 'development')
  const headers = new Headers(request.headers)
  // Next reads the nonce for its own scripts from this request header.
  headers.set('content-security-policy', pageHeaders.get('content-security-policy') ?? '')
  const response = NextResponse.next({ request: { headers } })
  for (const [name, value] of pageHeaders) response.headers.set(name, value)
  return response
}

const refuse = (): NextResponse =>
  new NextResponse(
    'REQUEST_FORBIDDEN: this is not an address of this server. Open Touchstone under its own address, or set TOUCHSTONE_BASE_URL to the address that people use.\n',
    { status: 403, headers: { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' } },
  )

/** Next fails with 500 where the escapes of an address are no UTF-8. */
function isDecodable(path: string): boolean {
  try {
    decodeURIComponent(path)
    return true
  } catch {
    return false
  }
}

const refuseAddress = (): NextResponse =>
  new NextResponse('REQUEST_INVALID: the address has a percent escape that stands for no character.\n', {
    status: 400,
    headers: { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' },
  })

function refuseApiAddress(pathname: string): Response {
  const error = new AppError('REQUEST_INVALID', 'The address has a percent escape that stands for no character.')
  return problemResponse(toProblem(error, pathname))
}
