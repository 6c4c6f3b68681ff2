import { create as contentDisposition } from 'content-disposition'

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
  options: { etag: string; contentType: string; fileName?: string; cacheControl?: string },
): Response {
  const etag = `"${options.etag}"`
  const headers: Record<string, string> = {
    'content-type': options.contentType,
    'cache-control': options.cacheControl ?? 'private, immutable, max-age=31536000',
    'content-security-policy': "default-src 'none'; sandbox",
    etag,
    ...always,
  }
  if (options.fileName !== undefined) headers['content-disposition'] = attachment(options.fileName)
  if (isHeld(request.headers.get('if-none-match'), etag)) return new Response(null, { status: 304, headers })
  return new Response(typeof body === 'string' ? body : toBody(body), { headers })
}

const pieceBytes = 1024 * 1024

/**
 * Bytes as the body of an answer. What came from a registry may stand in memory that a worker reads, which `Response` would
 * take for text; a piece at a time is copied while the client reads.
 */
function toBody(bytes: Uint8Array): Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array> {
  if (!(bytes.buffer instanceof SharedArrayBuffer)) return bytes as Uint8Array<ArrayBuffer>
  let at = 0
  return new ReadableStream<Uint8Array>({
    pull(controller) {
      controller.enqueue(new Uint8Array(bytes.subarray(at, at + pieceBytes)))
      at += pieceBytes
      if (at >= bytes.byteLength) controller.close()
    },
  })
}

/** Weak comparison with any of the tags that the client holds; `*` stands for any of them (RFC 9110 §13.1.2). */
const isHeld = (held: string | null, etag: string): boolean =>
  held?.trim() === '*' || (held ?? '').split(',').some((tag) => tag.trim().replace(/^W\//, '') === etag)

// attacker-controlled: names come from repositories and digests; a few safe characters are all they may have.
const attachment = (fileName: string): string =>
  contentDisposition(fileName.replace(/[^A-Za-z0-9._-]+/g, '-').slice(0, 150))

/** JSON that is text already. */
export function jsonAnswer(json: string): Response {
  return new Response(json, { headers: { 'content-type': 'application/json', 'cache-control': 'no-store', ...always } })
}

/** A file to save, which depends on what the rules say now. Served as data, never as a page. */
export function downloadAnswer(body: Uint8Array, options: { contentType: string; fileName: string }): Response {
  return new Response(toBody(body), {
    headers: {
      'content-type': options.contentType,
      'content-disposition': attachment(options.fileName),
      'content-security-policy': "default-src 'none'; sandbox",
      'cache-control': 'no-store',
      ...always,
    },
  })
}

type Stream = { readonly size: number; readonly pieces: AsyncIterable<Uint8Array> }

/** A file that is sent while it is written, at the speed at which the client reads. */
export function streamFile({ size, pieces }: Stream, options: { contentType: string; fileName: string }): Response {
  const copied = inPieces(pieces)
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { done, value } = await copied.next()
      if (done) controller.close()
      else controller.enqueue(value)
    },
    async cancel() {
      await copied.return(undefined)
    },
  })
  return new Response(body, {
    headers: {
      'content-type': options.contentType,
      'content-length': String(size),
      'content-disposition': attachment(options.fileName),
      'content-security-policy': "default-src 'none'; sandbox",
      'cache-control': 'no-store',
      ...always,
    },
  })
}

async function* inPieces(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  for await (const piece of pieces) {
    for (let at = 0; at < piece.byteLength; at += pieceBytes) yield new Uint8Array(piece.subarray(at, at + pieceBytes))
  }
}
