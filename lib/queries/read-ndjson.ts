/**
 * Reads a body of one JSON value per line. Yields what each arriving piece completes, so that a burst of lines
 * costs one rendering. Throws a SyntaxError when a line is no JSON or the body ends within one.
 */
export async function* readNdjson(body: ReadableStream<Uint8Array>): AsyncGenerator<unknown[]> {
  const reader = body.getReader()
  const decoder = new TextDecoder()
  let rest = ''
  try {
    for (;;) {
      const { done, value } = await reader.read()
      const text = rest + (done ? decoder.decode() : decoder.decode(value, { stream: true }))
      const lines = text.split('\n')
      rest = lines.pop() ?? ''
      if (done && rest.trim() !== '') throw new SyntaxError('The answer broke off within a line.')
      const values = lines.filter((line) => line.trim() !== '').map((line): unknown => JSON.parse(line))
      if (values.length > 0) yield values
      if (done) return
    }
  } finally {
    await reader.cancel().catch(() => undefined)
  }
}
