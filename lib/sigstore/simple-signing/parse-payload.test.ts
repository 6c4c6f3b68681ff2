import { describe, expect, it } from 'vitest'
import { limits } from '#lib/config/limits.ts'
import { EvidenceError } from '#lib/evidence/evidence-error.ts'
import { image, repository, toPayload } from '#lib/testing/signed-evidence.ts'
import { parseSimpleSigningPayload } from './parse-payload.ts'

const parse = (payload: unknown) =>
  parseSimpleSigningPayload(Buffer.from(typeof payload === 'string' ? payload : JSON.stringify(payload)))
const errorOf = (payload: unknown): EvidenceError => {
  try {
    parse(payload)
  } catch (error) {
    if (error instanceof EvidenceError) return error
    throw error
  }
  return expect.unreachable()
}
const withType = (type: unknown) => {
  const { critical } = toPayload()
  return { critical: { ...(critical as object), type }, optional: null }
}

describe('parseSimpleSigningPayload', () => {
  it('reads the digest, the name and the annotations', () => {
    const optional = { env: 'prod', built: { by: 'ci' }, count: 3, none: null }
    expect(parse(toPayload(image, { optional }))).toEqual({
      imageDigest: image,
      dockerReference: repository,
      annotations: { env: 'prod', built: '{"by":"ci"}', count: '3', none: 'null' },
    })
    expect(parse(toPayload()).annotations).toEqual({})
  })

  it('L-12 reads so many annotations and no more', () => {
    const optional = Object.fromEntries(Array.from({ length: limits.maxAnnotations + 1 }, (_, at) => [`a${at}`, 'x']))
    const { annotations } = parse(toPayload(image, { optional }))
    expect(Object.keys(annotations)).toHaveLength(limits.maxAnnotations)
  })

  it('S-04 says which type it states', () => {
    const expected = 'cosign container image signature'
    expect(errorOf(withType('x'.repeat(101)))).toMatchObject({
      code: 'PAYLOAD_TYPE',
      detail: { expected, stated: 'x'.repeat(100) },
    })
    expect(errorOf(withType([expected]))).toMatchObject({ code: 'PAYLOAD_TYPE', detail: { expected, stated: null } })
    const gpg = 'atomic container signature'
    expect(errorOf(withType(gpg))).toMatchObject({ code: 'PAYLOAD_OTHER_SCHEME', detail: { expected, stated: gpg } })
  })

  it.each([
    ['S-05 a name twice', '{"critical":{},"critical":{}}', 'twice'],
    ['S-20 more nesting than any', '['.repeat(limits.maxJsonDepth + 1), 'nest'],
    ['no JSON', 'hello', 'it is not JSON'],
    ['JSON that is cut off', '{"critical":', 'it is not JSON'],
    ['another field', { ...toPayload(), ['x'.repeat(70)]: 1 }, `the unknown field "${'x'.repeat(60)}".`],
    ['no object', [], 'the payload is not an object'],
  ])('says what is wrong with a payload: %s', (_, payload, sentence) => {
    const { code, message } = errorOf(payload)
    expect(code).toBe('PAYLOAD_MALFORMED')
    expect(message).toContain(sentence)
  })
})
