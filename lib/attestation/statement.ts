import { hash } from 'node:crypto'
import { limits } from '#lib/config/limits.ts'
import type { StatementSubject } from '#lib/evidence/evidence.ts'
import { EvidenceError } from '#lib/evidence/evidence-error.ts'
import { findUnknownMember, isJsonObject, type JsonObject } from '#lib/evidence/json-object.ts'
import { parseStrictBytes } from '#lib/evidence/parse-strict-bytes.ts'
import { type Digest, digestAlgorithm, digestHex } from '#lib/oci/digest.ts'

/** An in-toto statement (in-toto/attestation spec/v1/statement.md, and v0.1). Claimed until its envelope verifies. */
export type Statement = {
  readonly type: string
  readonly predicateType: string
  /** `digest` is `algorithm:hex`, one entry for each algorithm that a subject states. */
  readonly subjects: readonly StatementSubject[]
  readonly subjectDigests: readonly Readonly<Record<string, string>>[]
  /** Of each subject, for cosign's signature statements; text only. */
  readonly subjectAnnotations: readonly Readonly<Record<string, string>>[]
  readonly predicate: unknown
}

const statementTypes: readonly string[] = ['https://in-toto.io/Statement/v0.1', 'https://in-toto.io/Statement/v1']

const malformed = (why: string) => new EvidenceError('STATEMENT_MALFORMED', `The statement is malformed: ${why}.`)

const tooLarge = (why: string) =>
  new EvidenceError('EVIDENCE_TOO_LARGE', `The statement is larger than is read: ${why}.`)

/** Reads a statement from the payload's bytes. Throws `STATEMENT_MALFORMED` or `EVIDENCE_TOO_LARGE`; its type is not judged. */
export function parseStatement(bytes: Uint8Array): Statement {
  const value = readJson(bytes)
  if (!isJsonObject(value)) throw malformed('it is not an object')
  const unknown = findUnknownMember(value, ['_type', 'subject', 'predicateType', 'predicate'])
  if (unknown !== null) throw malformed(`it has the unknown field ${JSON.stringify(unknown.slice(0, 60))}`)
  const { _type: type, predicateType, subject, predicate } = value
  if (typeof type !== 'string') throw malformed('it has no _type')
  if (typeof predicateType !== 'string' || predicateType === '') throw malformed('it has no predicateType')
  if (!Array.isArray(subject) || subject.length === 0) throw malformed('it has no subject')
  if (subject.length > limits.maxStatementSubjects) {
    throw tooLarge(`it has ${subject.length} subjects, at most ${limits.maxStatementSubjects} are`)
  }
  const read = subject.map(readSubject)
  return {
    type,
    predicateType,
    subjects: read.flatMap(({ name, digests }) =>
      Object.entries(digests).map(([algorithm, hex]) => ({ name, digest: `${algorithm}:${hex}` })),
    ),
    subjectDigests: read.map(({ digests }) => digests),
    subjectAnnotations: read.map(({ annotations }) => annotations),
    predicate,
  }
}

function readJson(bytes: Uint8Array): unknown {
  try {
    return parseStrictBytes(bytes, { maxDepth: limits.maxJsonDepth, opaqueMember: 'predicate' })
  } catch (error) {
    const reason = error instanceof SyntaxError && error.message.startsWith('it ') ? error.message : 'it is not JSON'
    throw malformed(reason)
  }
}

type ReadSubject = {
  readonly name: string
  readonly digests: Readonly<Record<string, string>>
  readonly annotations: Readonly<Record<string, string>>
}

// attacker-controlled: elements may be null, and digests of any shape.
function readSubject(value: unknown): ReadSubject {
  if (!isJsonObject(value)) throw malformed('a subject is not an object')
  const { name, digest, annotations } = value
  if (!isJsonObject(digest)) throw malformed('a subject has no digest')
  const entries = Object.entries(digest)
  if (entries.length === 0) throw malformed('a subject has no digest')
  if (entries.length > limits.maxSubjectDigests) {
    throw tooLarge(`a subject has ${entries.length} digests, at most ${limits.maxSubjectDigests} are`)
  }
  const digests = Object.create(null) as Record<string, string>
  for (const [algorithm, hex] of entries) {
    if (typeof hex !== 'string') throw malformed('a digest is not text')
    digests[algorithm] = hex
  }
  return { name: typeof name === 'string' ? name : '', digests, annotations: readAnnotations(annotations) }
}

function readAnnotations(value: unknown): Readonly<Record<string, string>> {
  if (!isJsonObject(value)) return {}
  const texts = Object.entries(value as JsonObject).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string',
  )
  return Object.fromEntries(texts.slice(0, limits.maxAnnotations))
}

/** Throws `STATEMENT_TYPE` for a type that is neither of the two that are known; v0.1 must have a predicate. */
export function assertStatementType({ type, predicate }: Statement): void {
  if (type === statementTypes[0] && predicate === undefined) throw malformed('it has no predicate')
  if (statementTypes.includes(type)) return
  throw new EvidenceError('STATEMENT_TYPE', 'The statement’s _type is neither Statement/v0.1 nor Statement/v1.', {
    stated: type.slice(0, 200),
  })
}

/**
 * The position of the subject that has exactly this digest: algorithm and lower-case hexadecimal, as in-toto writes them
 * (digest_set.md). Names are ignored; they are what the signer called it. Throws `SUBJECT_MISMATCH` when there is none, or
 * when its other digests are not those of `bytes`.
 */
export function findSubject({ subjectDigests }: Statement, digest: Digest, bytes: Uint8Array | null): number {
  const algorithm = digestAlgorithm(digest)
  const hex = digestHex(digest)
  const named = subjectDigests.findIndex((digests) => digests[algorithm] === hex)
  if (named < 0) {
    const stated = subjectDigests[0]?.[algorithm]
    throw new EvidenceError('SUBJECT_MISMATCH', 'The statement speaks of another image.', {
      expected: digest,
      stated: stated === undefined ? null : `${algorithm}:${stated}`.slice(0, 200),
    })
  }
  const agreeing = subjectDigests.findIndex((digests) => digests[algorithm] === hex && agrees(digests, bytes))
  if (agreeing >= 0) return agreeing
  throw new EvidenceError('SUBJECT_MISMATCH', 'The statement gives this image another digest as well.', {
    expected: digest,
    stated: Object.keys(subjectDigests[named] ?? {})
      .join(', ')
      .slice(0, 200),
  })
}

const computable = ['sha256', 'sha384', 'sha512'] as const

function agrees(digests: Readonly<Record<string, string>>, bytes: Uint8Array | null): boolean {
  if (bytes === null) return true
  return computable.every((name) => digests[name] === undefined || digests[name] === hash(name, bytes, 'hex'))
}
