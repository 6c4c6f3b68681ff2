import { describe, expect, it } from 'vitest'
import type { Evidence } from '#lib/evidence/evidence.ts'
import type { Digest } from '#lib/oci/digest.ts'
import type { Verdict } from '#lib/trust/verdict.ts'
import { toEvidenceLine } from './evidence-line.ts'

const digest = `sha256:${'0'.repeat(64)}` as Digest

const signature = (state: Evidence['state'], more: Partial<Evidence> = {}): Evidence => ({
  state,
  format: 'cosign-simple-signing',
  store: 'tag',
  digest,
  subject: digest,
  inherited: false,
  signer: null,
  signedAt: null,
  annotations: {},
  checks: [],
  command: null,
  ...more,
})

const verdict = (more: Partial<Verdict>): Verdict => ({
  reference: 'localhost:5000/a:v1',
  digest,
  mediaType: 'application/vnd.oci.image.manifest.v1+json',
  platform: null,
  state: 'unsigned',
  indexState: null,
  sentence: 'Not signed.',
  signatures: [],
  attestations: [],
  sbom: null,
  discovery: [],
  checkedAt: '2026-11-25T12:00:00Z',
  ...more,
})

describe('toEvidenceLine', () => {
  it('counts what verifies, the packages, and says that no log was needed', () => {
    const logged = { id: 'transparency-log', status: 'skipped', code: null, reason: 'No entry.', detail: {} } as const
    expect(
      toEvidenceLine(
        verdict({
          state: 'verified',
          signatures: [signature('verified', { checks: [logged] }), signature('untrusted')],
          sbom: {
            format: 'spdx-json',
            packageCount: 166,
            state: 'verified',
            source: 'attestation',
            digest,
            createdAt: null,
            tool: null,
          },
        }),
      ),
    ).toEqual([
      '1 of 2 signatures verifies, by signers you trust',
      '166 packages in a signed SPDX SBOM',
      'in no transparency log, and your rule asks for none',
    ])
  })

  it('H-01 says which place gave no answer', () => {
    expect(
      toEvidenceLine(
        verdict({
          state: 'undetermined',
          discovery: [
            {
              store: 'referrers',
              asked: 'referrers',
              answer: 'failed',
              status: 429,
              code: 'REGISTRY_RATE_LIMITED',
              count: 0,
            },
          ],
        }),
      ),
    ).toContain('the referrers API gave no answer (429)')
  })

  it('does not call an unsigned SBOM signed', () => {
    const sbom = {
      format: 'cyclonedx-json',
      packageCount: 1,
      state: 'unsigned',
      source: 'buildkit',
      digest,
      createdAt: null,
      tool: null,
    } as const
    expect(toEvidenceLine(verdict({ sbom }))[1]).toBe('1 package in a CycloneDX SBOM that is not signed')
  })

  it('does not count an inherited signature as the image’s own', () => {
    expect(toEvidenceLine(verdict({ signatures: [signature('verified', { inherited: true })] }))[0]).toBe(
      '1 signature of the index that holds it',
    )
  })
})
