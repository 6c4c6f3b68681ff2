import { assertStatementType, parseStatement, type Statement } from '#lib/attestation/statement.ts'
import { createCheckList } from '#lib/evidence/check-list.ts'
import type { Discovery, FoundItem } from '#lib/evidence/discovery.ts'
import { type Attestation, type Evidence, type EvidenceFormat, stores } from '#lib/evidence/evidence.ts'
import { compareCopyStates, compareStates } from '#lib/evidence/state.ts'
import { type RevocationQuestion, toQuestionKey } from '#lib/notation/revocation/revocation.ts'
import { checkContent } from './check-content.ts'
import { examineBundle } from './examine-bundle.ts'
import type { ExamineContext } from './examine-context.ts'
import { examineEnvelope } from './examine-envelope.ts'
import { examineNotation } from './examine-notation.ts'
import { examineSimpleSigning } from './examine-simple-signing.ts'
import { checkSubject, toAttestation } from './examine-statement.ts'
import type { ExaminedItem } from './examined-item.ts'
import { toEvidence } from './to-evidence.ts'

/** What the stores hold about one digest, each item judged by itself, best first. */
export type Examined = {
  readonly signatures: readonly Evidence[]
  readonly attestations: readonly Attestation[]
  /** About which certificates somebody may be asked whether they were revoked; absent where there is none. */
  readonly questions?: readonly RevocationQuestion[] | undefined
}

/** Told of each statement that could be read, with its item: whoever needs more of it need not read it again. */
export type StatementReader = (item: FoundItem, statement: Statement) => void

/** Examines every item. One bad item never hides or aborts another: even a fault in here is a state of its own. */
export function examineDiscovery(
  { items }: Pick<Discovery, 'items'>,
  context: ExamineContext,
  onStatement: StatementReader = () => {},
): Examined {
  const examined = items.flatMap((item) => {
    if (item.format === 'sbom') return []
    const { format } = item
    try {
      const one = examineItem(item, format, context)
      if (one.kind === 'attestation' && one.statement !== null) onStatement(item, one.statement)
      return [one]
    } catch (error) {
      return [toInternalError(item, format, error, context)]
    }
  })
  const merged = mergeCopies(examined)
  return {
    signatures: sortBestFirst(merged.flatMap((one) => (one.kind === 'signature' ? [one.evidence] : []))),
    attestations: sortBestFirst(merged.flatMap((one) => (one.kind === 'attestation' ? [one.evidence] : []))),
    ...toQuestions(examined.map((one) => (one.kind === 'signature' ? one.questions : undefined))),
  }
}

/** Of copies that count once, each may have led to somebody else: all of them are asked. */
function toQuestions(all: readonly (readonly RevocationQuestion[] | undefined)[]): Pick<Examined, 'questions'> {
  const questions = all.flatMap((some) => some ?? [])
  if (questions.length === 0) return {}
  return { questions: [...new Map(questions.map((one) => [toQuestionKey(one), one])).values()] }
}

function examineItem(item: FoundItem, format: EvidenceFormat, context: ExamineContext): ExaminedItem {
  switch (format) {
    case 'cosign-simple-signing':
      return examineSimpleSigning(item, context)
    case 'cosign-dsse':
      return examineEnvelope(item, context)
    case 'sigstore-bundle':
      return examineBundle(item, context)
    case 'in-toto-unsigned':
      return examineUnsigned(item, context)
    case 'gpg-simple-signing':
      return examineGpg(item, context)
    case 'notation-jws':
    case 'notation-cose':
      return examineNotation(item, format, context)
  }
}

/** BuildKit's statements: nobody signed them, so whatever they say is only said. */
function examineUnsigned(item: FoundItem, context: ExamineContext): ExaminedItem {
  const list = createCheckList()
  const identity = item.layer.digest
  const bytes = checkContent(list, item)
  const statement =
    bytes === null
      ? null
      : list.attempt(
          'format',
          () => readStatement(bytes),
          ({ type }) => ({ statement: type }),
        )
  if (statement !== null) checkSubject(list, statement, context)
  if (bytes !== null) list.skip('signature', 'BuildKit does not sign its statements.')
  const evidence = toEvidence(item, list, { format: 'in-toto-unsigned', by: null }, context)
  // `untrusted` is the most that an item without a signature could reach; the word for it is `unsigned`.
  const state = evidence.state === 'untrusted' ? 'unsigned' : evidence.state
  return { kind: 'attestation', evidence: toAttestation({ ...evidence, state }, statement), identity, statement }
}

function readStatement(bytes: Uint8Array): Statement {
  const statement = parseStatement(bytes)
  assertStatementType(statement)
  return statement
}

/** OpenPGP messages of podman and OpenShift: found, named, and neither believed nor refused. */
function examineGpg(item: FoundItem, context: ExamineContext): ExaminedItem {
  const list = createCheckList()
  if (checkContent(list, item) !== null) {
    list.leaveOpen(
      'signature',
      'SCHEME_NOT_CHECKED',
      'This is a GPG signature (simple signing), which is not verified here.',
    )
  }
  const evidence = toEvidence(item, list, { format: 'gpg-simple-signing', by: null }, context)
  return { kind: 'signature', evidence, identity: item.layer.digest }
}

function toInternalError(
  item: FoundItem,
  format: EvidenceFormat,
  error: unknown,
  context: ExamineContext,
): ExaminedItem {
  const list = createCheckList()
  const name = error instanceof Error ? error.name : 'unknown'
  list.leaveOpen('signature', 'INTERNAL_ERROR', 'A fault in the verifier kept this item from being checked.', {
    fault: name,
  })
  const evidence = toEvidence(item, list, { format, by: null }, context)
  const identity = item.layer.digest
  const isSignature = format !== 'cosign-dsse' && format !== 'in-toto-unsigned'
  if (isSignature) return { kind: 'signature', evidence, identity }
  return { kind: 'attestation', evidence: toAttestation(evidence, null), identity, statement: null }
}

/**
 * The same signature over the same bytes counts once, in whatever stores and layers it is. Of copies that differ in what is
 * not signed, the best stands for all: somebody else's spoilt copy must not hide the original.
 */
function mergeCopies(examined: readonly ExaminedItem[]): readonly ExaminedItem[] {
  const copies = keepBest(examined, (one) => `${one.kind} ${one.evidence.format} ${one.identity}`)
  return keepBest(copies, (one) => `${one.kind} ${one.evidence.format} ${one.twin ?? one.identity}`)
}

function keepBest(examined: readonly ExaminedItem[], toKey: (one: ExaminedItem) => string): readonly ExaminedItem[] {
  const best = new Map<string, ExaminedItem>()
  for (const one of examined) {
    const key = toKey(one)
    const held = best.get(key)
    if (held === undefined || compareCopies(one.evidence, held.evidence) < 0) best.set(key, one)
  }
  return [...best.values()]
}

const compareStores = (a: Evidence, b: Evidence): number => stores.indexOf(a.store) - stores.indexOf(b.store)
const compareCopies = (a: Evidence, b: Evidence): number => compareCopyStates(a.state, b.state) || compareStores(a, b)

/** Puts together what was examined apart; an item and its copies must have been examined in one go. */
export function joinExamined(parts: readonly Examined[]): Examined {
  return {
    signatures: sortBestFirst(parts.flatMap(({ signatures }) => signatures)),
    attestations: sortBestFirst(parts.flatMap(({ attestations }) => attestations)),
    ...toQuestions(parts.map(({ questions }) => questions)),
  }
}

function sortBestFirst<Item extends Evidence>(items: readonly Item[]): readonly Item[] {
  return items.toSorted((a, b) => compareStates(a.state, b.state) || compareStores(a, b))
}
