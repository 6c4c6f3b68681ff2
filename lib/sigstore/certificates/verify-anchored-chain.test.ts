import { createPublicKey, generateKeyPairSync } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { EvidenceError } from '#lib/evidence/evidence-error.ts'
import {
  encodeDer,
  extensions,
  makeAuthority,
  makeCertificate,
  makeSigner,
  oid,
  purposeIds,
  sequence,
  type TestCertificate,
} from '#lib/testing/test-authority.ts'
import { startThreadTime } from '#lib/testing/thread-time.ts'
import { type Certificate, parseCertificate } from './certificate.ts'
import { parseChildren, parseDer } from './der.ts'
import { usages } from './extensions.ts'
import { assertPath, isStrongKey, verifyAnchoredChain } from './verify-anchored-chain.ts'

const now = Date.parse('2026-06-01T12:00:00Z')
const open = ({ der }: TestCertificate): Certificate => parseCertificate(der)

function judge(
  leaf: TestCertificate,
  offered: readonly TestCertificate[],
  anchors: readonly TestCertificate[],
  atMs = now,
): string {
  try {
    const demands = { times: [atMs] as const, purpose: usages.codeSigning }
    return String(verifyAnchoredChain(open(leaf), offered.map(open), anchors.map(open), demands).length)
  } catch (error) {
    if (error instanceof EvidenceError) return error.code
    throw error
  }
}

const root = makeAuthority('root')
const middle = makeAuthority('middle', {}, root)
const low = makeAuthority('low', {}, middle)
const leaf = makeSigner(low)
const stranger = makeAuthority('root')

describe('a key that something may rest on', () => {
  const rsaOf = (bits: number) => {
    const modulus = Buffer.alloc(bits / 8, 0xff)
    return createPublicKey({ key: { kty: 'RSA', n: modulus.toString('base64url'), e: 'AQAB' }, format: 'jwk' })
  }
  const ecOf = (namedCurve: string) => generateKeyPairSync('ec', { namedCurve }).publicKey
  it.each([
    ['RSA, 2,040 bits', rsaOf(2_040), false],
    ['RSA, 2,048 bits', rsaOf(2_048), true],
    ['RSA, 8,192 bits', rsaOf(8_192), true],
    ['RSA, 8,200 bits', rsaOf(8_200), false],
    ['ECDSA on P-224', ecOf('P-224'), false],
    ['ECDSA on P-256', ecOf('P-256'), true],
    ['ECDSA on P-384', ecOf('P-384'), true],
    ['ECDSA on P-521', ecOf('P-521'), true],
    ['ECDSA on secp256k1', ecOf('secp256k1'), false],
    ['Ed25519', generateKeyPairSync('ed25519').publicKey, true],
    ['Ed448', generateKeyPairSync('ed448').publicKey, false],
    ['X25519', generateKeyPairSync('x25519').publicKey, false],
  ])('K-02 is strong enough, or not: %s', (_, publicKey, expected) => {
    const { privateKey } = root
    expect(isStrongKey(open(makeSigner(root, { keys: { publicKey, privateKey } })).x509)).toBe(expected)
  })

  it('K-02 may be one for RSA-PSS alone', () => {
    const { publicKey } = generateKeyPairSync('rsa-pss', { modulusLength: 2048 })
    expect(isStrongKey(open(makeSigner(root, { keys: { publicKey, privateKey: root.privateKey } })).x509)).toBe(true)
  })
})

describe('the algorithm of a signature in a chain', () => {
  const null0 = encodeDer(0x05)
  const pss = '1.2.840.113549.1.1.10'
  const hashOf = (id: string) => encodeDer(0xa0, sequence(oid(id), null0))
  /** Whether a path may rest on a signature of this algorithm; whether it verifies is another question. */
  const judgeAlgorithm = (...algorithm: readonly Uint8Array[]): string => {
    const [tbs, , signature] = parseChildren(parseDer(makeSigner(root).der))
    const parts = [tbs, signature].map((part) => part?.encoded ?? new Uint8Array())
    const [head = new Uint8Array(), tail = new Uint8Array()] = parts
    const der = sequence(head, algorithm.length === 0 ? null0 : sequence(...algorithm), tail)
    try {
      const path = [{ ...open(makeSigner(root)), der }, open(root)]
      assertPath(path, { times: [now], purpose: usages.codeSigning })
      return 'strong'
    } catch (error) {
      return error instanceof EvidenceError ? error.code : String(error)
    }
  }

  it.each([
    ['RSA with SHA-1', '1.2.840.113549.1.1.5', 'CERTIFICATE_PROFILE'],
    ['RSA with SHA-224', '1.2.840.113549.1.1.14', 'CERTIFICATE_PROFILE'],
    ['RSA with SHA-256', '1.2.840.113549.1.1.11', 'strong'],
    ['RSA with SHA-384', '1.2.840.113549.1.1.12', 'strong'],
    ['RSA with SHA-512', '1.2.840.113549.1.1.13', 'strong'],
    ['ECDSA with SHA-224', '1.2.840.10045.4.3.1', 'CERTIFICATE_PROFILE'],
    ['ECDSA with SHA-384', '1.2.840.10045.4.3.3', 'strong'],
    ['ECDSA with SHA-512', '1.2.840.10045.4.3.4', 'strong'],
    ['Ed25519', '1.3.101.112', 'strong'],
  ])('C-19 is strong enough, or not: %s', (_, id, expected) => {
    expect(judgeAlgorithm(oid(id), null0)).toBe(expected)
  })

  it.each([
    ['SHA-1, which nobody names', [], 'CERTIFICATE_PROFILE'],
    ['SHA-1, by empty parameters', [sequence()], 'CERTIFICATE_PROFILE'],
    ['SHA-1, by parameters of another type', [null0], 'CERTIFICATE_PROFILE'],
    [
      'SHA-1, beside the length of a salt',
      [sequence(encodeDer(0xa2, encodeDer(0x02, Buffer.of(32))))],
      'CERTIFICATE_PROFILE',
    ],
    ['SHA-1', [sequence(hashOf('1.3.14.3.2.26'))], 'CERTIFICATE_PROFILE'],
    ['SHA-224', [sequence(hashOf('2.16.840.1.101.3.4.2.4'))], 'CERTIFICATE_PROFILE'],
    ['SHA-256', [sequence(hashOf('2.16.840.1.101.3.4.2.1'))], 'strong'],
    ['SHA-384', [sequence(hashOf('2.16.840.1.101.3.4.2.2'))], 'strong'],
    ['SHA-512', [sequence(hashOf('2.16.840.1.101.3.4.2.3'))], 'strong'],
    ['a hash that cannot be read', [sequence(encodeDer(0xa0, null0))], 'CERTIFICATE_MALFORMED'],
  ])('C-19 is strong enough, or not: RSA-PSS with %s', (_, parameters, expected) => {
    expect(judgeAlgorithm(oid(pss), ...parameters)).toBe(expected)
    expect(judgeAlgorithm(oid('1.2.3.4'), ...parameters)).toBe('CERTIFICATE_PROFILE')
  })

  it('C is one that can be read', () => {
    expect(judgeAlgorithm()).toBe('CERTIFICATE_MALFORMED')
    expect(judgeAlgorithm(null0)).toBe('CERTIFICATE_MALFORMED')
  })
})

describe('a chain to an own authority', () => {
  it('leads from the leaf through what is offered, in any order, to the anchor', () => {
    expect(judge(leaf, [middle, low], [root])).toBe('4')
    expect(judge(leaf, [low, middle, root], [stranger, root])).toBe('4')
    expect(judge(makeSigner(root), [], [root])).toBe('2')
  })

  it('ends at an anchor that is an intermediate', () => {
    expect(judge(leaf, [middle], [low])).toBe('2')
    expect(judge(leaf, [low, root], [middle])).toBe('3')
  })

  it('ends at the certificate itself only where nobody else issued it', () => {
    const alone = makeCertificate({
      name: [['CN', 'alone']],
      extensions: [extensions.noAuthority, extensions.keyUsage(0x80)],
    })
    expect(judge(alone, [], [alone])).toBe('1')
    expect(judge(alone, [], [root, alone])).toBe('1')
    for (const anchors of [[], [root], [root, middle]]) {
      expect(judge(alone, [alone], anchors), 'a stranger who signs itself').toBe('CERTIFICATE_UNKNOWN_AUTHORITY')
    }
    expect(judge(leaf, [], [leaf])).toBe('CERTIFICATE_UNKNOWN_AUTHORITY')
  })

  it('C-01 C-02 leads nowhere by certificates that only came along', () => {
    expect(judge(leaf, [low, middle, root], [])).toBe('CERTIFICATE_UNKNOWN_AUTHORITY')
    expect(judge(leaf, [low, middle, root], [stranger])).toBe('CERTIFICATE_UNKNOWN_AUTHORITY')
    expect(judge(leaf, [middle], [root])).toBe('CERTIFICATE_UNKNOWN_AUTHORITY')
  })

  it('C-05 needs every certificate, the anchor too, to be valid at every time', () => {
    const short = { notBefore: '2026-03-01T00:00:00Z', notAfter: '2026-05-01T00:00:00Z' }
    const oldMiddle = makeAuthority('old', short, root)
    const oldRoot = makeAuthority('old root', short)
    const outside = 'CERTIFICATE_OUTSIDE_VALIDITY'
    expect(judge(makeSigner(oldMiddle), [oldMiddle], [root])).toBe(outside)
    expect(judge(makeSigner(oldRoot), [], [oldRoot])).toBe(outside)
    expect(judge(makeSigner(root, short), [], [root])).toBe(outside)
    expect(judge(makeSigner(root, short), [], [root], Date.parse('2026-05-01T00:00:00Z'))).toBe('2')
    expect(judge(makeSigner(root, short), [], [root], Date.parse('2026-03-01T00:00:00Z'))).toBe('2')
    expect(judge(makeSigner(root, short), [], [root], Date.parse('2026-02-28T23:59:59Z'))).toBe(outside)
    const times = [now, Date.parse('2030-01-01T00:00:00Z')] as const
    expect(() =>
      verifyAnchoredChain(open(leaf), [low, middle].map(open), [open(root)], { times, purpose: usages.codeSigning }),
    ).toThrow('not valid')
  })

  const usage = extensions.keyUsage(0x06)
  it.each<[string, Parameters<typeof makeAuthority>[1]]>([
    ['is no authority', { extensions: [extensions.noAuthority, usage] }],
    ['does not say whether it is an authority', { extensions: [usage] }],
    ['may have nothing below it', { extensions: [extensions.authority(0), usage] }],
    ['may not sign certificates', { extensions: [extensions.authority(), extensions.keyUsage(0x80)] }],
    [
      'is limited to other purposes',
      { extensions: [extensions.authority(), usage, extensions.purposes([purposeIds.timeStamping])] },
    ],
    ['is limited to some names', { extensions: [extensions.authority(), usage, extensions.nameConstraints] }],
    [
      'is limited to some names, and does not call it critical',
      { extensions: [extensions.authority(), usage, { ...extensions.nameConstraints, isCritical: false }] },
    ],
    [
      'has a critical extension that is not known',
      {
        extensions: [extensions.authority(), usage, { id: '1.2.3.4', isCritical: true, value: new Uint8Array([5, 0]) }],
      },
    ],
    ['is signed with SHA-1', { hash: 'sha1' }],
    ['has a key that is too weak', { keys: generateKeyPairSync('rsa', { modulusLength: 1024 }) }],
    ['has a key on another curve', { keys: generateKeyPairSync('ec', { namedCurve: 'secp256k1' }) }],
  ])('C-19 does not lead through an authority that %s', (_, changes) => {
    const issuer = makeAuthority('upper', changes, root)
    const below = makeAuthority('below', {}, issuer)
    expect(judge(makeSigner(below), [below, issuer], [root])).toBe('CERTIFICATE_PROFILE')
  })

  it.each([
    ['RSA, 2,048 bits', generateKeyPairSync('rsa', { modulusLength: 2048 })],
    ['ECDSA on P-384', generateKeyPairSync('ec', { namedCurve: 'P-384' })],
  ])('leads through an authority with a key of the kind %s', (_, keys) => {
    const issuer = makeAuthority('strong', { keys }, root)
    expect(judge(makeSigner(issuer), [issuer], [root])).toBe('3')
  })

  it('rests nothing on the signature that an anchor made over itself', () => {
    const old = makeAuthority('old signature', { hash: 'sha1' })
    expect(judge(makeSigner(old), [], [old])).toBe('2')
  })

  it('may lead through an authority for several purposes', () => {
    const purposes = extensions.purposes([purposeIds.serverAuth, purposeIds.codeSigning])
    const issuer = makeAuthority('wide', { extensions: [extensions.authority(0), usage, purposes] }, root)
    expect(judge(makeSigner(issuer), [issuer], [root])).toBe('3')
  })

  it('takes another way where one way does not hold', () => {
    const keys = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    const expired = makeAuthority('crossed', { keys, notAfter: '2026-02-01T00:00:00Z' }, root)
    const good = makeAuthority('crossed', { keys }, root)
    expect(judge(makeSigner(expired), [expired, good], [root])).toBe('3')
    expect(judge(makeSigner(expired), [good, expired], [root])).toBe('3')
    expect(judge(makeSigner(expired), [expired], [root])).toBe('CERTIFICATE_OUTSIDE_VALIDITY')
  })

  it('L ends for chains that loop or branch without end', () => {
    const keys = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    const looping = Array.from({ length: 10 }, () => makeAuthority('loop', { keys }))
    const timeTaken = startThreadTime()
    expect(judge(makeSigner(makeAuthority('loop', { keys })), looping, [root])).toBe('CERTIFICATE_UNKNOWN_AUTHORITY')
    expect(timeTaken()).toBeLessThan(2_000)
    let issuer = root
    const long = Array.from({ length: 12 }, (_, at) => {
      issuer = makeAuthority(`level ${at}`, {}, issuer)
      return issuer
    })
    expect(judge(makeSigner(issuer), long, [root])).toBe('CERTIFICATE_UNKNOWN_AUTHORITY')
  })

  it('leads nowhere with any byte of a certificate changed', () => {
    const signer = makeSigner(root)
    const accepted = [...signer.der.keys()].filter((at) => {
      const der = Buffer.from(signer.der)
      der[at] = (der[at] ?? 0) ^ 0x01
      try {
        return judge({ ...signer, der }, [], [root]) === '2'
      } catch {
        return false
      }
    })
    expect(accepted).toEqual([])
  })
})
