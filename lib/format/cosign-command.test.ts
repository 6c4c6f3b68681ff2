import { execFileSync } from 'node:child_process'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Attestation, Evidence } from '#lib/evidence/evidence.ts'
import { image, repository, spdxType } from '#lib/testing/signed-evidence.ts'
import { formatEvidenceCommand } from './cosign-command.ts'
import { formatShellWord } from './shell-word.ts'

const at = `${repository}@${image}`

function make(changes: Partial<Attestation> = {}, scheme = 'ecdsa-sha256'): Evidence {
  return {
    state: 'verified',
    format: 'cosign-simple-signing',
    store: 'tag',
    digest: image,
    subject: image,
    inherited: false,
    signer: null,
    signedAt: null,
    annotations: {},
    checks: [{ id: 'signature', status: 'passed', detail: { scheme } }],
    command: null,
    ...changes,
  }
}
const attestation = (predicateType: string | null, changes: Partial<Attestation> = {}) =>
  make({ format: 'cosign-dsse', predicateType, statementSubjects: [], summary: null, ...changes })

describe('the cosign command that does the same check', () => {
  it('verifies an image signature in the form that it has', () => {
    expect(formatEvidenceCommand(make(), at)).toBe(
      `cosign verify --key cosign.pub --insecure-ignore-tlog=true --new-bundle-format=false ${at}`,
    )
    expect(formatEvidenceCommand(make({ format: 'sigstore-bundle', store: 'referrers' }), at)).toBe(
      `cosign verify --key cosign.pub --insecure-ignore-tlog=true ${at}`,
    )
    expect(formatEvidenceCommand(make({ store: 'referrers' }), at)).toBe(
      `COSIGN_EXPERIMENTAL=1 cosign verify --key cosign.pub --insecure-ignore-tlog=true --new-bundle-format=false --experimental-oci11 ${at}`,
    )
  })

  it('verifies an attestation by its type', () => {
    expect(formatEvidenceCommand(attestation(spdxType), at)).toContain('verify-attestation')
    expect(formatEvidenceCommand(attestation(spdxType), at)).toContain('--type spdxjson ')
    expect(formatEvidenceCommand(attestation('https://example.org/review/v1'), at)).toContain(
      '--type https://example.org/review/v1 ',
    )
    expect(formatEvidenceCommand(attestation(null), at)).toBeNull()
  })

  it('C names the identity, its root, and what proves its time', () => {
    const signer = { kind: 'identity', issuer: 'https://issuer.test', subject: "o'hara@b.example", claims: {} } as const
    const passed = (id: 'transparency-log' | 'timestamp', root: string) =>
      ({ id, status: 'passed', detail: { root } }) as const
    const logged = make({
      format: 'sigstore-bundle',
      signer,
      checks: [passed('transparency-log', 'own'), passed('timestamp', 'own')],
    })
    expect(formatEvidenceCommand(logged, at)).toBe(
      `cosign verify --certificate-identity 'o'\\''hara@b.example' --certificate-oidc-issuer https://issuer.test --trusted-root trusted_root.json ${at}`,
    )
    const stamped = make({ format: 'sigstore-bundle', signer, checks: [passed('timestamp', 'Sigstore public good')] })
    expect(formatEvidenceCommand(stamped, at)).toContain(' --insecure-ignore-tlog=true --use-signed-timestamps ')
    expect(formatEvidenceCommand(stamped, at)).not.toContain('--trusted-root')
    expect(formatEvidenceCommand(make({ signer: { ...signer, subject: 'a\nb' } }), at)).toBeNull()
  })

  it('is none for a certificate that proves nobody', () => {
    const open = { id: 'certificate', status: 'skipped', code: null, reason: '', detail: {} } as const
    expect(formatEvidenceCommand(make({ checks: [open] }), at)).toBeNull()
  })

  it('names the hash where cosign would take another', () => {
    expect(formatEvidenceCommand(make({}, 'ecdsa-sha384'), at)).toContain('--signature-digest-algorithm sha384 ')
    expect(formatEvidenceCommand(make({}, 'ecdsa-sha512-p1363'), at)).toContain('--signature-digest-algorithm sha512 ')
    expect(formatEvidenceCommand(make({}, 'ecdsa-sha256'), at)).not.toContain('digest-algorithm')
  })

  it('is none where cosign cannot do it', () => {
    for (const scheme of ['ed25519ph', 'rsa-pkcs1-sha512', 'rsa-pss-sha256']) {
      expect(formatEvidenceCommand(make({}, scheme), at)).toBeNull()
    }
    for (const format of ['notation-jws', 'notation-cose', 'in-toto-unsigned'] as const) {
      expect(formatEvidenceCommand(make({ format }), at)).toBeNull()
    }
  })

  it('names an image of a layout as in the registry that it is copied to', () => {
    expect(formatEvidenceCommand(make(), `sample.layout/workshop/demo@${image}`)).toMatch(
      /"\$REGISTRY"\/workshop\/demo@sha256:[0-9a-f]{64}$/,
    )
  })

  it('quotes hostile predicate types, and gives none with control characters', () => {
    const hostile = `https://example.org/'; rm -rf "$HOME" #$(id)`
    const command = formatEvidenceCommand(attestation(hostile), at) ?? ''
    const words = execFileSync('/bin/sh', ['-c', `printf '%s\\n' ${command}`], { encoding: 'utf8' }).split('\n')
    expect(words).toContain(hostile)
    expect(formatEvidenceCommand(attestation('x\u001b[2J'), at)).toBeNull()
    expect(formatEvidenceCommand(attestation('x\nrm -rf /'), at)).toBeNull()
  })

  it('quotes every word so that a shell reads it back', () => {
    const word = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 30 }).filter((text) => !text.includes('\u0000'))
    fc.assert(
      fc.property(word, (text) => {
        const read = execFileSync('/bin/sh', ['-c', `printf '%s' ${formatShellWord(text)}`], { encoding: 'utf8' })
        expect(read).toBe(text)
      }),
      { numRuns: 40 },
    )
  })
})
