import { describe, expect, it } from 'vitest'
import { downloadAnswer, immutableAnswer } from './answer.ts'

const ask = (held: string) =>
  immutableAnswer(new Request('http://127.0.0.1:3000/x', { headers: { 'if-none-match': held } }), '{}', {
    etag: 'sha256:ab',
    contentType: 'application/json',
  })

describe('immutableAnswer', () => {
  it.each(['"sha256:ab"', 'W/"sha256:ab"', '"other", "sha256:ab"', '*'])(
    'is not sent again to who holds %s',
    (held) => {
      expect(ask(held).status).toBe(304)
    },
  )

  it.each(['"other"', 'sha256:ab', ''])('is sent to who holds %j', (held) => {
    expect(ask(held).status).toBe(200)
  })
})

describe('content of evidence', () => {
  it('arrives as it is, in whatever memory it stands', async () => {
    const bytes = Uint8Array.from({ length: 2_500_000 }, (_, at) => at % 251)
    const shared = new Uint8Array(new SharedArrayBuffer(bytes.byteLength + 2)).subarray(1, -1)
    shared.set(bytes)
    const request = new Request('http://127.0.0.1:3000/x')
    for (const body of [bytes, shared]) {
      const options = { contentType: 'application/json', fileName: 'x.json' }
      for (const response of [downloadAnswer(body, options), immutableAnswer(request, body, { ...options, etag: 'x' })])
        expect(Buffer.from(await response.arrayBuffer()).equals(bytes)).toBe(true)
    }
  })
})
