import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { codeOf } from '#lib/testing/code-of.ts'
import { type NotaryMade, toNotaryCose, toNotaryJws } from '#lib/testing/notary-evidence.ts'
import { makeAuthority, makeSigner } from '#lib/testing/test-authority.ts'
import type { NotarySignature } from './notary-signature.ts'
import { parseNotaryCose } from './parse-cose.ts'
import { parseNotaryJws } from './parse-jws.ts'

const root = makeAuthority()
const signer = makeSigner(root)
const made: NotaryMade = { signer, chain: [root], expiry: '2026-12-01T00:00:00Z', stamp: () => Buffer.from('stamp') }

const toBytes = (jws: unknown): Buffer => Buffer.from(JSON.stringify(jws))
const summarise = ({ signed, signature, payload, certificates, timestamp, ...rest }: NotarySignature) => ({
  ...rest,
  payload: Buffer.from(payload).toString(),
  certificates: certificates.map((der) => Buffer.from(der).equals(signer.der)),
  timestamp: timestamp === null ? null : Buffer.from(timestamp).toString(),
})

describe('Notary Project envelopes', () => {
  it('say the same in both forms', () => {
    const jws = summarise(parseNotaryJws(toBytes(toNotaryJws(made))))
    expect(jws).toMatchObject({
      algorithm: 'ES256',
      scheme: 'notary.x509',
      signingTime: Date.parse('2026-05-01T00:00:00Z'),
      expiry: Date.parse('2026-12-01T00:00:00Z'),
      certificates: [true, false],
      timestamp: 'stamp',
      plugin: null,
    })
    expect(summarise(parseNotaryCose(toNotaryCose(made)))).toEqual(jws)
  })

  it('say the same in both forms of a signing authority', () => {
    const byAuthority: NotaryMade = { signer, chain: [root], scheme: 'notary.x509.signingAuthority' }
    const jws = summarise(parseNotaryJws(toBytes(toNotaryJws(byAuthority))))
    expect(jws).toMatchObject({
      scheme: 'notary.x509.signingAuthority',
      signingTime: Date.parse('2026-05-01T00:00:00Z'),
      expiry: null,
      timestamp: null,
    })
    expect(summarise(parseNotaryCose(toNotaryCose(byAuthority)))).toEqual(jws)
  })

  it('B throw nothing but evidence, whatever the bytes', () => {
    const cose = toNotaryCose(made)
    const jws = toBytes(toNotaryJws(made))
    const flip = (from: Buffer) =>
      fc.record({ at: fc.nat(from.byteLength - 1), to: fc.nat(255) }).map(({ at, to }) => {
        const changed = Buffer.from(from)
        changed[at] = to
        return changed
      })
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array({ maxLength: 200 }), flip(cose), flip(jws)), (envelope) => {
        codeOf(() => parseNotaryCose(envelope))
        codeOf(() => parseNotaryJws(envelope))
      }),
      { numRuns: 2_000 },
    )
    for (const text of ['', '{}', 'null', '[]', '{"payload":1}']) {
      expect(codeOf(() => parseNotaryJws(Buffer.from(text)))).toBe('NOTARY_MALFORMED')
    }
    for (const text of ['', 'd2', 'd284', 'a0', '8440a04040', 'd28440a04040', 'd28341a0a040']) {
      expect(codeOf(() => parseNotaryCose(Buffer.from(text, 'hex')))).toBe('NOTARY_MALFORMED')
    }
  })
})
