import type { IncomingMessage, ServerResponse } from 'node:http'

/** What a scripted registry does instead of, or with, its honest answer. */
export type Fault =
  | { readonly kind: 'status'; readonly status: number; readonly headers?: Headers; readonly body?: string }
  | { readonly kind: 'html'; readonly status?: number }
  | { readonly kind: 'redirect'; readonly to: string; readonly status?: number }
  /** Announces the whole length, sends half and drops the connection. */
  | { readonly kind: 'truncated' }
  /** Sends the body and then as many bytes more, chunked. */
  | { readonly kind: 'over-long'; readonly extraBytes: number }
  /** Sends one byte at a time. */
  | { readonly kind: 'drip'; readonly everyMs: number }
  /** Sends for ever, as fast as it is read. */
  | { readonly kind: 'endless' }
  /** Never answers. */
  | { readonly kind: 'silent' }
  /** Drops the connection without an answer. */
  | { readonly kind: 'reset' }
  /** Sends the honest answer with other headers (null removes) or another body. */
  | {
      readonly kind: 'altered'
      readonly headers?: Record<string, string | null>
      readonly body?: (body: Buffer) => Buffer
    }
  | { readonly kind: 'custom'; readonly answer: (request: IncomingMessage, response: ServerResponse) => void }

type Headers = Readonly<Record<string, string>>

/** An honest answer, before a fault touches it. */
export type HonestAnswer = { status: number; headers: Record<string, string>; body: Buffer }

export function sendAnswer(response: ServerResponse, { status, headers, body }: HonestAnswer): void {
  response.writeHead(status, { 'content-length': String(body.length), ...headers })
  response.end(body)
}

function sendDrip(response: ServerResponse, answer: HonestAnswer, everyMs: number): void {
  response.writeHead(answer.status, { 'content-length': String(answer.body.length), ...answer.headers })
  let sent = 0
  const timer = setInterval(() => {
    if (sent === answer.body.length) response.end()
    else response.write(answer.body.subarray(sent, sent + 1))
    sent += 1
    if (sent > answer.body.length) clearInterval(timer)
  }, everyMs)
  response.on('close', () => clearInterval(timer))
}

function sendEndless(response: ServerResponse, answer: HonestAnswer): void {
  response.writeHead(answer.status, answer.headers)
  const piece = Buffer.alloc(65_536, ' ')
  const pump = () => {
    while (!response.destroyed && response.write(piece)) {}
  }
  response.on('drain', () => setImmediate(pump))
  pump()
}

function sendAltered(response: ServerResponse, answer: HonestAnswer, fault: Fault & { kind: 'altered' }): void {
  const headers = { ...answer.headers }
  for (const [name, value] of Object.entries(fault.headers ?? {})) {
    if (value === null) delete headers[name]
    else headers[name] = value
  }
  sendAnswer(response, { status: answer.status, headers, body: fault.body?.(answer.body) ?? answer.body })
}

const page = Buffer.from('<!DOCTYPE html><html><body>Please log in</body></html>')

/** Answers as the fault says. */
export function sendFault(
  fault: Fault,
  request: IncomingMessage,
  response: ServerResponse,
  honest: HonestAnswer,
): void {
  switch (fault.kind) {
    case 'status':
      sendAnswer(response, { status: fault.status, headers: { ...fault.headers }, body: Buffer.from(fault.body ?? '') })
      break
    case 'html':
      sendAnswer(response, { status: fault.status ?? 200, headers: { 'content-type': 'text/html' }, body: page })
      break
    case 'redirect':
      sendAnswer(response, {
        status: fault.status ?? 307,
        headers: { location: fault.to },
        body: Buffer.alloc(0),
      })
      break
    case 'truncated':
      response.writeHead(honest.status, { ...honest.headers, 'content-length': String(honest.body.length) })
      response.write(honest.body.subarray(0, Math.floor(honest.body.length / 2)), () => response.destroy())
      break
    case 'over-long':
      response.writeHead(honest.status, honest.headers)
      response.write(honest.body)
      response.end(Buffer.alloc(fault.extraBytes, ' '))
      break
    case 'drip':
      sendDrip(response, honest, fault.everyMs)
      break
    case 'endless':
      sendEndless(response, honest)
      break
    case 'silent':
      break
    case 'reset':
      request.socket.destroy()
      break
    case 'altered':
      sendAltered(response, honest, fault)
      break
    case 'custom':
      fault.answer(request, response)
      break
  }
}
