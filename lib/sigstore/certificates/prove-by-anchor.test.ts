import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { codeOf } from '#lib/testing/code-of.ts'
import {
  extensions,
  makeAuthority,
  makeCertificate,
  makeSigner,
  type TestCertificate,
} from '#lib/testing/test-authority.ts'
import type { TrustAnchor } from '#lib/trust/trust-rule.ts'
import { parseCertificate } from './certificate.ts'
import { openAnchors, proveByAnchor, toProof } from './prove-by-anchor.ts'

const root = makeAuthority()
const middle = makeAuthority('middle', { notAfter: '2026-12-01T00:00:00Z' }, root)
const leaf = makeSigner(middle)
const nowMs = Date.parse('2026-06-01T12:00:00Z')
const fingerprintOf = ({ der }: TestCertificate) => createHash('sha256').update(der).digest('hex')
const toAnchor = (certificate: TestCertificate, changes: Partial<TrustAnchor> = {}): TrustAnchor => ({
  fingerprint: fingerprintOf(certificate),
  name: null,
  der: certificate.der,
  store: 'ca',
  ...changes,
})

type Asked = {
  readonly by?: TestCertificate
  readonly offered?: readonly TestCertificate[]
  readonly provenTimes?: readonly number[]
}
const prove = (anchors: readonly TrustAnchor[], { by = leaf, offered = [middle], provenTimes = [] }: Asked = {}) =>
  proveByAnchor(
    by.der,
    offered.map(({ der }) => der),
    anchors,
    { provenTimes, nowMs },
  )
const faultOf = (...given: Parameters<typeof prove>) => codeOf(() => prove(...given))

describe('a signer by an own authority', () => {
  it('is told with the path that was judged, and until when that holds', () => {
    const signer = {
      subject: 'CN=signer,O=Workshop,ST=WA,C=US',
      issuer: 'CN=middle,O=Workshop,ST=WA,C=US',
      fingerprint: fingerprintOf(leaf),
    }
    const validity = { notBefore: '2026-01-01T00:00:00.000Z', notAfter: '2027-01-01T00:00:00.000Z' }
    const { signer: proven, detail } = prove([toAnchor(root)])
    expect(proven).toEqual({
      ...signer,
      kind: 'certificate',
      anchors: [fingerprintOf(root)],
      attributes: [
        ['C', 'US'],
        ['ST', 'WA'],
        ['O', 'Workshop'],
        ['CN', 'signer'],
      ],
    })
    const told = { ...signer, ...validity, authority: 'CN=root,O=Workshop,ST=WA,C=US', anchor: fingerprintOf(root) }
    expect(detail).toEqual({
      ...told,
      judged: 'now: no time of the signature is proven',
      holdsUntil: '2026-12-01T00:00:00.000Z',
    })
    expect(prove([toAnchor(root)], { provenTimes: [nowMs] }).detail).toEqual(told)
  })

  it('leads to every anchor on its path, each told once', () => {
    const anchors = [toAnchor(root), toAnchor(middle), toAnchor(root, { name: 'again' }), toAnchor(makeAuthority())]
    const path = [leaf, middle, root].map(({ der }) => parseCertificate(der))
    const { signer, detail } = toProof(path, anchors, null)
    expect(signer.anchors).toEqual([fingerprintOf(root), fingerprintOf(middle)])
    expect(detail).toMatchObject({
      authority: 'CN=middle,O=Workshop,ST=WA,C=US',
      anchor: `${fingerprintOf(root)}, ${fingerprintOf(middle)}`,
    })
  })

  it('is its own authority only where nobody else issued it', () => {
    const alone = makeCertificate({
      name: [['CN', 'alone']],
      extensions: [extensions.keyUsage(0x80), extensions.purposes(['1.3.6.1.5.5.7.3.3'])],
    })
    const { detail } = prove([toAnchor(alone)], { by: alone, offered: [] })
    expect(detail).toMatchObject({ authority: 'CN=alone', anchor: fingerprintOf(alone) })
    const path = [leaf, middle].map(({ der }) => parseCertificate(der))
    expect(toProof(path, [toAnchor(leaf)], null).detail).toMatchObject({ authority: null, anchor: fingerprintOf(leaf) })
  })

  it('is nobody trusted by an authority that is compromised, whatever other leads to it', () => {
    for (const name of ['our root', null]) {
      const compromised = toAnchor(root, { state: 'compromised', name })
      expect(faultOf([compromised])).toBe('KEY_COMPROMISED')
      expect(() => prove([compromised])).toThrow(name ?? fingerprintOf(root).slice(0, 12))
    }
    const path = [leaf, middle, root].map(({ der }) => parseCertificate(der))
    const anchors = [toAnchor(middle), toAnchor(root, { state: 'compromised' })]
    expect(() => toProof(path, anchors, null)).toThrow('compromised')
    expect(faultOf([toAnchor(root, { state: 'retired' })])).toBeNull()
    expect(faultOf([toAnchor(root), toAnchor(makeAuthority(), { state: 'compromised' })])).toBeNull()
  })

  it('C-21 is one by an authority of its own store alone', () => {
    for (const store of ['tsa', 'signingAuthority'] as const) {
      expect(faultOf([toAnchor(root, { store })])).toBe('CERTIFICATE_UNKNOWN_AUTHORITY')
      expect(openAnchors([toAnchor(root, { store }), toAnchor(middle)], store)).toHaveLength(1)
    }
  })

  it('C-04 was valid at every proven time, else is now', () => {
    const at = (text: string) => Date.parse(text)
    const short = makeSigner(middle, { notBefore: '2026-02-01T00:00:00Z', notAfter: '2026-03-01T00:00:00Z' })
    const judge = (...provenTimes: number[]) => faultOf([toAnchor(root)], { by: short, provenTimes })
    expect(judge()).toBe('CERTIFICATE_OUTSIDE_VALIDITY')
    expect(judge(at('2026-02-02T00:00:00Z'), at('2026-02-03T00:00:00Z'))).toBeNull()
    expect(judge(at('2026-02-02T00:00:00Z'), at('2026-04-01T00:00:00Z'))).toBe('CERTIFICATE_OUTSIDE_VALIDITY')
    expect(judge(at('2026-04-01T00:00:00Z'), at('2026-02-02T00:00:00Z'))).toBe('CERTIFICATE_OUTSIDE_VALIDITY')
  })

  it('C-09 signs with a certificate for signing', () => {
    const tls = makeSigner(middle, { extensions: [extensions.keyUsage(0x80)] })
    expect(faultOf([toAnchor(root)], { by: tls })).toBe('CERTIFICATE_PROFILE')
  })

  it('L-06 is looked for among the first ten certificates that came along', () => {
    const strangers = Array.from({ length: 10 }, () => root)
    expect(faultOf([toAnchor(root)], { offered: [...strangers.slice(1), middle] })).toBeNull()
    expect(faultOf([toAnchor(root)], { offered: [...strangers, middle] })).toBe('CERTIFICATE_UNKNOWN_AUTHORITY')
  })
})
