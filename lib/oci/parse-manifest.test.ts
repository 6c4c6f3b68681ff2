import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isAppError } from '#lib/errors/app-error.ts'
import { digestOf } from './digest.ts'
import { mediaTypes } from './media-types.ts'
import { parseManifest } from './parse-manifest.ts'

const encode = (document: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(document))
const digest = digestOf(new TextEncoder().encode('content'))
const descriptor = { mediaType: mediaTypes.ociConfig, digest, size: 7 }
const manifest = { schemaVersion: 2, mediaType: mediaTypes.ociManifest, config: descriptor, layers: [descriptor] }
const index = {
  schemaVersion: 2,
  mediaType: mediaTypes.ociIndex,
  manifests: [{ ...descriptor, mediaType: mediaTypes.ociManifest }],
}

const codeOf = (document: unknown, type: string | null = mediaTypes.ociManifest): string => {
  try {
    parseManifest(document instanceof Uint8Array ? document : encode(document), type)
    return 'accepted'
  } catch (error) {
    return isAppError(error) ? error.code : String(error)
  }
}

describe('parseManifest', () => {
  it('reads a manifest with artifact type, subject and annotations', () => {
    const read = parseManifest(
      encode({ ...manifest, artifactType: 'application/x', subject: descriptor, annotations: { a: 'b' } }),
      mediaTypes.ociManifest,
    )
    expect(read).toMatchObject({
      kind: 'manifest',
      artifactType: 'application/x',
      subject: { digest },
      annotations: { a: 'b' },
    })
  })

  it('reads Docker schema 2 and its list', () => {
    expect(
      parseManifest(encode({ ...manifest, mediaType: mediaTypes.dockerManifest }), mediaTypes.dockerManifest).kind,
    ).toBe('manifest')
    expect(parseManifest(encode({ ...index, mediaType: mediaTypes.dockerList }), mediaTypes.dockerList).kind).toBe(
      'index',
    )
  })

  it('takes the type from the announcement when the document has none, and from the members when neither says', () => {
    const { mediaType: _, ...untyped } = index
    expect(parseManifest(encode(untyped), mediaTypes.ociIndex).mediaType).toBe(mediaTypes.ociIndex)
    expect(parseManifest(encode(untyped), 'application/json; charset=utf-8').kind).toBe('index')
    expect(parseManifest(encode(untyped), null).kind).toBe('index')
  })

  it('reads the null that Go writes for an empty list', () => {
    expect(parseManifest(encode({ ...index, manifests: null }), null)).toMatchObject({ manifests: [] })
    expect(parseManifest(encode({ ...manifest, layers: null, annotations: null }), null)).toMatchObject({ layers: [] })
  })

  it('M-04 refuses a document that is a manifest and an index at once', () => {
    expect(codeOf({ ...manifest, manifests: [] })).toBe('MANIFEST_INVALID')
    expect(codeOf({ ...index, layers: [] }, mediaTypes.ociIndex)).toBe('MANIFEST_INVALID')
    expect(codeOf({ ...index, config: descriptor }, mediaTypes.ociIndex)).toBe('MANIFEST_INVALID')
    expect(codeOf({ ...manifest, fsLayers: [] })).toBe('MANIFEST_INVALID')
  })

  it('M-05 refuses a document that calls itself something else than was announced', () => {
    expect(codeOf(manifest, mediaTypes.ociIndex)).toBe('MANIFEST_INVALID')
    expect(codeOf(manifest, mediaTypes.dockerManifest)).toBe('MANIFEST_INVALID')
  })

  it('M-06 refuses digests that are none', () => {
    for (const bad of [
      'sha256:../../x',
      `sha256:${'A'.repeat(64)}`,
      `sha256:${'a'.repeat(63)}`,
      `md5:${'a'.repeat(32)}`,
      `${digest}@`,
      5,
      null,
    ]) {
      expect(codeOf({ ...manifest, config: { ...descriptor, digest: bad } })).toBe('MANIFEST_INVALID')
    }
  })

  it('M-08 refuses duplicate members', () => {
    const text = JSON.stringify(manifest).replace('"layers"', '"layers":[],"layers"')
    expect(codeOf(new TextEncoder().encode(text))).toBe('MANIFEST_INVALID')
  })

  it('refuses nesting that no manifest needs', () => {
    const text = JSON.stringify(manifest).replace('"layers"', `"x":${'['.repeat(101)}${']'.repeat(101)},"layers"`)
    expect(codeOf(new TextEncoder().encode(text))).toBe('MANIFEST_INVALID')
    expect(codeOf(new TextEncoder().encode('['.repeat(1_000_000)))).toBe('MANIFEST_INVALID')
  })

  it('M-09 L-07 refuses sizes that are no number of bytes', () => {
    for (const size of [-1, 1.5, 1e308, 2 ** 53, 2 ** 62, '12', null, true]) {
      expect(codeOf({ ...manifest, config: { ...descriptor, size } })).toBe('MANIFEST_INVALID')
    }
  })

  it('M-10 bounds annotations by number and size', () => {
    const many = Object.fromEntries(Array.from({ length: 10_000 }, (_, at) => [`k${at}`, 'v']))
    expect(codeOf({ ...manifest, annotations: many })).toBe('LIMIT_EXCEEDED')
    expect(codeOf({ ...manifest, annotations: { big: 'x'.repeat(2_000_000) } })).toBe('LIMIT_EXCEEDED')
    expect(codeOf({ ...manifest, annotations: { a: 5 } })).toBe('MANIFEST_INVALID')
  })

  it('M-11 refuses schema 1 and foreign types by name', () => {
    const schemaOne = { schemaVersion: 1, name: 'x', fsLayers: [] }
    expect(() => parseManifest(encode(schemaOne), 'application/json')).toThrow(/Docker schema 1/)
    expect(() => parseManifest(encode(schemaOne), mediaTypes.dockerSchema1Signed)).toThrow(/Docker schema 1/)
    const foreign = { mediaType: 'application/vnd.oci.artifact.manifest.v1+json', blobs: [] }
    expect(() => parseManifest(encode(foreign), foreign.mediaType)).toThrow(/artifact\.manifest/)
    expect(codeOf(foreign, foreign.mediaType)).toBe('MANIFEST_UNSUPPORTED')
  })

  it('M-12 never uses inline data or foreign addresses', () => {
    const read = parseManifest(
      encode({ ...manifest, config: { ...descriptor, data: 'eA==', urls: ['https://evil.example'] } }),
      null,
    )
    expect(JSON.stringify(read)).not.toMatch(/evil|eA==/)
  })

  it('M-13 refuses a byte order mark and invalid UTF-8', () => {
    const text = encode(manifest)
    expect(codeOf(new Uint8Array([0xef, 0xbb, 0xbf, ...text]))).toBe('MANIFEST_INVALID')
    expect(codeOf(new Uint8Array([...text.slice(0, -1), 0xff, 0x7d]))).toBe('MANIFEST_INVALID')
  })

  it('keeps a member called __proto__ as a member', () => {
    const text = JSON.stringify(manifest).replace('"layers"', '"annotations":{"__proto__":"x"},"layers"')
    const read = parseManifest(new TextEncoder().encode(text), null)
    expect(Object.keys(read.annotations)).toEqual(['__proto__'])
  })

  it('answers any bytes and any JSON with a manifest or one of its own codes', () => {
    const codes = ['accepted', 'MANIFEST_INVALID', 'MANIFEST_UNSUPPORTED', 'LIMIT_EXCEEDED']
    fc.assert(fc.property(fc.uint8Array(), (bytes) => codes.includes(codeOf(bytes))))
    fc.assert(fc.property(fc.jsonValue(), (value) => codes.includes(codeOf(value, null))))
    const keys = [
      'schemaVersion',
      'mediaType',
      'config',
      'layers',
      'manifests',
      'subject',
      'annotations',
      'artifactType',
    ]
    const shape = fc.dictionary(
      fc.constantFrom(...keys),
      fc.oneof(fc.jsonValue(), fc.constant(descriptor), fc.constant([descriptor])),
    )
    fc.assert(fc.property(shape, (value) => codes.includes(codeOf(value, null))))
  })
})
