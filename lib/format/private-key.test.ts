import { describe, expect, it } from 'vitest'
import { identifyPrivateKey, identifyPrivateKeyBytes } from './private-key.ts'

const pem = (label: string) => `-----BEGIN ${label}-----\nAAAA\n-----END ${label}-----\n`

describe('identifyPrivateKey', () => {
  it.each([
    ['PRIVATE KEY', 'a private key'],
    ['ENCRYPTED PRIVATE KEY', 'an encrypted private key'],
    ['ENCRYPTED SIGSTORE PRIVATE KEY', 'a private key of cosign'],
    ['ENCRYPTED COSIGN PRIVATE KEY', 'a private key of cosign'],
    ['EC PRIVATE KEY', 'an EC private key'],
    ['RSA PRIVATE KEY', 'an RSA private key'],
    ['OPENSSH PRIVATE KEY', 'an OpenSSH private key'],
    ['PGP PRIVATE KEY BLOCK', 'a PGP private key'],
  ])('names a PEM block %s', (label, name) => {
    expect(identifyPrivateKey(`# a comment before it\n${pem(label)}`)).toBe(name)
  })

  it('finds a private key behind a public one', () => {
    expect(identifyPrivateKey(pem('PUBLIC KEY') + pem('PRIVATE KEY'))).toBe('a private key')
  })

  it('takes any other label that ends in PRIVATE KEY for one', () => {
    expect(identifyPrivateKey('-----begin Some Private Key-----')).toBe('a private key')
    expect(identifyPrivateKey('---- BEGIN SSH2 ENCRYPTED PRIVATE KEY ----')).toBe('a private key')
  })

  it('names a JWK with its private part', () => {
    expect(identifyPrivateKey('{"kty":"EC","crv":"P-256","x":"a","d":"AAAAAAAAAAAAAAAAAAAAAA"}')).toBe(
      'a JWK with its private part',
    )
  })

  it.each(['PUBLIC KEY', 'RSA PUBLIC KEY', 'CERTIFICATE'])('lets a PEM block %s pass', (label) => {
    expect(identifyPrivateKey(pem(label))).toBeNull()
  })

  it('lets a public JWK and prose about private keys pass', () => {
    expect(identifyPrivateKey('{"kty":"EC","crv":"P-256","x":"a","y":"b"}')).toBeNull()
    expect(identifyPrivateKey('never upload a PRIVATE KEY')).toBeNull()
  })
})

describe('identifyPrivateKeyBytes', () => {
  it('names PKCS#12 and bare keys, and lets a public key pass', () => {
    expect(identifyPrivateKeyBytes(Uint8Array.of(0x30, 0x82, 0x09, 0, 0x02, 0x01, 0x03))).toMatch('PKCS#12')
    expect(identifyPrivateKeyBytes(Uint8Array.of(0x30, 0x77, 0x02, 0x01, 0x01))).toMatch('DER')
    expect(identifyPrivateKeyBytes(Uint8Array.of(0x30, 0x59, 0x30, 0x13, 0x06))).toBeNull()
    expect(identifyPrivateKeyBytes(new Uint8Array())).toBeNull()
  })
})
