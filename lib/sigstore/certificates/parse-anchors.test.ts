import { createHash, generateKeyPairSync } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { isAppError } from '#lib/errors/app-error.ts'
import { extensions, makeAuthority, makeCertificate, makeSigner, toPem } from '#lib/testing/test-authority.ts'
import { parseAnchors } from './parse-anchors.ts'

const root = makeAuthority()
const middle = makeAuthority('middle', {}, root)
const refusal = (text: string): string => {
  try {
    parseAnchors(text)
    return 'accepted'
  } catch (error) {
    if (isAppError(error)) return `${error.code}: ${error.message}`
    throw error
  }
}
const wrap = (label: string, body: string) => `-----BEGIN ${label}-----\n${body}\n-----END ${label}-----\n`

describe('parseAnchors', () => {
  it('reads what a certificate says', () => {
    const [anchor] = parseAnchors(middle.pem)
    expect(anchor).toEqual({
      fingerprint: createHash('sha256').update(middle.der).digest('hex'),
      der: new Uint8Array(middle.der),
      subject: 'CN=middle,O=Workshop,ST=WA,C=US',
      issuer: 'CN=root,O=Workshop,ST=WA,C=US',
      notBefore: Date.parse('2026-01-01T00:00:00Z'),
      notAfter: Date.parse('2027-01-01T00:00:00Z'),
      unsuitable: null,
    })
  })

  it('reads several, each once, with any line ends and words between', () => {
    const text = `the root:\n${root.pem}\n${middle.pem.replaceAll('\n', '\r\n')}${root.pem}`
    expect(parseAnchors(text).map(({ subject }) => subject.slice(0, 9))).toEqual(['CN=root,O', 'CN=middle'])
  })

  it('tells which could never lead anywhere', () => {
    const unsuitable = (pem: string) => parseAnchors(pem)[0]?.unsuitable
    const name = [['CN', 'alone']] as const
    expect(unsuitable(makeSigner(root).pem)).toContain('not the certificate of an authority')
    expect(unsuitable(makeCertificate({ name, extensions: [] }, root).pem)).toContain('not the certificate')
    expect(unsuitable(makeCertificate({ name, extensions: [extensions.noAuthority] }).pem)).toBeNull()
    const { name: rootName } = root
    expect(unsuitable(makeSigner(root, { name: rootName }).pem), 'of its name, by another key').toContain('issued it')
  })

  it('K-03 refuses a private key by name, wherever it is', () => {
    const key = wrap('EC PRIVATE KEY', 'c2VjcmV0')
    for (const text of [key, `${root.pem}${key}`]) expect(refusal(text)).toMatch(/^KEY_PRIVATE: .*\(EC\)/)
  })

  it.each([
    ['nothing', '', 'there is no PEM block'],
    ['words', 'my root', 'there is no PEM block'],
    ['a public key', wrap('PUBLIC KEY', 'AAAA'), 'a PEM block “PUBLIC KEY” holds none'],
    ['a public key behind it', `${root.pem}${wrap('PUBLIC KEY', 'AAAA')}`, 'a PEM block “PUBLIC KEY” holds none'],
    ['a block that is cut off', `${root.pem}${middle.pem.slice(0, 200)}`, 'one of its PEM blocks is not whole'],
    ['an empty block', wrap('CERTIFICATE', ''), 'certificate is not base64'],
    ['half of a base64 group', wrap('CERTIFICATE', 'AAA'), 'certificate is not base64'],
    ['no certificate', wrap('CERTIFICATE', 'AAAA'), 'certificate cannot be read'],
    ['no certificate behind one', `${root.pem}${wrap('CERTIFICATE', 'AAAA')}`, 'certificate 2 cannot be read'],
    ['no base64 behind one', `${root.pem}${wrap('CERTIFICATE', 'AAA')}`, 'certificate 2 is not base64'],
  ])('C refuses %s, and says what is wrong', (_, text, why) => {
    expect(refusal(text)).toContain(`KEY_INVALID: This is not a certificate in PEM: ${why}`)
  })

  it('C refuses a name that cannot be read', () => {
    const named = makeCertificate({
      name: [['CN', Buffer.from('020101', 'hex')]],
      extensions: [extensions.authority()],
    })
    expect(refusal(named.pem)).toContain('KEY_INVALID: This is not a certificate in PEM: certificate cannot be read')
  })

  it('K-02 refuses a key that is too weak, and says of which certificate', () => {
    const weak = makeAuthority('weak', { keys: generateKeyPairSync('ec', { namedCurve: 'secp256k1' }) })
    expect(refusal(weak.pem)).toBe(
      'KEY_UNSUPPORTED: The key of certificate is too weak, or of a kind that is not accepted.',
    )
    expect(refusal(`${root.pem}${weak.pem}`)).toContain('KEY_UNSUPPORTED: The key of certificate 2')
  })

  it('L takes so many in so long a text, and no more', () => {
    const maxLength = 512 * 1024
    expect(parseAnchors(root.pem.padEnd(maxLength))).toHaveLength(1)
    expect(refusal(root.pem.padEnd(maxLength + 1))).toContain('it is larger than any')
    const { der } = makeCertificate({ name: [], extensions: [extensions.authority()] })
    expect(parseAnchors(toPem(der).repeat(200))).toHaveLength(1)
    expect(refusal(toPem(der).repeat(201))).toContain('it has more than 200 certificates')
  })
})
