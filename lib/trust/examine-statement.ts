import { assertInTotoPayload, type Envelope } from '#lib/attestation/envelope.ts'
import { assertStatementType, findSubject, parseStatement, type Statement } from '#lib/attestation/statement.ts'
import { summarisePredicate } from '#lib/attestation/summarise-predicate.ts'
import type { CheckList } from '#lib/evidence/check-list.ts'
import type { Attestation, Evidence } from '#lib/evidence/evidence.ts'
import type { ExamineContext } from './examine-context.ts'

/** `annotations` are those of the subject that is the image: another subject's say nothing about it. */
export type CheckedStatement = {
  readonly statement: Statement
  readonly annotations: Readonly<Record<string, string>>
}

/** Reads an envelope's payload as a statement and compares its subject. Null when it cannot be read, and that is recorded. */
export function checkStatement(list: CheckList, envelope: Envelope, context: ExamineContext): CheckedStatement | null {
  const statement = list.read('payload-type', () => parseStatement(envelope.payload))
  if (statement === null) {
    list.skip('subject', 'The statement cannot be read.', 'CHECK_SKIPPED')
    return null
  }
  list.attempt(
    'payload-type',
    () => {
      assertInTotoPayload(envelope)
      assertStatementType(statement)
    },
    () => ({ payloadType: envelope.payloadType, statement: statement.type }),
  )
  const found = checkSubject(list, statement, context)
  return { statement, annotations: statement.subjectAnnotations[found ?? -1] ?? {} }
}

/** Compares the statement's subjects with the image; the position of the one that is it, null when none is. */
export function checkSubject(
  list: CheckList,
  statement: Statement,
  { subject, subjectBytes }: ExamineContext,
): number | null {
  return list.attempt(
    'subject',
    () => findSubject(statement, subject, subjectBytes),
    () => ({ asked: subject, signed: subject }),
  )
}

/** The label that the storage carries is not signed; what the payload says counts. */
export function checkLabel(list: CheckList, label: string | undefined, statement: Statement | null): void {
  if (label === undefined || statement === null) return
  const detail = { label: label.slice(0, 300), signed: statement.predicateType.slice(0, 300) }
  if (label === statement.predicateType) list.pass('predicate-type', detail)
  else
    list.leaveOpen(
      'predicate-type',
      'PREDICATE_TYPE_DIFFERS',
      'The label in the registry and the signed statement differ; the statement counts.',
      detail,
    )
}

const maxShownSubjects = 100

/** An attestation's own fields; `predicateType` and subjects stay claimed until the item is verified. */
export function toAttestation(evidence: Evidence, statement: Statement | null): Attestation {
  return {
    ...evidence,
    predicateType: statement?.predicateType ?? null,
    statementSubjects: statement?.subjects.slice(0, maxShownSubjects) ?? [],
    summary: statement === null ? null : summarisePredicate(statement),
  }
}
