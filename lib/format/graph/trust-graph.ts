import type { CheckDetail, CheckId } from '#lib/evidence/check.ts'
import { shortenDigest } from '../digest.ts'
import { createGraphBuilder, type EdgeCheck, type GraphBuilder, type TrustGraph, worstResult } from './graph-builder.ts'
import { type GraphEvidence, type GraphInput, listEvidence } from './graph-input.ts'
import { evidenceNote, evidenceTitle, signerNodes } from './graph-signer.ts'

const aboutSubject: readonly CheckId[] = [
  'content',
  'format',
  'referrer',
  'payload-type',
  'subject',
  'repository',
  'predicate-type',
]

/** More than a picture can show; the table names the rest. */
const maxEvidence = 150

/** Draws a verdict: every signer, certificate, log, rule and image once, and every check between two of them. */
export function toTrustGraph(input: GraphInput): TrustGraph {
  const builder = createGraphBuilder()
  const all = listEvidence(input)
  const subjectOf = addImage(builder, input)
  for (const [index, evidence] of all.slice(0, maxEvidence).entries()) {
    addEvidence(builder, evidence, index, subjectOf(evidence))
  }
  return { ...builder.graph(), left: Math.max(0, all.length - maxEvidence) }
}

/** The image that was asked for, the index that it is in, and its platforms; tells which of them evidence speaks of. */
function addImage(builder: GraphBuilder, input: GraphInput): (evidence: GraphEvidence) => string {
  const { digest, platform, state, indexState, indexDigest, isIndex, platforms } = input
  const main = builder.node({
    id: digest,
    kind: platform !== null ? 'platform' : isIndex ? 'index' : 'image',
    title: platform ?? (isIndex ? 'This index' : 'This image'),
    note: shortenDigest(digest),
    digest,
    state,
  })
  if (platform !== null && indexDigest !== null) {
    const index = builder.node({
      id: indexDigest,
      kind: 'index',
      title: 'Its index',
      note: shortenDigest(indexDigest),
      digest: indexDigest,
      state: indexState,
    })
    builder.edge(index, main, 'holds', [], 'passed')
  }
  if (platform === null && isIndex) {
    for (const child of platforms) {
      const node = builder.node({
        id: child.digest,
        kind: 'platform',
        title: child.platform,
        note: shortenDigest(child.digest),
        digest: child.digest,
      })
      builder.edge(main, node, 'holds', [], 'passed')
    }
  }
  return ({ subject, inherited }) => {
    if (subject === digest) return main
    return builder.node({
      id: subject,
      kind: inherited ? 'index' : 'image',
      title: inherited ? 'Its index' : 'Another image',
      note: shortenDigest(subject),
      digest: subject,
      state: inherited ? indexState : null,
    })
  }
}

function addEvidence(builder: GraphBuilder, evidence: GraphEvidence, index: number, subject: string): void {
  const of = (...ids: readonly CheckId[]): EdgeCheck[] =>
    evidence.checks.filter(({ id }) => ids.includes(id)).map((check) => ({ evidence: index, check }))
  const node = builder.node({
    id: `evidence ${index}`,
    kind: 'predicateType' in evidence ? 'attestation' : 'signature',
    title: evidenceTitle(evidence),
    note: evidenceNote(evidence),
    state: evidence.state,
    inherited: evidence.inherited,
    digest: evidence.digest,
    evidence: index,
  })
  builder.edge(node, subject, 'speaks of', of(...aboutSubject))

  const { signer, certificate } = signerNodes(evidence, index)
  const vouching = certificate ?? signer
  if (signer !== null) builder.node(signer)
  if (certificate !== null) {
    builder.node(certificate)
    if (signer !== null) builder.edge(signer.id, certificate.id, 'is named in', of('certificate'))
    addAuthority(builder, certificate.id, of('certificate'), of('certificate-transparency'))
  }
  if (vouching !== null) builder.edge(vouching.id, node, 'verifies', of('signature'))
  addRule(builder, (signer ?? certificate)?.id ?? null, of('rule'))
  for (const one of of('transparency-log')) addProof(builder, node, one, 'log')
  for (const one of of('timestamp')) addProof(builder, node, one, 'timestamp')
}

const text = (detail: CheckDetail, ...names: readonly string[]): string | null => {
  for (const name of names) {
    const value = detail[name]
    if (typeof value === 'string' && value !== '') return value
  }
  return null
}

/** The trusted root that lists an authority, a log or a time-stamp authority. */
function addRoot(builder: GraphBuilder, listed: string, checks: readonly EdgeCheck[]): void {
  const detail = checks[0]?.check.detail ?? {}
  const root = text(detail, 'root')
  if (root === null) return
  const id = builder.node({
    id: `root ${text(detail, 'rootId') ?? root}`,
    kind: 'root',
    title: root,
    note: 'Trusted root',
  })
  builder.edge(id, listed, 'lists', checks)
}

function addAuthority(
  builder: GraphBuilder,
  certificate: string,
  issued: readonly EdgeCheck[],
  recorded: readonly EdgeCheck[],
): void {
  const detail = issued[0]?.check.detail ?? {}
  const name = text(detail, 'authority', 'anchor')
  const result = worstResult(issued)
  if (name !== null) {
    const fingerprint = text(detail, 'anchorFingerprint')
    const note = fingerprint === null ? 'Certificate authority' : 'Certificate that you trust'
    const id = builder.node({
      id: `authority ${fingerprint ?? name}`,
      kind: 'authority',
      title: name,
      note,
      digest: fingerprint,
    })
    builder.edge(id, certificate, 'issued', issued)
    addRoot(builder, id, issued)
  } else if (result === 'failed' || result === 'open') {
    const id = builder.node({
      id: 'no authority',
      kind: 'missing',
      title: 'No known authority',
      note: 'Certificate authority',
    })
    builder.edge(id, certificate, 'issued', issued)
  }
  if (recorded.length === 0 || worstResult(recorded) === 'skipped') return
  const log = text(recorded[0]?.check.detail ?? {}, 'log')
  const id = builder.node({
    id: `certificate log ${log ?? ''}`,
    kind: 'certificate-log',
    title: log ?? 'Certificate log',
    note: 'Certificate transparency',
  })
  builder.edge(id, certificate, 'recorded', recorded)
}

function addRule(builder: GraphBuilder, signer: string | null, checks: readonly EdgeCheck[]): void {
  const check = checks[0]?.check
  if (signer === null || check === undefined || check.status === 'skipped') return
  const name = text(check.detail, 'rule')
  const id =
    name === null
      ? builder.node({ id: 'no rule', kind: 'missing', title: 'No rule of yours', note: 'Trust rule', layer: 0 })
      : builder.node({
          id: `rule ${text(check.detail, 'ruleId') ?? name}`,
          kind: 'rule',
          title: name,
          note: text(check.detail, 'repositories') ?? 'Trust rule',
        })
  builder.edge(id, signer, check.status === 'passed' || name === null ? 'trusts' : 'does not trust', checks)
}

const proofs = {
  log: { verb: 'entered', name: 'log', none: 'No log entry', unknown: 'An unknown log', note: 'Transparency log' },
  timestamp: {
    verb: 'time-stamped',
    name: 'authority',
    none: 'No time stamp',
    unknown: 'An unknown authority',
    note: 'Time-stamp authority',
  },
} as const

function addProof(builder: GraphBuilder, evidence: string, made: EdgeCheck, kind: keyof typeof proofs): void {
  const { verb, name, none, unknown, note } = proofs[kind]
  const { check } = made
  const code = 'code' in check ? check.code : null
  const found = text(check.detail, name)
  const isAbsent =
    (check.status === 'skipped' && code === null) || code === 'LOG_ENTRY_MISSING' || code === 'TIMESTAMP_MISSING'
  if (isAbsent && found === null) {
    builder.edge(builder.node({ id: none, kind: 'missing', title: none, note }), evidence, 'for', [made])
    return
  }
  const key = text(check.detail, 'logId')
  const id = builder.node({ id: `${kind} ${found ?? key ?? ''}`, kind, title: found ?? unknown, note, digest: key })
  builder.edge(id, evidence, verb, [made])
  addRoot(builder, id, [made])
}
