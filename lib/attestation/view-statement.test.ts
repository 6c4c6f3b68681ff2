import { expect, it } from 'vitest'
import { listed } from './predicates/samples/listed.ts'
import { viewStatement } from './view-statement.ts'

const statement = {
  type: 'https://in-toto.io/Statement/v1',
  predicateType: 'https://in-toto.io/attestation/release/v0.1',
  subjects: [{ name: 'birds', digest: 'sha256:ab' }],
  subjectDigests: [{ sha256: 'ab' }],
  subjectAnnotations: [{}],
  predicate: { tag: 'v1' },
}

it('a statement is viewed with its types, its subjects, its predicate and what that proves', () => {
  expect(viewStatement(statement)).toEqual({
    predicateType: 'https://in-toto.io/attestation/release/v0.1',
    statementType: 'https://in-toto.io/Statement/v1',
    subjects: listed({ name: 'birds', digest: 'sha256:ab' }),
    limits: { content: 'this list of what belongs to a release', doesNotProve: expect.any(String) },
    predicate: expect.objectContaining({ kind: 'release', tag: 'v1' }),
  })
})

it('L-08 a statement’s types, names and digests are viewed in 2000 characters', () => {
  const long = 'x'.repeat(5000)
  const view = viewStatement({
    ...statement,
    type: long,
    predicateType: long,
    subjects: [{ name: long, digest: long }],
  })
  const cut = 'x'.repeat(2000)
  expect(view).toMatchObject({
    statementType: cut,
    predicateType: cut,
    subjects: listed({ name: cut, digest: cut }),
    predicate: { kind: 'unknown' },
  })
})
