import { constants, generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parseCertificate } from '#lib/sigstore/certificates/certificate.ts'
import { codeOf } from '#lib/testing/code-of.ts'
import { makeAuthority, makeSigner } from '#lib/testing/test-authority.ts'
import type { KeyAlgorithm } from '#lib/trust/trust-rule.ts'
import type { NotaryAlgorithm } from './notary-signature.ts'
import { parseNotaryCose } from './parse-cose.ts'
import { parseNotaryJws } from './parse-jws.ts'
import { verifyEnvelope } from './verify-envelope.ts'

const ec = (namedCurve: string) => generateKeyPairSync('ec', { namedCurve })
const rsa = (modulusLength: number) => generateKeyPairSync('rsa', { modulusLength })
const algorithms: readonly NotaryAlgorithm[] = ['ES256', 'ES384', 'ES512', 'PS256', 'PS384', 'PS512']
const p256 = ec('P-256')
const rsa2048 = rsa(2_048)
const signed = Buffer.from('header and payload')

const root = makeAuthority()
const toLeaf = (keys: { publicKey: KeyObject; privateKey: KeyObject }) =>
  parseCertificate(makeSigner(root, { keys }).der)

const pss = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST }
const signBy = (key: KeyObject, algorithm: NotaryAlgorithm, more: object = {}): Buffer => {
  const usual = algorithm.startsWith('PS') ? pss : { dsaEncoding: 'ieee-p1363' as const }
  return sign(`sha${algorithm.slice(2)}`, signed, { key, ...usual, ...more })
}

describe('the signature of a Notary Project envelope', () => {
  it.each<[KeyAlgorithm, NotaryAlgorithm, ReturnType<typeof rsa>]>([
    ['ecdsa-p256', 'ES256', p256],
    ['ecdsa-p384', 'ES384', ec('P-384')],
    ['ecdsa-p521', 'ES512', ec('P-521')],
    ['rsa-2048', 'PS256', rsa2048],
    ['rsa-3072', 'PS384', rsa(3_072)],
    ['rsa-4096', 'PS512', rsa(4_096)],
  ])('by a key %s is made with %s, and with nothing else', (name, algorithm, keys) => {
    const leaf = toLeaf(keys)
    const signature = signBy(keys.privateKey, algorithm)
    expect(verifyEnvelope({ algorithm, signed, signature }, leaf)).toBe(name)
    for (const other of algorithms.filter((one) => one !== algorithm)) {
      expect(codeOf(() => verifyEnvelope({ algorithm: other, signed, signature }, leaf))).toBe('NOTARY_MALFORMED')
    }
    const changed = { algorithm, signed: Buffer.from('header and payloaf'), signature }
    expect(codeOf(() => verifyEnvelope(changed, leaf))).toBe('SIGNATURE_INVALID')
  })

  it.each<[string, NotaryAlgorithm, typeof p256, object]>([
    ['in DER', 'ES256', p256, { dsaEncoding: 'der' }],
    ['with the older padding of RSA', 'PS256', rsa2048, { padding: constants.RSA_PKCS1_PADDING }],
    ['with a salt of another length', 'PS256', rsa2048, { saltLength: 20 }],
    ['of another key', 'ES256', { ...p256, privateKey: ec('P-256').privateKey }, {}],
  ])('is refused when it is one %s', (_, algorithm, keys, more) => {
    const signature = signBy(keys.privateKey, algorithm, more)
    expect(codeOf(() => verifyEnvelope({ algorithm, signed, signature }, toLeaf(keys)))).toBe('SIGNATURE_INVALID')
  })

  it('is refused by a key that may not make it, or of a kind that the Notary Project does not know', () => {
    const bound = generateKeyPairSync('rsa-pss', {
      modulusLength: 2_048,
      hashAlgorithm: 'sha512',
      mgf1HashAlgorithm: 'sha512',
    })
    const ofBound = { algorithm: 'PS256', signed, signature: Buffer.alloc(256) } as const
    expect(codeOf(() => verifyEnvelope(ofBound, toLeaf(bound)))).toBe('SIGNATURE_INVALID')
    const leaf = toLeaf(generateKeyPairSync('ed25519'))
    for (const algorithm of algorithms) {
      expect(codeOf(() => verifyEnvelope({ algorithm, signed, signature: Buffer.alloc(64) }, leaf))).toBe(
        'NOTARY_MALFORMED',
      )
    }
  })
})

describe('the signatures of the sample, which notation made', () => {
  const layout = join(import.meta.dirname, '../sample/layouts/workshop/notary')
  const readBlob = (digest: string): Buffer => readFileSync(join(layout, 'blobs', digest.replace(':', '/')))
  const { manifests } = JSON.parse(readFileSync(join(layout, 'index.json'), 'utf8')) as {
    manifests: { digest: string }[]
  }
  type Layer = { readonly mediaType: string; readonly digest: string }
  const layers = manifests
    .map(({ digest }) => JSON.parse(readBlob(digest).toString()) as { layers: Layer[]; subject?: unknown })
    .flatMap(({ layers, subject }) => (subject === undefined ? [] : layers))
  const parsers = { 'application/jose+json': parseNotaryJws, 'application/cose': parseNotaryCose } as const

  it.each(layers)('hold, and no longer when a byte of what they cover is another: $mediaType $digest', (layer) => {
    const parse = parsers[layer.mediaType as keyof typeof parsers]
    const notary = parse(readBlob(layer.digest))
    const leaf = parseCertificate(notary.certificates[0] ?? new Uint8Array())
    expect(verifyEnvelope(notary, leaf)).toBe('ecdsa-p256')
    const changed = Buffer.from(notary.signed)
    changed.writeUInt8(changed.readUInt8(0) ^ 1, 0)
    expect(codeOf(() => verifyEnvelope({ ...notary, signed: changed }, leaf))).toBe('SIGNATURE_INVALID')
  })

  it('are of both kinds', () => {
    expect(new Set(layers.map(({ mediaType }) => mediaType))).toEqual(new Set(Object.keys(parsers)))
  })
})
