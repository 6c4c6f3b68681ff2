import { generateKeyPairSync } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { EvidenceError } from '#lib/evidence/evidence-error.ts'
import {
  extensions,
  makeAuthority,
  makeCertificate,
  makeSigner,
  purposeIds,
  type TestCertificate,
} from '#lib/testing/test-authority.ts'
import { type Certificate, parseCertificate } from './certificate.ts'
import { usages } from './extensions.ts'
import { verifyAnchoredChain } from './verify-anchored-chain.ts'

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
    const start = performance.now()
    expect(judge(makeSigner(makeAuthority('loop', { keys })), looping, [root])).toBe('CERTIFICATE_UNKNOWN_AUTHORITY')
    expect(performance.now() - start).toBeLessThan(2_000)
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
