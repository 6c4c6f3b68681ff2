import { describe, expect, it } from 'vitest'
import { parseCertificate } from '#lib/sigstore/certificates/certificate.ts'
import { codeOf } from '#lib/testing/code-of.ts'
import {
  extensions,
  makeAuthority,
  makeCertificate,
  makeSigner,
  purposeIds,
  type TestCertificate,
  type TestExtension,
} from '#lib/testing/test-authority.ts'
import { verifyNotaryChain } from './verify-notary-chain.ts'

const root = makeAuthority()
const middle = makeAuthority('middle', {}, root)
const signer = makeSigner(root)

const verify = (...chain: readonly TestCertificate[]): void =>
  verifyNotaryChain(chain.map(({ der }) => parseCertificate(der)))

describe('the certificates in a Notary Project signature', () => {
  it('lead from the signer to a root, over any number of authorities', () => {
    expect(codeOf(() => verify(signer, root))).toBeNull()
    expect(codeOf(() => verify(makeSigner(middle), middle, root))).toBeNull()
    expect(codeOf(() => verify(makeCertificate({ name: [], extensions: [extensions.keyUsage(0x80)] })))).toBeNull()
  })

  const crossed = makeAuthority('root', { keys: root }, middle)
  it.each<[string, string, readonly TestCertificate[]]>([
    ['none', 'there is none', []],
    ['no root', 'does not end in a root', [signer]],
    ['no root above an authority', 'does not end in a root', [makeSigner(middle), middle]],
    ['a root under another', 'not issued by the next', [signer, root, root]],
    ['a root of another one’s name and key last', 'does not end in a root', [signer, crossed]],
    ['one of another authority between', 'not issued by the next', [signer, makeAuthority('middle', {}, root), root]],
    ['an authority of the same name, which did not sign', 'not issued by the next', [signer, makeAuthority()]],
    ['the wrong order', 'not issued by the next', [signer, root, middle]],
  ])('are no chain with %s', (_, reason, chain) => {
    expect(codeOf(() => verify(...chain))).toBe('CERTIFICATE_MALFORMED')
    expect(() => verify(...chain)).toThrow(reason)
  })

  const isCa = extensions.authority()
  const mayIssue = extensions.keyUsage(0x06)
  it.each<[string, string, readonly TestExtension[]]>([
    ['says that it is none', 'not an authority', [extensions.noAuthority, mayIssue]],
    ['does not say that it is one', 'not an authority', [mayIssue]],
    ['does not say so as critical', 'as critical', [{ ...isCa, isCritical: false }, mayIssue]],
    ['does not say what it may', 'as critical', [isCa]],
    ['does not say as critical what it may', 'as critical', [isCa, extensions.keyUsage(0x06, false)]],
    ['may only sign', 'may not sign certificates', [isCa, extensions.keyUsage(0x80)]],
  ])('C-19 are refused where one above the signer’s %s', (_, reason, own) => {
    const upper = makeAuthority('upper', { extensions: own }, root)
    const lower = makeAuthority('lower', {}, upper)
    for (const chain of [
      [makeSigner(upper), upper, root],
      [makeSigner(lower), lower, upper, root],
    ]) {
      expect(codeOf(() => verify(...chain))).toBe('CERTIFICATE_PROFILE')
      expect(() => verify(...chain)).toThrow(reason)
    }
    const alone = makeAuthority('alone', { extensions: own })
    expect(() => verify(makeSigner(alone), alone)).toThrow(reason)
  })

  const maySign = extensions.keyUsage(0x80)
  const usage = (...bits: readonly number[]): TestExtension => ({
    ...maySign,
    value: Buffer.from([0x03, bits.length + 1, 0, ...bits]),
  })
  it.each<[string, string, readonly TestExtension[]]>([
    ['is an authority’s', 'belongs to an authority', [isCa, maySign]],
    ['does not say what its key may', 'may not make signatures', []],
    ['may not sign', 'may not make signatures', [extensions.keyUsage(0x40)]],
    ['does not say so as critical', 'does not mark as critical', [extensions.keyUsage(0x80, false)]],
    ['may encipher keys', 'more than sign', [usage(0xa0)]],
    ['may encipher data', 'more than sign', [usage(0x90)]],
    ['may agree on keys', 'more than sign', [usage(0x88)]],
    ['may sign certificates', 'more than sign', [usage(0x84)]],
    ['may sign revocation lists', 'more than sign', [usage(0x82)]],
    ['may only encipher', 'more than sign', [usage(0x81)]],
    ['may only decipher', 'more than sign', [usage(0x80, 0x80)]],
    [
      'has an unknown critical extension',
      '1.2.3',
      [maySign, { id: '1.2.3', isCritical: true, value: Buffer.of(5, 0) }],
    ],
    ...Object.entries({
      anything: '2.5.29.37.0',
      'TLS servers': purposeIds.serverAuth,
      'TLS clients': '1.3.6.1.5.5.7.3.2',
      mail: '1.3.6.1.5.5.7.3.4',
      'time stamps': purposeIds.timeStamping,
      'revocation answers': '1.3.6.1.5.5.7.3.9',
    }).map(([use, id]): [string, string, readonly TestExtension[]] => [
      `is also for ${use}`,
      'its purpose is another',
      [maySign, extensions.purposes([purposeIds.codeSigning, id])],
    ]),
  ])('C-09 are refused where the signer’s %s', (_, reason, own) => {
    const leaf = makeSigner(root, { extensions: own })
    expect(codeOf(() => verify(leaf, root))).toBe('CERTIFICATE_PROFILE')
    expect(() => verify(leaf, root)).toThrow(reason)
  })

  it('may be for other purposes that are foreign to none, and may commit to content', () => {
    const own = [usage(0xc0), extensions.purposes([purposeIds.codeSigning, '1.2.3.4'])]
    expect(codeOf(() => verify(makeSigner(root, { extensions: own }), root))).toBeNull()
  })
})
