import { describe, expect, it } from 'vitest'
import type { StoredCertificate } from '#lib/store/certificate-store.ts'
import { makeAuthority } from '#lib/testing/test-authority.ts'
import type { TrustRule } from '#lib/trust/trust-rule.ts'
import { certificateSchema } from './contract/certificates.ts'
import { toCertificateDto } from './to-certificate.ts'

const { der, pem } = makeAuthority()
const certificate: StoredCertificate = {
  fingerprint: 'a'.repeat(64),
  name: null,
  der,
  subject: 'CN=root',
  issuer: 'CN=root',
  notBefore: '2026-01-01T00:00:00.000Z',
  notAfter: '2027-01-01T00:00:00.000Z',
  stores: ['ca'],
  state: 'active',
  createdAt: '2026-01-01T00:00:00.000Z',
}
const ruleFor = (id: string, signer: TrustRule['signer']): TrustRule => ({
  id,
  name: id,
  repositories: ['**'],
  signer,
  validFrom: null,
  validUntil: null,
  requireTransparencyLog: false,
  requireTimestamp: false,
})

describe('a certificate of the shelf as the API shows it', () => {
  it('is as it was given, with the rules that name it', () => {
    const { fingerprint } = certificate
    const rules = [
      ruleFor('mine', { kind: 'certificate', fingerprint }),
      ruleFor('a key', { kind: 'key', fingerprint }),
      ruleFor('other', { kind: 'certificate', fingerprint: 'b'.repeat(64) }),
    ]
    const dto = toCertificateDto(certificate, rules, new Date('2026-06-01'))
    expect(dto).toMatchObject({ rules: ['mine'], pem, warning: null, stores: ['ca'] })
    expect(certificateSchema.strict().parse(dto)).toEqual(dto)
  })

  it('warns before it begins and after it has ended', () => {
    const warningAt = (at: string) => toCertificateDto(certificate, [], new Date(at)).warning
    expect(warningAt('2027-01-01T00:00:00.001Z')).toContain('has ended')
    expect(warningAt('2027-01-01T00:00:00.000Z')).toBeNull()
    expect(warningAt('2025-12-31T23:59:59.999Z')).toContain('not valid yet')
  })
})
