import { describe, expect, it } from 'vitest'
import type { Check } from '#lib/evidence/check.ts'
import type { Evidence, Signer } from '#lib/evidence/evidence.ts'
import { formatEvidenceCommand } from './cosign-command.ts'

const image = `registry.example.com/workshop/demo@sha256:${'a'.repeat(64)}`
const passed = (id: Check['id'], detail: Check['detail'] = {}): Check => ({ id, status: 'passed', detail })
const signerOf = (subject: string): Signer => ({ kind: 'certificate', subject, issuer: 'CN=root', fingerprint: 'a' })
const evidence = (signer: Signer | null, ...checks: readonly Check[]) =>
  ({ format: 'notation-jws', signer, checks, store: 'referrers' }) as unknown as Evidence
const policyOf = (command: string | null) =>
  JSON.parse(/^printf '%s' '(.*)' > trustpolicy.json$/m.exec(command ?? '')?.[1] ?? 'null').trustPolicies[0]

describe('the commands of notation that do the same check', () => {
  it('trust the authority and exactly the subject, for this repository', () => {
    const command = formatEvidenceCommand(
      evidence(signerOf('CN=signer,O=Workshop,ST=WA,C=US'), passed('certificate', { store: 'ca' })),
      image,
    )
    expect(command?.split('\n').filter((line) => !line.startsWith('printf'))).toEqual([
      'notation cert add --type ca --store touchstone authority.pem',
      'notation policy import --force trustpolicy.json',
      `notation verify ${image}`,
    ])
    expect(policyOf(command)).toEqual({
      name: 'touchstone',
      registryScopes: ['registry.example.com/workshop/demo'],
      signatureVerification: { level: 'strict', override: { revocation: 'skip' } },
      trustStores: ['ca:touchstone'],
      trustedIdentities: ['x509.subject: CN=signer,O=Workshop,ST=WA,C=US'],
    })
  })

  it('ask about revocation where it was asked here, and not where nobody could say', () => {
    const signer = signerOf('CN=signer,O=Workshop,ST=WA,C=US')
    const skipped: Check = { id: 'revocation', status: 'skipped', code: null, reason: '', detail: {} }
    const verificationBy = (check: Check) =>
      policyOf(formatEvidenceCommand(evidence(signer, passed('certificate'), check), image)).signatureVerification
    expect(verificationBy(passed('revocation'))).toEqual({ level: 'strict' })
    expect(verificationBy(skipped)).toEqual({ level: 'strict', override: { revocation: 'skip' } })
  })

  it('name the stores of signing services and time stamps', () => {
    const command = formatEvidenceCommand(
      evidence(signerOf('CN=signer'), passed('certificate', { store: 'signingAuthority' }), passed('timestamp')),
      'sample.layout/demo@sha256:0',
    )
    expect(command).toContain('notation cert add --type tsa --store touchstone tsa.pem')
    expect(command?.endsWith('notation verify "$REGISTRY"/demo@sha256:0')).toBe(true)
    expect(policyOf(command)).toMatchObject({
      registryScopes: ['*'],
      trustStores: ['signingAuthority:touchstone', 'tsa:touchstone'],
      trustedIdentities: ['*'],
    })
  })

  it('U cannot be left by what a certificate says', () => {
    const command = formatEvidenceCommand(evidence(signerOf("CN=a' ; rm -rf ~ #,O=x,ST=y,C=z")), image)
    expect(command).toContain("CN=a'\\'' ; rm -rf")
    expect(formatEvidenceCommand(evidence(signerOf('CN=a\u001b[2J')), image)).toBeNull()
  })

  it('are none where no authority vouches for the signer', () => {
    expect(formatEvidenceCommand(evidence(null), image)).toBeNull()
  })
})
