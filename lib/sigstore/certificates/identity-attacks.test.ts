import { describe, expect, it } from 'vitest'
import { judgeBundle } from '#lib/testing/judge-bundle.ts'
import { encodeDer } from '#lib/testing/test-authority.ts'
import {
  claim,
  createTestInstance,
  emailName,
  identity,
  type LeafChanges,
  leafExtensions,
  names,
  uriName,
  utf8,
} from '#lib/testing/test-instance.ts'
import type { RuleSigner } from '#lib/trust/trust-rule.ts'

const instance = createTestInstance()
const root = instance.toRoot()
const judge = (leaf: LeafChanges, roots: readonly unknown[] = [root], signer?: RuleSigner) =>
  judgeBundle(instance.sign(leaf), roots, signer === undefined ? {} : { signer })

/** The usual extensions without those of an id, and with others. */
const leafWith = (id: string, ...others: Parameters<typeof Array.of<(typeof leafExtensions)[number]>>) => ({
  extensions: [...leafExtensions.filter((one) => one.id !== id), ...others],
})
const issuerV2 = '1.3.6.1.4.1.57264.1.8'
const altName = '2.5.29.17'

describe('names in certificates', () => {
  it('C-11 names exactly one subject, of whatever kind', () => {
    const named = (...all: Buffer[]) => judge(leafWith(altName, names(...all)))
    expect(named(uriName(identity.subject), emailName('dev@example.com')).codes).toContain('CERTIFICATE_PROFILE')
    expect(named(emailName('dev@example.com'), uriName(identity.subject)).codes).toContain('CERTIFICATE_PROFILE')
    expect(named(uriName(identity.subject), uriName(identity.subject)).codes).toContain('CERTIFICATE_PROFILE')
    expect(named(uriName(identity.subject), encodeDer(0x82, Buffer.from('example.com'))).codes).toContain(
      'CERTIFICATE_PROFILE',
    )
    expect(named().codes).toContain('CERTIFICATE_PROFILE')
    expect(judge(leafWith(altName)).codes).toContain('CERTIFICATE_PROFILE')
  })

  it('C-12 reads the name of a user as text, and no other kind of name as nothing', () => {
    const other = (id: Buffer, value: Buffer) => encodeDer(0xa0, id, encodeDer(0xa0, value))
    const userName = Buffer.from('060a2b0601040183bf300107', 'hex')
    const named = (name: Buffer, subject: string) =>
      judge(leafWith(altName, names(name)), [root], { kind: 'identity', issuer: identity.issuer, subject })
    expect(named(other(userName, utf8('alice!example.com')), 'alice!example.com').state).toBe('verified')
    expect(named(other(userName, utf8('alice!example.com')), '').state).not.toBe('verified')
    expect(named(other(Buffer.from('06032a0304', 'hex'), utf8('alice')), 'alice').codes).toContain(
      'CERTIFICATE_MALFORMED',
    )
    expect(named(other(userName, encodeDer(0x04, Buffer.from('alice'))), 'alice').codes).toContain(
      'CERTIFICATE_MALFORMED',
    )
    expect(named(encodeDer(0x87, Buffer.from([127, 0, 0, 1])), '127.0.0.1').codes).toContain('CERTIFICATE_MALFORMED')
  })

  it('C-13 names its issuer in the old form, the new one, or both alike', () => {
    const bare = (issuer: string) => claim(1, Buffer.from(issuer))
    expect(judge(leafWith(issuerV2, bare(identity.issuer))).state).toBe('verified')
    expect(judge(leafWith('', bare(identity.issuer))).state).toBe('verified')
    expect(judge(leafWith('', bare('https://other.example.com'))).codes).toContain('CERTIFICATE_PROFILE')
    expect(judge(leafWith(issuerV2)).codes).toContain('CERTIFICATE_PROFILE')
    expect(judge(leafWith(issuerV2, bare(''))).codes).toContain('CERTIFICATE_PROFILE')
  })

  it('C-14 knows an object identifier by the whole of its numbers', () => {
    const wrapped = { id: `1.3.6.1.4.1.${57264 + 2 ** 32}.1.8`, value: utf8(identity.issuer) }
    expect(judge(leafWith(issuerV2, wrapped)).codes).toContain('CERTIFICATE_PROFILE')
  })

  it('C-15 compares names byte by byte, and takes none with other than plain letters', () => {
    const named = (name: string | Uint8Array) => judge(leafWith(altName, names(uriName(name))))
    expect(named(identity.subject.replace('g', '\u0261')).codes).toContain('CERTIFICATE_MALFORMED')
    expect(named(Buffer.from(identity.subject.replace('h', '\u00e8'), 'latin1')).codes).toContain(
      'CERTIFICATE_MALFORMED',
    )
    expect(named(`${identity.subject}\u0000`).codes).toContain('CERTIFICATE_MALFORMED')
    expect(named(`\u202e${identity.subject}`).codes).toContain('CERTIFICATE_MALFORMED')
    const issued = (issuer: string) => judge(leafWith(issuerV2, claim(8, utf8(issuer))))
    expect(issued(`${identity.issuer}\u0000`)).toMatchObject({ state: 'untrusted' })
    expect(issued(identity.issuer.replace('o', '\u043e'))).toMatchObject({ state: 'untrusted' })
    expect(issued(`${identity.issuer}\u200b`)).toMatchObject({ state: 'untrusted' })
  })

  it.each([
    ['an octet string', encodeDer(0x04, Buffer.from(identity.issuer))],
    ['with something behind it', Buffer.concat([utf8(identity.issuer), Buffer.from([5, 0])])],
    ['constructed', encodeDer(0x2c, utf8(identity.issuer))],
    ['of indefinite length', Buffer.concat([Buffer.from([0x2c, 0x80]), utf8(identity.issuer), Buffer.from([0, 0])])],
    ['not UTF-8', encodeDer(0x0c, Buffer.from([0xff, 0xfe]))],
    ['empty', Buffer.alloc(0)],
  ])('C-16 refuses an issuer that is %s', (_, value) => {
    expect(judge(leafWith(issuerV2, { id: issuerV2, value })).codes).toContain('CERTIFICATE_PROFILE')
  })
})
