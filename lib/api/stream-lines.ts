import { createChildController } from '#lib/registry/child-controller.ts'

// Every write wakes the client: lines that are ready soon after one another are written together.
const gatherMs = 10
const gatherLength = 64 * 1024

/** Takes lines as long as they come one upon the other; waits for the first only. */
function createGatherer(lines: AsyncGenerator<unknown>): () => Promise<{ text: string; isLast: boolean }> {
  let next: Promise<IteratorResult<unknown>> | null = null
  return async () => {
    const over = new Promise<null>((resolve) => setTimeout(resolve, gatherMs, null))
    let text = ''
    while (text.length < gatherLength) {
      next ??= lines.next()
      const result = text === '' ? await next : await Promise.race([next, over])
      if (result === null) break
      next = null
      if (result.done === true) return { text, isLast: true }
      text += `${JSON.stringify(result.value)}\n`
    }
    return { text, isLast: false }
  }
}

/**
 * NDJSON: one value a line, each as it is ready. `produce` is given a signal that ends when the client goes away;
 * a client that reads slowly slows the work.
 */
export function streamLines(produce: (stopped: AbortSignal) => AsyncGenerator<unknown>, signal: AbortSignal): Response {
  const stop = createChildController(signal)
  const lines = produce(stop.signal)
  const gather = createGatherer(lines)
  const encoder = new TextEncoder()
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        const { text, isLast } = await gather()
        if (text !== '') controller.enqueue(encoder.encode(text))
        if (!isLast) return
        controller.close()
        stop.release()
      } catch (error) {
        controller.error(error)
        stop.release()
      }
    },
    async cancel() {
      stop.abort()
      stop.release()
      await lines.return(undefined)
    },
  })
  return new Response(body, {
    headers: {
      'content-type': 'application/x-ndjson',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
      'x-content-type-options': 'nosniff',
    },
  })
}
