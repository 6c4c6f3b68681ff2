const always = { 'x-content-type-options': 'nosniff' }

/** An answer that depends on tags, rules or time: never kept by anyone. */
export function answer(value: unknown, init: { status?: number; headers?: Record<string, string> } = {}): Response {
  return new Response(JSON.stringify(value), {
    status: init.status ?? 200,
    headers: { 'content-type': 'application/json', 'cache-control': 'no-store', ...always, ...init.headers },
  })
}

export const noContent = (): Response => new Response(null, { status: 204, headers: { 'cache-control': 'no-store' } })

/** Content that its digest names: it cannot change, so the browser may keep it. Served as data, never as a page. */
export function immutableAnswer(
  request: Request,
  body: Uint8Array | string,
  options: { etag: string; contentType: string; fileName?: string },
): Response {
  const etag = `"${options.etag}"`
  const headers: Record<string, string> = {
    'content-type': options.contentType,
    'cache-control': 'private, immutable, max-age=31536000',
    'content-security-policy': "default-src 'none'; sandbox",
    etag,
    ...always,
  }
  if (options.fileName !== undefined) headers['content-disposition'] = attachment(options.fileName)
  if (request.headers.get('if-none-match') === etag) return new Response(null, { status: 304, headers })
  return new Response(typeof body === 'string' ? body : (body as Uint8Array<ArrayBuffer>), { headers })
}

/** `Content-Disposition` with a file name that no header or file system can misread. */
export function attachment(fileName: string): string {
  return `attachment; filename="${fileName.replace(/[^A-Za-z0-9._-]+/g, '-').slice(0, 150)}"`
}
