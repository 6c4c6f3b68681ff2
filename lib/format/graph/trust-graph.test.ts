import { describe, expect, it } from 'vitest'
import {
  exampleDigest,
  exampleIndexDigest,
  exampleInput,
  failed,
  identityEvidence,
  keyEvidence,
} from '#lib/testing/example-evidence.ts'
import type { TrustGraph } from './graph-builder.ts'
import { toTrustGraph } from './trust-graph.ts'

/** Each edge as "result: from verb to". */
const sayings = ({ nodes, edges }: TrustGraph): string[] => {
  const title = (id: string) => nodes.find((node) => node.id === id)?.title
  return edges.map(({ from, to, verb, result }) => `${result}: ${title(from)} ${verb} ${title(to)}`)
}
const kinds = ({ nodes }: TrustGraph): string[] => nodes.map(({ kind }) => kind).toSorted()

describe('toTrustGraph', () => {
  it('draws a key, what it signed, the image and the rule, and that no log entry was asked for', () => {
    expect(sayings(toTrustGraph(exampleInput({ signatures: [keyEvidence()] })))).toEqual([
      'passed: Image signature speaks of This image',
      'passed: release key verifies Image signature',
      'passed: Releases trusts release key',
      'skipped: No log entry for Image signature',
    ])
  })

  it('draws the whole chain of an identity: rule, root, authority, logs, certificate, signature', () => {
    const graph = toTrustGraph(exampleInput({ signatures: [identityEvidence()] }))
    const subject = 'https://git.example/shop/web/release.yml@refs/tags/v1'
    expect(sayings(graph)).toEqual([
      'passed: Image signature speaks of This image',
      `passed: ${subject} is named in Certificate …0000`,
      'passed: sigstore-intermediate issued Certificate …0000',
      'passed: Public good lists sigstore-intermediate',
      'passed: Certificate log recorded Certificate …0000',
      'passed: Certificate …0000 verifies Image signature',
      `passed: Releases trusts ${subject}`,
      'passed: rekor.example entered Image signature',
      'passed: Public good lists rekor.example',
      'passed: tsa.example time-stamped Image signature',
      'passed: Public good lists tsa.example',
    ])
  })

  it('draws what several signatures share once: identity, authority, logs, root and rule', () => {
    const one = kinds(toTrustGraph(exampleInput({ signatures: [identityEvidence(1)] })))
    const three = kinds(toTrustGraph(exampleInput({ signatures: [1, 2, 3].map((number) => identityEvidence(number)) })))
    expect(three.filter((kind) => kind !== 'certificate' && kind !== 'signature')).toEqual(
      one.filter((kind) => kind !== 'certificate' && kind !== 'signature'),
    )
    expect(three.filter((kind) => kind === 'certificate')).toHaveLength(3)
  })

  it('never draws two unknown keys as the same, and no rule for either', () => {
    const unknown = keyEvidence({
      state: 'untrusted',
      signer: null,
      checks: [failed('signature', 'SIGNATURE_INVALID')],
    })
    const graph = toTrustGraph(exampleInput({ signatures: [unknown, unknown] }))
    expect(graph.nodes.filter(({ title }) => title === 'Unknown key')).toHaveLength(2)
    expect(graph.nodes.some(({ kind }) => kind === 'rule')).toBe(false)
  })

  it('H-01 never draws a check that was skipped, failed or left open as passed', () => {
    const broken = keyEvidence({
      state: 'invalid',
      checks: [
        failed('subject', 'SUBJECT_MISMATCH'),
        { id: 'signature', status: 'inconclusive', code: 'SIGNATURE_UNKNOWN_KEY', reason: 'No key fits.', detail: {} },
        failed('rule', 'RULE_NONE'),
        failed('transparency-log', 'LOG_ENTRY_MISSING'),
      ],
    })
    expect(sayings(toTrustGraph(exampleInput({ signatures: [broken] })))).toEqual([
      'failed: Image signature speaks of This image',
      'open: release key verifies Image signature',
      'failed: No rule of yours trusts release key',
      'failed: No log entry for Image signature',
    ])
  })

  it('draws a failure beside what passed between the same two, so that neither hides the other', () => {
    const other = keyEvidence({ checks: [failed('rule', 'RULE_OUTSIDE_WINDOW', { rule: 'Releases', ruleId: 'r1' })] })
    const { edges } = toTrustGraph(exampleInput({ signatures: [keyEvidence(), other] }))
    const ruled = edges.filter(({ from }) => from === 'rule r1')
    expect(ruled.map(({ result }) => result)).toEqual(['passed', 'failed'])
  })

  it('does not take a remark for a failure', () => {
    const renamed = keyEvidence({
      checks: [
        ...keyEvidence().checks,
        { id: 'repository', status: 'inconclusive', code: 'REPOSITORY_DIFFERS', reason: 'Another name.', detail: {} },
      ],
    })
    expect(sayings(toTrustGraph(exampleInput({ signatures: [renamed] })))[0]).toMatch(/^passed/)
  })

  it('names what only a failed certificate says as claimed, apart from the identity itself', () => {
    const claim = { issuer: 'https://issuer', subject: 'me', fingerprint: 'e'.repeat(64) }
    const claimed = identityEvidence(1, {
      state: 'untrusted',
      signer: null,
      checks: [failed('certificate', 'CERTIFICATE_UNKNOWN_AUTHORITY', claim)],
    })
    const graph = toTrustGraph(exampleInput({ signatures: [claimed] }))
    expect(graph.nodes.find(({ kind }) => kind === 'identity')?.note).toBe('Claimed; says https://issuer')
    expect(sayings(graph)).toContain('failed: No known authority issued Certificate …eeee')
  })

  it('H-01 draws an entry of a log that nobody knows as one that is there and was not checked', () => {
    const claim = { claimedIssuer: 'https://issuer', claimedSubject: 'me', authority: 'CN=Somebody' }
    const unknown = identityEvidence(1, {
      state: 'untrusted',
      signer: null,
      checks: [
        {
          id: 'certificate',
          status: 'inconclusive',
          code: 'CERTIFICATE_UNKNOWN_AUTHORITY',
          reason: 'By no authority of the roots.',
          detail: claim,
        },
        {
          id: 'transparency-log',
          status: 'skipped',
          code: 'LOG_UNKNOWN',
          reason: 'By no known log.',
          detail: { logId: 'aa' },
        },
        {
          id: 'timestamp',
          status: 'skipped',
          code: 'TIMESTAMP_UNKNOWN_AUTHORITY',
          reason: 'By no known authority.',
          detail: {},
        },
      ],
    })
    expect(sayings(toTrustGraph(exampleInput({ signatures: [unknown] })))).toEqual([
      'skipped: Image signature speaks of This image',
      'open: me is named in Certificate',
      'open: CN=Somebody issued Certificate',
      'skipped: Certificate verifies Image signature',
      'skipped: An unknown log entered Image signature',
      'skipped: An unknown authority time-stamped Image signature',
    ])
  })

  it('leads what is inherited through the index to the platform', () => {
    const inherited = keyEvidence({ inherited: true, subject: exampleIndexDigest })
    const input = exampleInput({
      platform: 'linux/arm64',
      state: 'unsigned',
      indexState: 'verified',
      indexDigest: exampleIndexDigest,
      signatures: [inherited],
    })
    expect(sayings(toTrustGraph(input)).slice(0, 2)).toEqual([
      'passed: Its index holds linux/arm64',
      'passed: Image signature speaks of Its index',
    ])
  })

  it('draws the platforms of an index', () => {
    const platforms = [{ platform: 'linux/amd64', digest: exampleDigest }]
    const graph = toTrustGraph(exampleInput({ digest: exampleIndexDigest, isIndex: true, platforms }))
    expect(sayings(graph)).toEqual(['passed: This index holds linux/amd64'])
  })

  it('V-06 spells out hidden characters in what strangers wrote', () => {
    const hostile = keyEvidence({ signer: { kind: 'key', fingerprint: 'f'.repeat(64), name: 'a\u202eb' } })
    const { nodes } = toTrustGraph(exampleInput({ signatures: [hostile] }))
    expect(nodes.find(({ kind }) => kind === 'key')?.title).toBe('a⟨U+202E⟩b')
  })

  it('draws 150 of a thousand signatures, and says how many are left', () => {
    const graph = toTrustGraph(exampleInput({ signatures: Array.from({ length: 1000 }, () => keyEvidence()) }))
    expect(graph.left).toBe(850)
    expect(graph.nodes.filter(({ kind }) => kind === 'signature')).toHaveLength(150)
  })
})
