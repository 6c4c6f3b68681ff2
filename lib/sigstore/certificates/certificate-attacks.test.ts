import { generateKeyPairSync } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { judgeBundle } from '#lib/testing/judge-bundle.ts'
import { extensions, makeAuthority, makeSigner, purposeIds, sequence } from '#lib/testing/test-authority.ts'
import { createTestInstance, identity, type LeafChanges, leafExtensions, leafFrom } from '#lib/testing/test-instance.ts'
import type { RuleSigner } from '#lib/trust/trust-rule.ts'

const instance = createTestInstance()
const root = instance.toRoot()
const judge = (leaf: LeafChanges, roots: readonly unknown[] = [root], signer?: RuleSigner) =>
  judgeBundle(instance.sign(leaf), roots, signer === undefined ? {} : { signer })

/** The usual extensions without those of an id, and with others. */
const leafWith = (id: string, ...others: Parameters<typeof Array.of<(typeof leafExtensions)[number]>>) => ({
  extensions: [...leafExtensions.filter((one) => one.id !== id), ...others],
})

describe('certificates of identities', () => {
  it('holds one that is as it should be', () => {
    expect(judge({})).toEqual({ state: 'verified', codes: [] })
  })

  it('C-01 leads to no authority that comes with the evidence', () => {
    const stranger = makeAuthority('stranger')
    const signed = instance.signStatement(instance.issue({ issuer: stranger }))
    const bundle = instance.toBundle(signed, [instance.log(signed)], [instance.stamp(signed.signature)])
    const { certificate, ...material } = bundle.verificationMaterial
    const chain = { certificates: [certificate, { rawBytes: stranger.der.toString('base64') }] }
    const withChain = {
      ...bundle,
      mediaType: 'application/vnd.dev.sigstore.bundle+json;version=0.2',
      verificationMaterial: { ...material, x509CertificateChain: chain },
    }
    expect(judgeBundle(bundle, [root]).codes).toContain('CERTIFICATE_UNKNOWN_AUTHORITY')
    expect(judgeBundle(withChain, [root])).toMatchObject({ state: 'invalid' })
    expect(judgeBundle(withChain, [root]).codes).toContain('CERTIFICATE_PROFILE')
  })

  it('C-02 takes no root from the evidence, not even the right one', () => {
    const signed = instance.signStatement(instance.issue())
    const bundle = instance.toBundle(signed, [instance.log(signed)], [instance.stamp(signed.signature)])
    const { certificate, ...material } = bundle.verificationMaterial
    const judgeChain = (...others: Buffer[]) =>
      judgeBundle(
        {
          ...bundle,
          mediaType: 'application/vnd.dev.sigstore.bundle+json;version=0.2',
          verificationMaterial: {
            ...material,
            x509CertificateChain: {
              certificates: [certificate, ...others.map((der) => ({ rawBytes: der.toString('base64') }))],
            },
          },
        },
        [root],
      )
    expect(judgeChain(instance.intermediate.der).state).toBe('verified')
    expect(judgeChain(instance.intermediate.der, instance.root.der).codes).toContain('CERTIFICATE_PROFILE')
    expect(judgeChain(Buffer.from('none')).codes).toContain('CERTIFICATE_MALFORMED')
  })

  it('C-03 needs a certificate', () => {
    const bundle = instance.sign()
    const { certificate: _, ...material } = bundle.verificationMaterial
    const chain = { certificates: [] }
    const empty = {
      ...bundle,
      mediaType: 'application/vnd.dev.sigstore.bundle+json;version=0.2',
      verificationMaterial: { ...material, x509CertificateChain: chain },
    }
    expect(judgeBundle(empty, [root])).toMatchObject({ state: 'invalid' })
    expect(judgeBundle(empty, [root]).codes).toContain('BUNDLE_MATERIAL')
  })

  it('C-04 must have been valid at every proven time, both ends included', () => {
    const at = (notBefore: string, notAfter: string) => judge({ notBefore, notAfter })
    const outside = { state: 'invalid', codes: ['CERTIFICATE_OUTSIDE_VALIDITY', 'CHECK_SKIPPED'] }
    expect(at('2026-06-01T11:55:00Z', '2026-06-01T11:55:00Z').state).toBe('verified')
    expect(at('2026-06-01T11:55:01Z', '2026-06-01T12:05:00Z')).toMatchObject(outside)
    expect(at('2026-06-01T11:45:00Z', '2026-06-01T11:54:59Z')).toMatchObject(outside)
    const signed = instance.signStatement(instance.issue())
    const stamps = [instance.stamp(signed.signature), instance.stamp(signed.signature, '2026-06-01T12:00:01Z')]
    expect(judgeBundle(instance.toBundle(signed, [instance.log(signed)], stamps), [root])).toMatchObject(outside)
  })

  it('C-05 is held to the validity of its intermediates (CVE-2026-24122)', () => {
    const expired = makeAuthority(
      'intermediate',
      { notAfter: '2026-06-01T11:54:59Z', extensions: [extensions.authority(0), extensions.keyUsage(0x06)] },
      instance.root,
    )
    const toChain = (...all: { der: Buffer }[]) => all.map(({ der }) => ({ rawBytes: der.toString('base64') }))
    const own = {
      ...root,
      certificateAuthorities: [
        { certChain: { certificates: toChain(expired, instance.root) }, validFor: { start: '2026-01-01T00:00:00Z' } },
      ],
    }
    expect(judge({ issuer: expired }, [own])).toMatchObject({
      state: 'invalid',
      codes: ['CERTIFICATE_OUTSIDE_VALIDITY', 'CHECK_SKIPPED'],
    })
  })

  it('C-06 is issued by an authority within its time in the trusted root, both ends included', () => {
    const within = (validFor: object) =>
      judge({}, [{ ...root, certificateAuthorities: root.certificateAuthorities.map((one) => ({ ...one, validFor })) }])
    expect(within({ start: '2026-06-01T11:55:00Z', end: '2026-06-01T11:55:00Z' }).state).toBe('verified')
    expect(within({ start: '2026-01-01T00:00:00Z', end: '2026-06-01T11:54:59Z' }).codes).toContain(
      'CERTIFICATE_OUTSIDE_VALIDITY',
    )
    expect(within({ start: '2026-06-01T11:55:01Z' }).codes).toContain('CERTIFICATE_OUTSIDE_VALIDITY')
    const [authority] = root.certificateAuthorities
    const before = { ...authority, validFor: { start: '2026-01-01T00:00:00Z', end: '2026-02-01T00:00:00Z' } }
    const twice = { ...root, certificateAuthorities: [before, ...root.certificateAuthorities] }
    expect(judge({}, [twice]).state, 'an authority that is listed once for each of its times').toBe('verified')
  })

  it('C-07 is in a certificate log of the trusted root', () => {
    expect(judge({ promises: [] })).toMatchObject({ state: 'invalid' })
    expect(judge({ promises: [] }).codes).toContain('CERTIFICATE_LOG_MISSING')
    const stranger = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    expect(judge({ promises: [{ by: stranger }] }).codes).toContain('CERTIFICATE_LOG_UNKNOWN')
    expect(judge({ promises: [{ by: stranger }] }).state).not.toBe('verified')
    expect(judge({ promises: [{ other: true }] }).codes).toContain('CERTIFICATE_LOG_INVALID')
    expect(judge({ promises: [{ version: 1 }] }).codes).toContain('CERTIFICATE_LOG_INVALID')
    expect(judge({ promises: [{ algorithm: 0x0401 }] }).codes).toContain('CERTIFICATE_LOG_INVALID')
    expect(judge({ promises: [{ by: stranger }, {}] }).state, 'an unknown one beside a known one').toBe('verified')
    expect(judge({ promises: [{ other: true }, {}] }).codes, 'a false one beside a good one').toContain(
      'CERTIFICATE_LOG_INVALID',
    )
    expect(judge({ promises: [{ at: '2025-12-31T23:59:59Z' }] }).codes, 'before the log was in use').toContain(
      'CERTIFICATE_LOG_INVALID',
    )
  })

  it('C-08 takes the extension bytes of a promise for signed', () => {
    expect(judge({ promises: [{ extensions: Buffer.from('tile 7') }] }).state).toBe('verified')
  })

  it.each([
    ['for no purpose', leafWith('2.5.29.37')],
    ['for servers', leafWith('2.5.29.37', extensions.purposes([purposeIds.serverAuth]))],
    ['for any purpose', leafWith('2.5.29.37', extensions.purposes(['2.5.29.37.0']))],
    ['for no use of its key', leafWith('2.5.29.15')],
    ['whose key only encrypts', leafWith('2.5.29.15', extensions.keyUsage(0x20))],
    ['that is an authority', leafWith('', extensions.authority())],
  ])('C-09 refuses one %s', (_, leaf) => {
    expect(judge(leaf)).toMatchObject({ state: 'invalid', codes: ['CERTIFICATE_PROFILE', 'CHECK_SKIPPED'] })
  })

  it('C-10 refuses what is critical and not understood, in the leaf and above it', () => {
    const unknown = { id: '1.2.3.4', value: sequence() }
    expect(judge(leafWith('', { ...unknown, isCritical: true })).codes).toContain('CERTIFICATE_PROFILE')
    expect(judge(leafWith('', unknown)).state).toBe('verified')
    const marked = makeAuthority(
      'marked',
      {
        extensions: [extensions.authority(0), extensions.keyUsage(0x06), { ...unknown, isCritical: true }],
      },
      instance.root,
    )
    expect(judgeUnder(marked).state).not.toBe('verified')
  })

  /** A leaf by an intermediate of the trusted root. */
  function judgeUnder(intermediate: ReturnType<typeof makeAuthority>, ...above: { der: Buffer }[]) {
    const certificates = [intermediate, ...above, instance.root].map(({ der }) => ({
      rawBytes: der.toString('base64'),
    }))
    const authority = { certChain: { certificates }, validFor: { start: '2026-01-01T00:00:00Z' } }
    return judge({ issuer: intermediate }, [{ ...root, certificateAuthorities: [authority] }])
  }

  it('C-17 has the key that made the signature', () => {
    const signed = instance.signStatement(instance.issue())
    const other = { ...signed, certificate: instance.issue() }
    const bundle = instance.toBundle(other, [instance.log(other)], [instance.stamp(signed.signature)])
    expect(judgeBundle(bundle, [root])).toMatchObject({ state: 'invalid' })
    expect(judgeBundle(bundle, [root]).codes).toContain('SIGNATURE_INVALID')
  })

  it('C-19 refuses an intermediate that may not issue', () => {
    const under = (changes: Parameters<typeof makeAuthority>[1]) =>
      judgeUnder(makeAuthority('under', changes, instance.root)).state
    const sound = [extensions.authority(0), extensions.keyUsage(0x06)]
    expect(under({ extensions: sound })).toBe('verified')
    expect(under({ extensions: [extensions.noAuthority, extensions.keyUsage(0x06)] })).not.toBe('verified')
    expect(under({ extensions: [extensions.keyUsage(0x06)] })).not.toBe('verified')
    expect(under({ extensions: [extensions.authority(0), extensions.keyUsage(0x80)] })).not.toBe('verified')
    expect(under({ extensions: [...sound, extensions.nameConstraints] })).not.toBe('verified')
    const short = makeAuthority('short', { extensions: sound }, instance.root)
    const below = makeAuthority('below', { extensions: sound }, short)
    expect(judgeUnder(below, short).state, 'longer than its issuer allows').not.toBe('verified')
  })

  it('C-20 is not from the future', () => {
    const signed = instance.signStatement(
      instance.issue({ notBefore: '2026-06-02T00:00:00Z', notAfter: '2026-06-02T00:10:00Z' }),
    )
    const stamps = [instance.stamp(signed.signature, '2026-06-02T00:05:00Z')]
    const judged = judgeBundle(instance.toBundle(signed, [instance.log(signed)], stamps), [root])
    expect(judged).toMatchObject({ state: 'invalid' })
    expect(judged.codes).toContain('PROVEN_TIME_IN_FUTURE')
  })

  it('C-21 counts only under a trusted root that the rule accepts', () => {
    const other = createTestInstance()
    const foreign = other.toRoot()
    expect(judge({}, [foreign]).state).not.toBe('verified')
    expect(judge({}, []).state).not.toBe('verified')
    expect(judge({}, [foreign, root]).state).toBe('verified')
    const judged = judge({}, [root], { kind: 'identity', ...identity, trustedRoot: 'another' })
    expect(judged).toEqual({ state: 'untrusted', codes: ['RULE_OTHER_ROOT'] })
  })

  it('C-22 leads to an authority of certificates, not to one of time', () => {
    const issuer = makeAuthority('two roles')
    const rawBytes = issuer.der.toString('base64')
    const authority = { certChain: { certificates: [{ rawBytes }] }, validFor: { start: '2026-01-01T00:00:00Z' } }
    const asTime = { ...root, timestampAuthorities: [...root.timestampAuthorities, authority] }
    expect(judge({ issuer }, [{ ...root, certificateAuthorities: [authority] }]).state).toBe('verified')
    expect(judge({ issuer }, [asTime]).codes).toContain('CERTIFICATE_UNKNOWN_AUTHORITY')
    const stamping = makeSigner(instance.timeRoot, {
      extensions: [...leafExtensions, extensions.noAuthority],
      notBefore: leafFrom,
    })
    const signed = instance.signStatement(stamping)
    const bundle = instance.toBundle(signed, [instance.log(signed)], [instance.stamp(signed.signature)])
    expect(judgeBundle(bundle, [root]).codes).toContain('CERTIFICATE_UNKNOWN_AUTHORITY')
  })
})
