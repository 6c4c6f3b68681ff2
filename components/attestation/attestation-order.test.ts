import { describe, expect, it } from 'vitest'
import type { AttestationDto } from '#lib/api/contract/verdict.ts'
import { attestedAt, groupAttestations } from './attestation-order.ts'

const attestation = (changes: Partial<AttestationDto>): AttestationDto => ({
  state: 'verified',
  format: 'sigstore-bundle',
  store: 'referrers',
  digest: 'sha256:aa',
  subject: 'sha256:bb',
  inherited: false,
  signer: null,
  signedAt: null,
  annotations: {},
  checks: [],
  command: null,
  predicateType: 'https://spdx.dev/Document',
  statementSubjects: [],
  summary: null,
  ...changes,
})
const proven = (at: string) => ({ at, source: 'log' }) as const

describe('the time of an attestation', () => {
  it('A-26 is the proven one before the claimed one', () => {
    const summary = { createdAt: '2030-01-01T00:00:00Z' }
    expect(attestedAt(attestation({ summary, signedAt: proven('2026-01-01T00:00:00Z') }))).toEqual({
      at: '2026-01-01T00:00:00Z',
      isProven: true,
    })
    expect(attestedAt(attestation({ summary }))).toEqual({ at: '2030-01-01T00:00:00Z', isProven: false })
    expect(attestedAt(attestation({ summary: { createdAt: 'soon' } }))).toBeNull()
    const claimed = { at: '2026-01-01T00:00:00Z', source: 'signer-claim' } as const
    expect(attestedAt(attestation({ signedAt: claimed }))?.isProven).toBe(false)
  })
})

describe('groupAttestations', () => {
  it('keeps all of one type, the newest first and those without a time last', () => {
    const items = [
      attestation({ digest: 'sha256:01' }),
      attestation({ digest: 'sha256:02', summary: { createdAt: '2026-01-01T00:00:00Z' } }),
      attestation({ digest: 'sha256:03', summary: { createdAt: '2026-03-01T00:00:00Z' }, state: 'invalid' }),
      attestation({ digest: 'sha256:04', signedAt: proven('2026-02-01T00:00:00Z') }),
    ]
    const [group, ...others] = groupAttestations(items)
    expect(others).toEqual([])
    expect(group?.items.map(({ digest }) => digest)).toEqual(['sha256:03', 'sha256:04', 'sha256:02', 'sha256:01'])
  })

  it('tells kinds apart, also two of one type, and keeps what cannot be read', () => {
    const names = groupAttestations([
      attestation({ predicateType: null }),
      attestation({ predicateType: 'https://example.org/x' }),
      attestation({ predicateType: 'https://cyclonedx.org/bom', summary: { kind: 'CycloneDX VEX' } }),
      attestation({ predicateType: 'https://cyclonedx.org/bom', summary: { kind: 'CycloneDX SBOM' } }),
      attestation({ predicateType: 'https://slsa.dev/provenance/v1' }),
    ]).map(({ name }) => name)
    expect(names).toEqual([
      'CycloneDX SBOM',
      'SLSA provenance v1',
      'CycloneDX VEX',
      'Unreadable statement',
      'https://example.org/x',
    ])
  })
})
