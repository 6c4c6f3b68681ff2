import { hash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { limits } from '#lib/config/limits.ts'
import { parseDigest } from '#lib/oci/digest.ts'
import { codeOf } from '#lib/testing/code-of.ts'
import { assertStatementType, findSubject, parseStatement, type Statement } from './statement.ts'

const v1 = 'https://in-toto.io/Statement/v1'
const v01 = 'https://in-toto.io/Statement/v0.1'
const hex = 'ab'.repeat(32)
const other = 'cd'.repeat(32)
const document = {
  _type: v1,
  subject: [{ name: 'birds', digest: { sha256: hex } }],
  predicateType: 'https://example.org/review/v1',
  predicate: { score: 7 },
}
const parseText = (text: string): Statement => parseStatement(new TextEncoder().encode(text))
const read = (changes: object = {}): Statement => parseText(JSON.stringify({ ...document, ...changes }))
const many = <Value>(length: number, make: (index: number) => Value) => Array.from({ length }, (_, at) => make(at))

describe('a statement', () => {
  it('is its type, its subjects with their digests, and its predicate', () => {
    const subject = [
      { name: 'birds', digest: { sha256: hex, sha512: 'e' }, annotations: { tag: 'v1', size: 7 } },
      { digest: { gitCommit: 'f' }, annotations: 'none', uri: 'u' },
      { name: 5, digest: { sha256: other }, annotations: ['a'] },
    ]
    expect(read({ subject })).toEqual({
      type: v1,
      predicateType: 'https://example.org/review/v1',
      subjects: [
        { name: 'birds', digest: `sha256:${hex}` },
        { name: 'birds', digest: 'sha512:e' },
        { name: '', digest: 'gitCommit:f' },
        { name: '', digest: `sha256:${other}` },
      ],
      subjectDigests: [{ sha256: hex, sha512: 'e' }, { gitCommit: 'f' }, { sha256: other }],
      subjectAnnotations: [{ tag: 'v1' }, {}, {}],
      predicate: { score: 7 },
    })
  })

  it('A-17 may be without a predicate', () => {
    expect(read({ predicate: undefined }).predicate).toBeUndefined()
    expect(read({ predicate: {} }).predicate).toEqual({})
  })

  it.each([
    ['A-09 empty', ''],
    ['A-09 no JSON', 'statement'],
    ['A-09 two documents', `${JSON.stringify(document)}${JSON.stringify(document)}`],
    ['A-09 a list', JSON.stringify([document])],
    ['A-09 nothing', 'null'],
    ['A-08 one that names its subject twice', JSON.stringify(document).replace('{', '{"subject":[],')],
    ['A-08 one that states a digest twice', JSON.stringify(document).replace('"sha256"', '"sha256":"x","sha256"')],
    ['one with a member that is not known', JSON.stringify({ ...document, extra: 1 })],
    ['A-07 one without a type', JSON.stringify({ ...document, _type: undefined })],
    ['A-07 one whose type is a list', JSON.stringify({ ...document, _type: [v1] })],
    ['one without a predicate type', JSON.stringify({ ...document, predicateType: undefined })],
    ['one of an empty predicate type', JSON.stringify({ ...document, predicateType: '' })],
    ['one whose predicate type is a list', JSON.stringify({ ...document, predicateType: ['a'] })],
  ])('is refused: %s', (_, text) => {
    expect(codeOf(() => parseText(text))).toBe('STATEMENT_MALFORMED')
  })

  it.each([
    ['A-10 missing', undefined],
    ['A-10 an empty list', []],
    ['A-10 an object', { digest: { sha256: hex } }],
    ['A-10 text', 'birds'],
    ['A-12 a list with nothing before the good one', [null, ...document.subject]],
    ['A-10 a list of text', [`sha256:${hex}`]],
    ['A-10 without a digest', [{ name: 'birds' }]],
    ['A-10 with a digest of text', [{ digest: `sha256:${hex}` }]],
    ['A-10 with a list of digests', [{ digest: [hex] }]],
    ['A-10 with no digest in it', [{ digest: {} }]],
    ['A-10 with a digest that is a number', [{ digest: { sha256: 7 } }]],
    ['A-10 with a good and a bad digest', [{ digest: { sha256: hex, sha512: null } }]],
  ])('is refused when its subject is %s', (_, subject) => {
    expect(codeOf(() => read({ subject }))).toBe('STATEMENT_MALFORMED')
  })

  it('tells what in its bytes cannot be read', () => {
    expect(() => parseText('{"a":1,"a":2}')).toThrow(/^The statement is malformed: it (?!is not JSON)/)
    expect(() => parseText('statement')).toThrow('The statement is malformed: it is not JSON.')
    const deep = `${'['.repeat(limits.maxJsonDepth + 1)}${']'.repeat(limits.maxJsonDepth + 1)}`
    expect(codeOf(() => parseText(JSON.stringify(document).replace('7', deep)))).toBe('STATEMENT_MALFORMED')
  })

  it('A-11 L-08 has as many subjects, digests and annotations as their limits say', () => {
    const subjects = (length: number) => ({ subject: many(length, () => document.subject[0]) })
    expect(read(subjects(limits.maxStatementSubjects)).subjects).toHaveLength(limits.maxStatementSubjects)
    expect(codeOf(() => read(subjects(limits.maxStatementSubjects + 1)))).toBe('EVIDENCE_TOO_LARGE')
    const digests = (length: number) => ({
      subject: [{ digest: Object.fromEntries(many(length, (at) => [`hash${at}`, 'x'])) }],
    })
    expect(read(digests(limits.maxSubjectDigests)).subjects).toHaveLength(limits.maxSubjectDigests)
    expect(codeOf(() => read(digests(limits.maxSubjectDigests + 1)))).toBe('EVIDENCE_TOO_LARGE')
    const annotations = Object.fromEntries(many(limits.maxAnnotations + 1, (at) => [`a${at}`, 'x']))
    const [kept = {}] = read({ subject: [{ ...document.subject[0], annotations }] }).subjectAnnotations
    expect(Object.keys(kept)).toHaveLength(limits.maxAnnotations)
  })

  it('V-07 reads algorithms that are names of the language like any other', () => {
    const statement = parseText(JSON.stringify(document).replace('"sha256"', '"__proto__":"a","constructor"'))
    expect(statement.subjects).toEqual([
      { name: 'birds', digest: '__proto__:a' },
      { name: 'birds', digest: `constructor:${hex}` },
    ])
  })
})

describe('the type of a statement', () => {
  it.each([v1, v01])('is known: %s', (_type) => {
    expect(codeOf(() => assertStatementType(read({ _type })))).toBeNull()
  })

  it.each([`${v1}/`, 'https://in-toto.io/Statement/v0.2', v1.toUpperCase(), ''])('A-07 is not known: %j', (_type) => {
    expect(codeOf(() => assertStatementType(read({ _type })))).toBe('STATEMENT_TYPE')
    expect(() => assertStatementType(read({ _type }))).toThrow(expect.objectContaining({ detail: { stated: _type } }))
  })

  it('A-07 is told in 200 characters', () => {
    expect(() => assertStatementType(read({ _type: 'x'.repeat(500) }))).toThrow(
      expect.objectContaining({ detail: { stated: 'x'.repeat(200) } }),
    )
  })

  it('A-17 asks for a predicate in v0.1, and not in v1', () => {
    expect(codeOf(() => assertStatementType(read({ predicate: undefined })))).toBeNull()
    expect(codeOf(() => assertStatementType(read({ _type: v01, predicate: undefined })))).toBe('STATEMENT_MALFORMED')
  })
})

describe('the subject that a statement has for an image', () => {
  const bytes = new TextEncoder().encode('manifest')
  const sha256 = hash('sha256', bytes, 'hex')
  const image = parseDigest(`sha256:${sha256}`)
  const find = (digests: readonly object[], content: Uint8Array | null = bytes) =>
    findSubject(read({ subject: digests.map((digest) => ({ name: 'birds', digest })) }), image, content)

  it('A-11 is found among others by its digest', () => {
    expect(find([{ sha256: other }, { gitCommit: sha256 }, { sha256 }, { sha256 }])).toBe(2)
    expect(find([{ sha512: 'x' }, { sha256, sha512: 'x' }], null)).toBe(1)
  })

  it.each([
    { sha256: sha256.toUpperCase() },
    { sha256: `sha256:${sha256}` },
    { SHA256: sha256 },
    { 'sha-256': sha256 },
    { sha1: sha256 },
    { gitCommit: sha256 },
    { sha256: other },
  ])('A-01 A-13 is not %j', (digest) => {
    expect(codeOf(() => find([digest]))).toBe('SUBJECT_MISMATCH')
  })

  it('A-01 is told beside the one that the first subject names', () => {
    const detailOf = (digest: object) => ({ detail: expect.objectContaining(digest) })
    expect(() => find([{ sha256: other }])).toThrow(
      expect.objectContaining(detailOf({ expected: image, stated: `sha256:${other}` })),
    )
    expect(() => find([{ sha1: 'x' }])).toThrow(expect.objectContaining(detailOf({ expected: image, stated: null })))
    expect(() => find([{ sha256: 'x'.repeat(500) }])).toThrow(
      expect.objectContaining(detailOf({ stated: `sha256:${'x'.repeat(193)}` })),
    )
  })

  it.each(['sha384', 'sha512'])('has no other %s than that of the image', (algorithm) => {
    expect(find([{ sha256, [algorithm]: hash(algorithm, bytes, 'hex') }])).toBe(0)
    expect(find([{ sha256, [algorithm]: other }, { sha256 }])).toBe(1)
    expect(codeOf(() => find([{ sha256, [algorithm]: other }]))).toBe('SUBJECT_MISMATCH')
    expect(() => find([{ sha512: 'x' }, { sha256, [algorithm]: other, md5: 'x' }])).toThrow(
      expect.objectContaining({ detail: { expected: image, stated: `sha256, ${algorithm}, md5` } }),
    )
  })

  it('may have digests that are not computed here', () => {
    expect(find([{ sha256, md5: 'x', gitCommit: 'y' }])).toBe(0)
  })

  it('tells 200 characters of the names of its digests', () => {
    const names = Object.fromEntries(many(20, (at) => [`a-long-name-of-a-hash-${at}`, 'x']))
    expect(() => find([{ sha256, sha512: other, ...names }])).toThrow(
      expect.objectContaining({ detail: expect.objectContaining({ stated: expect.stringMatching(/^.{200}$/) }) }),
    )
  })
})
