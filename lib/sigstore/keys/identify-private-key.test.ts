import { createPrivateKey, generateKeyPairSync, type KeyObject } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { isAppError } from '#lib/errors/app-error.ts'
import { identifyPrivateKey } from './identify-private-key.ts'
import { parsePublicKey } from './parse-public-key.ts'

const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 })
const publicPem = ec.publicKey.export({ type: 'spki', format: 'pem' }).toString()
const passphrase = { cipher: 'aes-256-cbc', passphrase: 'x' }

const block = (label: string, body = 'c2VjcmV0') => `-----BEGIN ${label}-----\n${body}\n-----END ${label}-----\n`
const pem = (key: KeyObject, type: 'pkcs1' | 'pkcs8' | 'sec1') => key.export({ type, format: 'pem' }).toString()
const der = (key: KeyObject, type: 'pkcs1' | 'pkcs8' | 'sec1') => key.export({ type, format: 'der' })
const jwk = (key: KeyObject) => JSON.stringify(key.export({ format: 'jwk' }))
/** A PFX opens with its version 3 and the content type pkcs7-data (RFC 7292 §4). */
const pkcs12 = Buffer.from(`308204a1020103308204670609${'2a864886f70d010701'}a0820458${'00'.repeat(60)}`, 'hex')

const readAsText = (bytes: Uint8Array) => new TextDecoder().decode(bytes)

const privateKeys: readonly (readonly [string, string])[] = [
  ['PKCS#8', pem(ec.privateKey, 'pkcs8')],
  ['PKCS#8, encrypted', ec.privateKey.export({ type: 'pkcs8', format: 'pem', ...passphrase }).toString()],
  ['SEC 1', pem(ec.privateKey, 'sec1')],
  ['PKCS#1', pem(rsa.privateKey, 'pkcs1')],
  ['cosign, encrypted', block('ENCRYPTED SIGSTORE PRIVATE KEY')],
  ['cosign before 2.0', block('ENCRYPTED COSIGN PRIVATE KEY')],
  ['OpenSSH', block('OPENSSH PRIVATE KEY')],
  ['PGP', block('PGP PRIVATE KEY BLOCK')],
  ['DSA', block('DSA PRIVATE KEY')],
  ['a label that nobody knows', block('FROBNICATED PRIVATE KEY')],
  ['SSH2', '---- BEGIN SSH2 ENCRYPTED PRIVATE KEY ----\nP2/5\n---- END SSH2 ENCRYPTED PRIVATE KEY ----'],
  ['PuTTY', 'PuTTY-User-Key-File-3: ssh-ed25519\nEncryption: none\nPrivate-Lines: 1\nAAAA\n'],
  ['age', 'AGE-SECRET-KEY-1QQPZRYX'],
  ['minisign', 'untrusted comment: minisign encrypted secret key\nRWRTY0Iy\n'],
  ['JWK of a P-256 key', jwk(ec.privateKey)],
  ['JWK of an RSA key', jwk(rsa.privateKey)],
  ['JWK with white space', '{ "kty" : "OKP", "d" : "AyM1SysPpbyD" }'],
  ['JWK within other text', `my key: ${jwk(ec.privateKey)}`],
  ['JWK set', `{"keys":[${jwk(ec.publicKey)},${jwk(ec.privateKey)}]}`],
  ['symmetric JWK', '{ "kty": "oct", "k": "AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T" }'],
  ['PKCS#8 in base64', der(ec.privateKey, 'pkcs8').toString('base64')],
  ['PKCS#8 in base64url', der(rsa.privateKey, 'pkcs8').toString('base64url')],
  ['PKCS#8 in lines of base64', `\n${der(ec.privateKey, 'pkcs8').toString('base64').replace(/.{64}/g, '$&\r\n ')}`],
  ['PKCS#8 in base64 with words behind it', `${der(ec.privateKey, 'pkcs8').toString('base64')} (mine)`],
  ['SEC 1 in base64', der(ec.privateKey, 'sec1').toString('base64')],
  ['PKCS#1 in base64', der(rsa.privateKey, 'pkcs1').toString('base64')],
  ['PKCS#12 in base64', pkcs12.toString('base64')],
  ['PKCS#8 DER read as text', readAsText(der(rsa.privateKey, 'pkcs8'))],
  ['SEC 1 DER read as text', readAsText(der(ec.privateKey, 'sec1'))],
  ['PKCS#1 DER read as text', readAsText(der(rsa.privateKey, 'pkcs1'))],
  ['PKCS#12 DER read as text', readAsText(pkcs12)],
  ['UTF-16 read as UTF-8', readAsText(Buffer.from(pem(ec.privateKey, 'pkcs8'), 'utf16le'))],
  ['after a public key', `${publicPem}${pem(ec.privateKey, 'pkcs8')}`],
  ['before a public key', `${block('ENCRYPTED SIGSTORE PRIVATE KEY')}${publicPem}`],
  ['cut off', '-----END PRIVATE KEY-----'],
  ['behind 10 MB of junk', `${'x'.repeat(10_000_000)}\n${pem(ec.privateKey, 'pkcs8')}`],
]

describe('identifyPrivateKey', () => {
  it.each(privateKeys)('K-03 refuses a private key by name: %s', (_, text) => {
    expect(identifyPrivateKey(text)).not.toBeNull()
    try {
      parsePublicKey(text)
      expect.unreachable()
    } catch (error) {
      expect(isAppError(error, 'KEY_PRIVATE')).toBe(true)
    }
  })

  it('K-03 names the kind, of a binary file as well', () => {
    const kinds = ['PKCS#8', 'EC', 'RSA', 'PKCS#12']
    const files = [der(ec.privateKey, 'pkcs8'), der(ec.privateKey, 'sec1'), der(rsa.privateKey, 'pkcs1'), pkcs12]
    expect(files.map((file) => identifyPrivateKey(readAsText(file)))).toEqual(kinds)
    expect(files.map((file) => identifyPrivateKey(file.toString('base64')))).toEqual(kinds)
    expect(identifyPrivateKey(jwk(ec.privateKey))).toBe('JWK')
  })

  // Heads of DER, by how its length is written (X.690 §8.1.3), then a version and what follows it.
  const heads = ['302c', '308187', '30820145', '3083010000']
  const tails = [
    ['PKCS#8', '02010030'],
    ['PKCS#8', '02010130'],
    ['PKCS#8', '0201003006092a864886f70d010701'],
    ['EC', '02010104'],
    ['RSA', '02010002'],
    ['PKCS#12', '0201033082046706092a864886f70d010701'],
  ] as const
  const toFile = (hex: string) => Buffer.from(`${hex}${'00'.repeat(60)}`, 'hex')

  it.each(tails)('K-03 knows %s by its head %s, in base64 and read as text, however long it is', (kind, tail) => {
    const files = heads.map((head) => toFile(`${head}${tail}`))
    expect(files.map((file) => identifyPrivateKey(file.toString('base64')))).toEqual(heads.map(() => kind))
    expect(files.map((file) => identifyPrivateKey(readAsText(file)))).toEqual(heads.map(() => kind))
  })

  it.each([
    ['another version', '302c02010230'],
    ['another value first', '302c02010005'],
    ['a set', '312c02010030'],
    ['a key further inside', '30820145302c02010030'],
    ['a version that is not its first value', '302c050002010030'],
  ])('takes DER for a private key by its whole head: not %s', (_, hex) => {
    expect(identifyPrivateKey(toFile(hex).toString('base64'))).toBeNull()
  })

  it('takes a binary file for a private key by its head: not by one further inside', () => {
    expect(identifyPrivateKey(readAsText(toFile('302c02010030')))).toBe('PKCS#8')
    expect(identifyPrivateKey(readAsText(toFile('41302c02010030')))).toBeNull()
    expect(identifyPrivateKey(readAsText(toFile('302c02010530')))).toBeNull()
  })

  it('takes base64 with version 3 for PKCS#12 only where it holds data', () => {
    expect(identifyPrivateKey(toFile('302c0201033030').toString('base64'))).toBeNull()
  })

  it('K-03 repeats none of the key in its error', () => {
    const text = pem(ec.privateKey, 'pkcs8')
    const secret = createPrivateKey(text).export({ format: 'jwk' }).d ?? ''
    try {
      parsePublicKey(text)
      expect.unreachable()
    } catch (error) {
      const told = JSON.stringify([String(error), error, (error as Error).stack])
      expect(told).not.toContain(text.slice(40, 60))
      expect(told).not.toContain(secret)
    }
  })

  it.each([
    ['a public key', publicPem],
    ['a public JWK', jwk(ec.publicKey)],
    ['SPKI in base64', ec.publicKey.export({ type: 'spki', format: 'der' }).toString('base64')],
    ['an SPDX document', '{"spdxVersion":"SPDX-2.3","d":1}'],
    ['nothing', ''],
  ])('lets %s through', (_, text) => {
    expect(identifyPrivateKey(text)).toBeNull()
  })
})
