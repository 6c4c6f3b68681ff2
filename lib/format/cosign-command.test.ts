import { execFileSync } from 'node:child_process'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Attestation, Evidence } from '#lib/evidence/evidence.ts'
import { image, repository, spdxType } from '#lib/testing/signed-evidence.ts'
import { listCommandFiles } from './command-files.ts'
import { findCommandObstacle } from './command-obstacle.ts'
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

describe('the commands for a signer whom an own authority vouches for', () => {
  const signer = { kind: 'certificate', subject: 'CN=a', issuer: 'CN=b', fingerprint: 'c' } as const
  const named = (alternativeName: string | null, oidcIssuer: string | null = null) =>
    ({ id: 'certificate', status: 'passed', detail: { alternativeName, oidcIssuer } }) as const
  const stamped = (root: string) => ({ id: 'timestamp', status: 'passed', detail: { root } }) as const
  const logged = (root: string) => ({ id: 'transparency-log', status: 'passed', detail: { root } }) as const
  const scheme = (text: string) => ({ id: 'signature', status: 'passed', detail: { scheme: text } }) as const
  const uri = named('URI:https://a.example/b')
  const by = (checks: Evidence['checks'], changes: Partial<Attestation> = {}) => make({ signer, checks, ...changes })
  const bundle = { format: 'sigstore-bundle', store: 'referrers' } as const

  it('name its certificates, and an issuer even where there is none', () => {
    const identity = "--certificate-identity https://a.example/b --certificate-oidc-issuer-regexp '^$'"
    const rest = '--insecure-ignore-sct=true --insecure-ignore-tlog=true'
    expect(formatEvidenceCommand(by([uri]), at)).toBe(
      `cosign verify ${identity} --certificate-chain authority.pem ${rest} --new-bundle-format=false ${at}`,
    )
    expect(formatEvidenceCommand(by([named('email:a@b.example', 'https://issuer.test')]), at)).toContain(
      'cosign verify --certificate-identity a@b.example --certificate-oidc-issuer https://issuer.test --certificate-chain',
    )
    expect(formatEvidenceCommand(by([uri], bundle), at)).toBe(
      `cosign trusted-root create --fulcio url=https://authority.invalid,certificate-chain=authority.pem --out authority.json
cosign verify ${identity} --trusted-root authority.json ${rest} ${at}`,
    )
  })

  it('take the log and the time stamps from the root that proves them', () => {
    const own = formatEvidenceCommand(by([uri, stamped('own')]), at)?.split('\n') ?? []
    expect(own).toHaveLength(3)
    expect(own[1]).toContain('trusted_root.json certificates.json > authority.json')
    expect(own[2]).toContain('--trusted-root authority.json')
    expect(own[2]).toContain('--use-signed-timestamps')
    const publicLog = formatEvidenceCommand(by([uri, logged('Sigstore public good')], bundle), at) ?? ''
    expect(publicLog).toContain('create --with-default-services --no-default-fulcio --no-default-ctfe --fulcio')
    expect(publicLog).not.toContain('--insecure-ignore-tlog')
    expect(formatEvidenceCommand(by([uri, logged('Sigstore public good')]), at)).toContain('--certificate-chain')
  })

  it('are none where cosign cannot be told, and say why', () => {
    const obstacle = (...given: Parameters<typeof by>) => {
      expect(formatEvidenceCommand(by(...given), at)).toBeNull()
      return findCommandObstacle(by(...given))
    }
    expect(obstacle([])).toContain('alternative names')
    expect(obstacle([named(null)])).toContain('alternative names')
    expect(obstacle([named('DNS:a.example')], bundle)).toContain('host name')
    expect(obstacle([named('other:a\u001b[2J')])).toContain('control characters')
    expect(obstacle([named('email:a@b.example', 'https://i\n')])).toContain('control characters')
    expect(obstacle([uri, scheme('ecdsa-sha384')])).toContain('SHA-256 only')
    expect(formatEvidenceCommand(by([uri, scheme('ecdsa-sha384')], bundle), at)).not.toContain('digest-algorithm')
    expect(formatEvidenceCommand(by([named('DNS:a.example')]), at)).toContain('--certificate-identity a.example ')
  })

  it('tell no more than what is proven: others are not said to have signed', () => {
    expect(findCommandObstacle(by([uri], { signer: null }))).toContain('not proven')
    expect(findCommandObstacle(by([uri], { format: 'in-toto-unsigned' }))).toBe('nobody signed it')
    expect(findCommandObstacle(by([uri], { format: 'gpg-simple-signing' }))).toContain('GPG')
    expect(findCommandObstacle(make())).toBeNull()
  })

  it('list the files that they read, and not those that they make', () => {
    const namesOf = (evidence: Evidence) =>
      listCommandFiles(formatEvidenceCommand(evidence, at) ?? '').map(({ name }) => name)
    expect(namesOf(make())).toEqual(['cosign.pub'])
    expect(namesOf(by([uri], bundle))).toEqual(['authority.pem'])
    expect(namesOf(by([uri, stamped('own')]))).toEqual(['authority.pem', 'trusted_root.json'])
  })
})
