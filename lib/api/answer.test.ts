import { describe, expect, it } from 'vitest'
import { immutableAnswer } from './answer.ts'

const ask = (held: string) =>
  immutableAnswer(new Request('http://127.0.0.1:3000/x', { headers: { 'if-none-match': held } }), '{}', {
    etag: 'sha256:ab',
    contentType: 'application/json',
  })

describe('immutableAnswer', () => {
  it.each(['"sha256:ab"', 'W/"sha256:ab"', '"other", "sha256:ab"'])('is not sent again to who holds %s', (held) => {
    expect(ask(held).status).toBe(304)
  })

  it.each(['"other"', 'sha256:ab', ''])('is sent to who holds %j', (held) => {
    expect(ask(held).status).toBe(200)
  })
})
