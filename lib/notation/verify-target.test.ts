import { describe, expect, it } from 'vitest'
import { EvidenceError } from '#lib/evidence/evidence-error.ts'
import { codeOf } from '#lib/testing/code-of.ts'
import { verifyTarget } from './verify-target.ts'

const target = { digest: `sha256:${'a'.repeat(64)}`, size: 42, mediaType: 'application/vnd.oci.image.manifest.v1+json' }
const toPayload = (targetArtifact: unknown): Buffer => Buffer.from(JSON.stringify({ targetArtifact }))
const verify = (targetArtifact: unknown, expected: Parameters<typeof verifyTarget>[1] = target) =>
  verifyTarget(toPayload(targetArtifact), expected)
const detailOf = (targetArtifact: unknown): unknown => {
  try {
    return verify(targetArtifact)
  } catch (error) {
    return error instanceof EvidenceError ? error.detail : error
  }
}

describe('the target of a Notary Project signature', () => {
  it('is the image when digest, size and media type are its own', () => {
    expect(verify(target)).toEqual({ annotations: {} })
    expect(verify({ ...target, annotations: { build: '42', by: 'Ada', count: 7 } })).toEqual({
      annotations: { build: '42', by: 'Ada' },
    })
  })

  it.each<[string, unknown]>([
    ['another digest', { ...target, digest: `sha256:${'b'.repeat(64)}` }],
    ['another size', { ...target, size: 43 }],
    ['its size as text', { ...target, size: '42' }],
    ['another media type', { ...target, mediaType: 'application/vnd.oci.image.index.v1+json' }],
    ['no digest', { size: target.size, mediaType: target.mediaType }],
    ['no size', { digest: target.digest, mediaType: target.mediaType }],
    ['no media type', { digest: target.digest, size: target.size }],
  ])('is another one with %s', (_, other) => {
    expect(codeOf(() => verify(other))).toBe('SUBJECT_MISMATCH')
  })

  it('is bound by the digest where size and media type could not be had', () => {
    const unknown = { digest: target.digest, size: null, mediaType: null }
    expect(codeOf(() => verify({ digest: target.digest, size: 1, mediaType: 'x' }, unknown))).toBeNull()
    expect(codeOf(() => verify({ digest: 'x' }, unknown))).toBe('SUBJECT_MISMATCH')
    expect(codeOf(() => verify(target, { ...target, size: null }))).toBeNull()
    expect(codeOf(() => verify({ ...target, mediaType: 'x' }, { ...target, size: null }))).toBe('SUBJECT_MISMATCH')
    expect(codeOf(() => verify({ ...target, size: 1 }, { ...target, mediaType: null }))).toBe('SUBJECT_MISMATCH')
  })

  it('is told beside the one that was expected, as text that is not long', () => {
    const expected = `${target.digest}, 42, ${target.mediaType}`
    expect(detailOf({ ...target, size: 43 })).toEqual({ expected, signed: expected.replace('42', '43') })
    expect(detailOf({ digest: 'x'.repeat(500), size: { a: 1 } })).toEqual({
      expected,
      signed: `${'x'.repeat(200)}, none, none`,
    })
  })

  it('has as many annotations as any image may have, and no more are kept', () => {
    const annotations = Object.fromEntries(Array.from({ length: 1_001 }, (_, at) => [`a${at}`, 'x']))
    expect(Object.keys(verify({ ...target, annotations }).annotations)).toHaveLength(1_000)
  })

  it.each<[string, Uint8Array]>([
    ['no JSON', Buffer.from('{')],
    ['no UTF-8', Buffer.from([0x22, 0xff, 0x22])],
    ['a list', Buffer.from('[]')],
    ['null', Buffer.from('null')],
    ['empty', Buffer.from('{}')],
    ['a member twice', Buffer.from('{"targetArtifact":{},"targetArtifact":{}}')],
    ['nested without end', toPayload({ ...target, x: JSON.parse(`${'['.repeat(100)}${']'.repeat(100)}`) })],
    ['with a list for a target', toPayload([])],
    ['with a list of annotations', toPayload({ ...target, annotations: [] })],
    ['with null for annotations', toPayload({ ...target, annotations: null })],
  ])('cannot be read from a payload that is %s', (_, payload) => {
    expect(codeOf(() => verifyTarget(payload, target))).toBe('NOTARY_MALFORMED')
  })

  it('may nest as deep as other JSON', () => {
    const deep = { ...target, x: JSON.parse(`${'['.repeat(98)}${']'.repeat(98)}`) }
    expect(codeOf(() => verify(deep))).toBeNull()
  })
})
