import { describe, expect, it } from 'vitest'
import type { Attestation } from '#lib/evidence/evidence.ts'
import type { SbomFacts } from '#lib/sbom/sbom.ts'
import { formatTrustLine } from './trust-line.ts'

const facts: SbomFacts = {
  format: 'spdx-json',
  packageCount: 3,
  state: 'verified',
  source: 'attestation',
  digest: `sha256:${'a'.repeat(64)}` as SbomFacts['digest'],
  createdAt: '2026-01-02T03:04:05Z',
  tool: 'syft 1.57',
}
const signer = { kind: 'key', fingerprint: 'f'.repeat(64), name: 'release key' } as const
const signed = { signer } as unknown as Attestation
const line = (change: Partial<SbomFacts>, attestation: Attestation | null = signed, inherited = false) =>
  formatTrustLine({ facts: { ...facts, ...change }, attestation, inherited, platform: 'linux/arm64' })

describe('trust line of an SBOM', () => {
  it('names the signer whom you trust, the platform and the tool', () => {
    expect(line({})).toBe(
      'This list was signed by release key, whom you trust, for this image (linux/arm64). Made by syft 1.57 on 2026-01-02, as it says.',
    )
  })

  it('V-23 says when the signer is not trusted, known or not', () => {
    expect(line({ state: 'untrusted' })).toContain('whom you do not trust here')
    expect(line({ state: 'untrusted' }, null)).toContain('not by anyone you trust')
  })

  it('V-21 says plainly that nobody signed it, and where it comes from', () => {
    expect(line({ state: 'unsigned', source: 'buildkit' }, null)).toMatch(
      /^Nobody signed this list: it comes from a statement of the build/,
    )
    expect(line({ state: 'unsigned', source: 'attachment' }, null)).toContain('a file attached beside the image')
  })

  it('never says trusted about what did not verify', () => {
    for (const state of ['untrusted', 'unsigned', 'invalid', 'undetermined'] as const) {
      expect(line({ state })).not.toContain('whom you trust,')
    }
  })

  it('says when it speaks of the index alone', () => {
    expect(line({}, signed, true)).toContain('for the index of all platforms')
  })
})
