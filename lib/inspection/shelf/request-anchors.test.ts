import { generateKeyPairSync } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { makeAuthority, makeSigner } from '#lib/testing/test-authority.ts'
import { toAnchors } from './request-anchors.ts'

const root = makeAuthority('root')
const other = makeAuthority('other')
const refusal = (code: string, text = '') => expect.objectContaining({ code, message: expect.stringContaining(text) })

describe('the certificates of a request', () => {
  it('count for every trust store, each once, and each as a rule', () => {
    const { anchors, signers } = toAnchors([
      { pem: root.pem, name: 'ours' },
      { pem: `# text\n${other.pem}${root.pem}` },
    ])
    expect(anchors.map(({ store, name }) => `${store} ${name}`)).toEqual([
      'ca ours',
      'signingAuthority ours',
      'tsa ours',
      'ca null',
      'signingAuthority null',
      'tsa null',
    ])
    expect(signers.map(({ name }) => name)).toEqual(['ours', null])
    expect(signers[0]?.signer.fingerprint).toMatch(/^[0-9a-f]{64}$/)
  })

  it('may be trusted for several subjects', () => {
    const { signers } = toAnchors([
      { pem: root.pem, subject: 'CN=a' },
      { pem: root.pem, subject: 'CN=b' },
      { pem: root.pem, subject: 'CN=b' },
    ])
    expect(signers.map(({ signer }) => signer.subject)).toEqual(['CN=a', 'CN=b'])
  })

  it('P are refused with attributes that cannot be read, and not once they are used', () => {
    for (const subject of ['', '*', 'CN', 'CN=a, CN=b', 'CN=a+O=b']) {
      expect(() => toAnchors([{ pem: root.pem, subject }]), subject).toThrow(refusal('REQUEST_INVALID', 'subject'))
    }
  })

  it('are refused by name when they are none, or one of several is none', () => {
    const broken = root.pem.replace(/\n[^-]{10}/, '\nAAAAAAAAAA')
    expect(() => toAnchors([{ pem: 'x' }])).toThrow(refusal('KEY_INVALID', 'no PEM block'))
    expect(() => toAnchors([{ pem: `${other.pem}${broken}` }])).toThrow(refusal('KEY_INVALID', 'certificate 2'))
    expect(() => toAnchors([{ pem: `${other.pem}${root.pem.slice(0, -30)}` }])).toThrow(refusal('KEY_INVALID', 'whole'))
    const key = root.publicKey.export({ type: 'spki', format: 'pem' }).toString()
    expect(() => toAnchors([{ pem: key }])).toThrow(refusal('KEY_INVALID', 'PUBLIC KEY'))
    expect(() => toAnchors([{ pem: root.pem.repeat(201) }])).toThrow(refusal('KEY_INVALID', '200'))
    expect(() => toAnchors([{ pem: `${root.pem}${' '.repeat(600_000)}` }])).toThrow(refusal('KEY_INVALID', 'larger'))
    expect(() => toAnchors([{ pem: root.pem.replace('MII', 'M=I') }])).toThrow(refusal('KEY_INVALID', 'base64'))
  })

  it('are refused when a private key is among them, or a key is too weak', () => {
    const secret = root.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
    expect(() => toAnchors([{ pem: `${root.pem}${secret}` }])).toThrow(refusal('KEY_PRIVATE'))
    const weak = makeAuthority('weak', { keys: generateKeyPairSync('rsa', { modulusLength: 1024 }) })
    expect(() => toAnchors([{ pem: weak.pem }])).toThrow(refusal('KEY_UNSUPPORTED'))
  })

  it('may be what no chain leads to: nothing is verified by it', () => {
    expect(toAnchors([{ pem: makeSigner(root).pem }]).anchors).toHaveLength(3)
  })
})
