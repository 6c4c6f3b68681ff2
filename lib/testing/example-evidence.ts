import type { Check } from '#lib/evidence/check.ts'
import type { GraphEvidence, GraphInput } from '#lib/format/graph/graph-input.ts'

const digestOf = (letter: string): string => `sha256:${letter.repeat(64)}`

export const exampleDigest = digestOf('a')
export const exampleIndexDigest = digestOf('b')

export const passed = (id: Check['id'], detail: Check['detail'] = {}): Check => ({ id, status: 'passed', detail })
export const failed = (
  id: Check['id'],
  code: Extract<Check, { status: 'failed' }>['code'],
  detail: Check['detail'] = {},
): Check => ({ id, status: 'failed', code, reason: `It failed: ${code}.`, detail })

const subjectChecks = [
  passed('content', { digest: digestOf('c') }),
  passed('format'),
  passed('subject', { asked: exampleDigest, signed: exampleDigest }),
]

const rule = passed('rule', { rule: 'Releases', ruleId: 'r1', repositories: 'registry.example/shop/*' })

/** Signed by a key, with no log entry and none asked for. */
export function keyEvidence(changes: Partial<GraphEvidence> = {}): GraphEvidence {
  return {
    state: 'verified',
    format: 'cosign-simple-signing',
    store: 'tag',
    digest: digestOf('c'),
    subject: exampleDigest,
    inherited: false,
    signer: { kind: 'key', fingerprint: 'f'.repeat(64), name: 'release key' },
    signedAt: null,
    checks: [
      ...subjectChecks,
      passed('signature', { key: 'release key', fingerprint: 'f'.repeat(64), algorithm: 'ecdsa-p256' }),
      { id: 'transparency-log', status: 'skipped', code: null, reason: 'No entry, and none is asked for.', detail: {} },
      { ...rule, detail: { ...rule.detail, keyState: 'active' } },
    ],
    command: null,
    ...changes,
  }
}

/** Signed by an identity with a certificate of ten minutes, entered in a log, and time-stamped. `number` tells several apart. */
export function identityEvidence(number = 0, changes: Partial<GraphEvidence> = {}): GraphEvidence {
  const claimed = {
    issuer: 'https://token.actions.example',
    subject: 'https://git.example/shop/web/release.yml@refs/tags/v1',
  }
  const fingerprint = number.toString(16).padStart(64, '0')
  const root = { root: 'Public good', rootId: 'p'.repeat(64) }
  return {
    state: 'verified',
    format: 'sigstore-bundle',
    store: 'referrers',
    digest: `sha256:${fingerprint}`,
    subject: exampleDigest,
    inherited: false,
    signer: { kind: 'identity', ...claimed, claims: {} },
    signedAt: { at: '2024-03-03T14:02:13Z', source: 'log' },
    checks: [
      ...subjectChecks,
      passed('signature', { certificate: fingerprint, algorithm: 'ecdsa-p256', scheme: 'ecdsa-sha256' }),
      passed('certificate', {
        ...claimed,
        ...root,
        authority: 'sigstore-intermediate',
        notBefore: '2024-03-03T14:02:11Z',
        notAfter: '2024-03-03T14:12:11Z',
        fingerprint,
      }),
      passed('certificate-transparency', { promises: 1 }),
      passed('transparency-log', {
        log: 'rekor.example',
        index: 4711 + number,
        proof: 'inclusion and promise',
        kind: 'hashedrekord',
        integratedAt: '2024-03-03T14:02:13Z',
        ...root,
      }),
      passed('timestamp', { at: '2024-03-03T14:02:14Z', authority: 'tsa.example', ...root }),
      rule,
    ],
    command: null,
    ...changes,
  }
}

/** A verdict about one image, as the pictures are given it. */
export function exampleInput(changes: Partial<GraphInput> = {}): GraphInput {
  return {
    digest: exampleDigest,
    platform: null,
    state: 'verified',
    indexState: null,
    indexDigest: null,
    isIndex: false,
    platforms: [],
    signatures: [],
    attestations: [],
    ...changes,
  }
}
