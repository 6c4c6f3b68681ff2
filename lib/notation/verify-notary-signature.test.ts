import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { EvidenceError } from '#lib/evidence/evidence-error.ts'
import { parseCertificate } from '#lib/sigstore/certificates/certificate.ts'
import { parseCbor } from './cbor.ts'
import { parseNotaryCose } from './parse-cose.ts'
import { parseNotaryJws } from './parse-jws.ts'
import { type NotaryTarget, verifyNotarySignature } from './verify-notary-signature.ts'

const hex = (text: string) => Buffer.from(text, 'hex')

describe('CBOR', () => {
  it('reads what COSE uses', () => {
    expect(parseCbor(hex('a201260341ff'))).toEqual({
      kind: 'map',
      value: new Map<number, unknown>([
        [1, { kind: 'integer', value: -7 }],
        [3, { kind: 'bytes', value: hex('ff') }],
      ]),
    })
    expect(parseCbor(hex('c11a6b04be2b'))).toMatchObject({ kind: 'tag', tag: 1 })
    expect(parseCbor(hex('f6'))).toEqual({ kind: 'null' })
  })

  it.each([
    ['empty', ''],
    ['cut off', '42ff'],
    ['followed by something', '0000'],
    ['not in the shortest form', '1801'],
    ['not in the shortest form, longer', '190001'],
    ['of indefinite length', '5f41ffff'],
    ['with a key twice', 'a201000100'],
    ['with a key that is bytes', 'a1410000'],
    ['a floating-point number', 'fb3ff0000000000000'],
    ['true', 'f5'],
    ['text that is not UTF-8', '61ff'],
    ['a number beyond what is exact', '1bffffffffffffffff'],
    ['nested deep', '81'.repeat(40)],
    ['a list that claims to be huge', '9a7fffffff'],
  ])('refuses a value that is %s', (_, text) => {
    expect(() => parseCbor(hex(text))).toThrow(SyntaxError)
  })

  it('throws nothing but a SyntaxError', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
        try {
          parseCbor(bytes)
        } catch (error) {
          expect(error).toBeInstanceOf(SyntaxError)
        }
      }),
      { numRuns: 2_000 },
    )
  })
})

const fixtures = resolve(import.meta.dirname, '../../../shared/fixtures/key-based')
const layouts = resolve(fixtures, 'layouts/notation')

type Found = { format: 'jws' | 'cose'; bytes: Buffer; target: NotaryTarget }

function find(repository: string): Found {
  const folder = resolve(layouts, repository, 'blobs/sha256')
  for (const name of readdirSync(folder)) {
    const text = readFileSync(resolve(folder, name)).toString('latin1')
    if (!text.startsWith('{') || !text.includes('"application/vnd.cncf.notary.signature"')) continue
    const { subject, layers } = JSON.parse(text)
    if (subject === undefined) continue
    const bytes = readFileSync(resolve(folder, layers[0].digest.slice(7)))
    return { format: layers[0].mediaType === 'application/cose' ? 'cose' : 'jws', bytes, target: subject }
  }
  throw new TypeError(`There is no signature in ${repository}.`)
}

const anchorOf = (file: string) => {
  const pem = readFileSync(resolve(fixtures, 'keys', file), 'utf8')
  return parseCertificate(Buffer.from(pem.replace(/-----[^-]+-----/g, ''), 'base64'))
}

function judge({ format, bytes, target }: Found, anchor: string, nowMs = Date.now()): string | null {
  try {
    const notary = format === 'jws' ? parseNotaryJws(bytes) : parseNotaryCose(bytes)
    verifyNotarySignature(notary, target, [anchorOf(anchor)], nowMs)
    return null
  } catch (error) {
    if (error instanceof EvidenceError) return error.code
    throw error
  }
}

describe.skipIf(!existsSync(layouts))('Notary Project signatures', () => {
  it.each([
    ['jws-rsa', 'notary-rsa-ca.pem', null],
    ['jws-ec', 'notary-ec-ca.pem', null],
    ['cose-rsa', 'notary-rsa-ca.pem', null],
    ['cose-ec', 'notary-ec-ca.pem', null],
    ['jws-tag', 'notary-rsa-ca.pem', null],
    ['jws-rsa', 'notary-other-ca.pem', 'CERTIFICATE_UNKNOWN_AUTHORITY'],
    ['copied', 'notary-rsa-ca.pem', 'SUBJECT_MISMATCH'],
    ['expired-signature', 'notary-rsa-ca.pem', 'NOTARY_EXPIRED'],
    ['expired-certificate', 'notary-rsa-ca.pem', 'CERTIFICATE_OUTSIDE_VALIDITY'],
  ])('%s with %s: %s', (repository, anchor, expected) => {
    expect(judge(find(repository), anchor)).toBe(expected)
  })

  it('compares digest, size and media type of the target', () => {
    const found = find('jws-ec')
    const changed = (target: Partial<NotaryTarget>) =>
      judge({ ...found, target: { ...found.target, ...target } }, 'notary-ec-ca.pem')
    expect(changed({})).toBeNull()
    expect(changed({ size: 402 })).toBe('SUBJECT_MISMATCH')
    expect(changed({ mediaType: 'application/vnd.oci.image.index.v1+json' })).toBe('SUBJECT_MISMATCH')
    expect(changed({ digest: `sha256:${'0'.repeat(64)}` })).toBe('SUBJECT_MISMATCH')
  })

  it('is not verified before or after the validity of its certificates', () => {
    expect(judge(find('jws-ec'), 'notary-ec-ca.pem', Date.parse('2020-01-01T00:00:00Z'))).toBe(
      'CERTIFICATE_OUTSIDE_VALIDITY',
    )
    expect(judge(find('jws-ec'), 'notary-ec-ca.pem', Date.parse('2090-01-01T00:00:00Z'))).toBe(
      'CERTIFICATE_OUTSIDE_VALIDITY',
    )
  })

  it('is never verified with any byte of what is signed changed', () => {
    for (const repository of ['jws-ec', 'cose-ec']) {
      const found = find(repository)
      const text = found.bytes.toString('latin1')
      const accepted = [...found.bytes.keys()].filter((at) => {
        const bytes = Buffer.from(found.bytes)
        bytes[at] = (bytes[at] ?? 0) ^ 0x01
        return at % 2 === 0 && judge({ ...found, bytes }, 'notary-ec-ca.pem') === null
      })
      // Outside what is signed: the name of the signing agent.
      const agent = text.indexOf('notation-go')
      expect(accepted.filter((at) => at < agent - 60 || at > agent + 60)).toEqual([])
    }
  })

  const changeJws = (change: (jws: Record<string, unknown>, head: Record<string, unknown>) => void) => {
    const found = find('jws-ec')
    const jws = JSON.parse(found.bytes.toString())
    const head = JSON.parse(Buffer.from(jws.protected, 'base64url').toString())
    change(jws, head)
    jws.protected = Buffer.from(JSON.stringify(head)).toString('base64url')
    return judge({ ...found, bytes: Buffer.from(JSON.stringify(jws)) }, 'notary-ec-ca.pem')
  }

  const scheme = 'io.cncf.notary.signingScheme'
  const signingTime = 'io.cncf.notary.signingTime'
  it.each<[string, Record<string, unknown>, string]>([
    ['no algorithm', { alg: 'none' }, 'NOTARY_MALFORMED'],
    ['a symmetric algorithm', { alg: 'HS256' }, 'NOTARY_MALFORMED'],
    ['the algorithm of another key', { alg: 'PS256' }, 'NOTARY_MALFORMED'],
    ['another content type', { cty: 'text/plain' }, 'NOTARY_MALFORMED'],
    ['an unknown header', { jwk: {} }, 'NOTARY_MALFORMED'],
    ['an unknown critical header', { crit: [scheme, 'x'] }, 'NOTARY_MALFORMED'],
    ['a critical header that is not there', { crit: [scheme, 'io.cncf.notary.expiry'] }, 'NOTARY_MALFORMED'],
    ['no critical header', { crit: [] }, 'NOTARY_MALFORMED'],
    ['an unknown scheme', { [scheme]: 'x' }, 'NOTARY_MALFORMED'],
    ['an expiry that is not critical', { 'io.cncf.notary.expiry': '2090-01-01T00:00:00Z' }, 'NOTARY_MALFORMED'],
    ['a time that is none', { [signingTime]: 'now' }, 'NOTARY_MALFORMED'],
    ['another time', { [signingTime]: '2026-11-23T22:28:58Z' }, 'SIGNATURE_INVALID'],
  ])('refuses a JWS whose protected header has %s', (_, changes, code) => {
    expect(changeJws((_jws, head) => Object.assign(head, changes))).toBe(code)
  })

  it.each<[string, Record<string, unknown>]>([
    ['an unknown member', { signatures: [] }],
    ['no certificates', { header: { x5c: [] } }],
    ['a certificate that is none', { header: { x5c: ['AAAA'] } }],
    ['an empty signature', { signature: '' }],
    ['a signature with padding', { signature: 'QUJDRA==' }],
  ])('refuses a JWS with %s', (_, changes) => {
    expect(changeJws((jws) => Object.assign(jws, changes))).toMatch(/MALFORMED/)
  })

  it('refuses certificates that are no chain', () => {
    const foreign = JSON.parse(find('jws-rsa').bytes.toString()).header.x5c
    const change = (jws: Record<string, unknown>) => {
      const header = jws.header as { x5c: string[] }
      header.x5c = [header.x5c[0] ?? '', foreign[1], header.x5c[1] ?? '']
    }
    expect(changeJws(change)).toBe('CERTIFICATE_MALFORMED')
  })

  it('refuses what is no envelope', () => {
    for (const text of ['', '{}', 'null', '[]', '{"payload":1}']) {
      expect(() => parseNotaryJws(Buffer.from(text))).toThrow(EvidenceError)
    }
    for (const text of ['', 'd2', 'd284', 'a0', '8440a04040', 'd28440a04040', 'd28341a0a040']) {
      expect(() => parseNotaryCose(hex(text))).toThrow(EvidenceError)
    }
  })
})
