import { createPublicKey, generateKeyPairSync } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { cosignAnnotations } from '#lib/sigstore/cosign-annotations.ts'
import {
  contextFor,
  createSigner,
  image,
  otherImage,
  repository,
  toPayload,
  toSignatureItem,
} from '#lib/testing/signed-evidence.ts'
import { makeAuthority } from '#lib/testing/test-authority.ts'
import { examineSimpleSigning } from './examine-simple-signing.ts'

const signer = createSigner()
const stranger = createSigner('stranger.pub')
const context = contextFor([signer.key])

type Made = Parameters<typeof toSignatureItem>[1]
const examine = (made: Made = {}, by = signer, about = context) =>
  examineSimpleSigning(toSignatureItem(by, made), about).evidence
const codeOf = (made: Made, id: string): string | null => {
  const check = examine(made).checks.find((one) => one.id === id && one.status !== 'passed')
  return check === undefined || check.status === 'passed' ? null : check.code
}
const critical = (changes: Record<string, unknown>) =>
  toPayload(image, { critical: { ...(toPayload().critical as object), ...changes } })

const toSelfSigned = ({ privateKey }: typeof signer): string =>
  makeAuthority('self', { keys: { privateKey, publicKey: createPublicKey(privateKey) } }).pem

describe('a cosign signature over a simple-signing payload', () => {
  it('is verified when signature, digest and rule agree, and says what was compared', () => {
    const evidence = examine()
    expect(evidence.state).toBe('verified')
    expect(evidence.signer).toEqual({ kind: 'key', fingerprint: signer.key.fingerprint, name: 'release.pub' })
    expect(evidence.checks.map(({ id, status }) => `${id} ${status}`)).toEqual([
      'content passed',
      'format passed',
      'payload-type passed',
      'subject passed',
      'signature passed',
      'transparency-log skipped',
      'repository passed',
      'rule passed',
    ])
    const detailOf = (id: string) => evidence.checks.find((check) => check.id === id)?.detail
    expect(detailOf('signature')).toMatchObject({ scheme: 'ecdsa-sha256' })
    expect(detailOf('format')).toEqual({ mediaType: 'application/vnd.dev.cosign.simplesigning.v1+json' })
    expect(detailOf('payload-type')).toEqual({ type: 'cosign container image signature' })
    expect(detailOf('subject')).toEqual({ asked: image, signed: image })
    expect(detailOf('repository')).toEqual({ signedAs: repository, repository })
  })

  it('S-01 for another image is invalid, although its signature verifies', () => {
    const evidence = examine({ payload: toPayload(otherImage) })
    expect(evidence.state).toBe('invalid')
    expect(evidence.checks.find(({ id }) => id === 'subject')).toMatchObject({
      status: 'failed',
      code: 'SUBJECT_MISMATCH',
      detail: { asked: image, signed: otherImage },
    })
    expect(evidence.checks.find(({ id }) => id === 'signature')?.status).toBe('passed')
  })

  it('S-02 over other bytes is untrusted: it cannot be told from a foreign key, and says so', () => {
    const signature = Buffer.from(signer.sign(Buffer.from('other'))).toString('base64')
    const evidence = examine({ signature })
    expect(evidence.state).toBe('untrusted')
    expect(evidence.signer).toBeNull()
    const check = evidence.checks.find(({ id }) => id === 'signature')
    expect(check).toMatchObject({ status: 'inconclusive', code: 'SIGNATURE_UNKNOWN_KEY' })
    expect(check !== undefined && 'reason' in check && check.reason).toContain('cannot be told apart')
  })

  it.each([
    ['missing', null, 'SIGNATURE_MISSING'],
    ['empty', '', 'SIGNATURE_MISSING'],
    ['not base64', '%%%%', 'SIGNATURE_ENCODING'],
    ['URL-safe base64', '-_-_', 'SIGNATURE_ENCODING'],
    ['unpadded', 'QUJDRA', 'SIGNATURE_ENCODING'],
    ['with blanks', 'QUJD RA==', 'SIGNATURE_ENCODING'],
  ])('S-03 whose annotation is %s is invalid', (_, signature, code) => {
    expect(examine({ signature }).state).toBe('invalid')
    expect(codeOf({ signature }, 'signature')).toBe(code)
    expect(codeOf({ signature }, 'rule')).toBe('CHECK_SKIPPED')
  })

  it('S-03 says why a signature cannot be decoded', () => {
    const check = examine({ signature: 'QUJDRA' }).checks.find(({ id }) => id === 'signature')
    expect(check).toMatchObject({
      reason: 'The signature cannot be decoded: its base64 is cut off or not padded.',
    })
  })

  it('S-03 may have line breaks in its base64', () => {
    const payload = JSON.stringify(toPayload())
    const signature = Buffer.from(signer.sign(Buffer.from(payload))).toString('base64')
    const broken = `${signature.slice(0, 40)}\r\n${signature.slice(40)}\n`
    expect(examine({ payload, signature: broken }).state).toBe('verified')
  })

  it.each([
    ['of GPG simple signing', critical({ type: 'atomic container signature' }), 'PAYLOAD_OTHER_SCHEME'],
    ['of something else', critical({ type: 'Cosign container image signature' }), 'PAYLOAD_TYPE'],
    ['missing', critical({ type: undefined }), 'PAYLOAD_TYPE'],
    ['a list', critical({ type: ['cosign container image signature'] }), 'PAYLOAD_TYPE'],
  ])('S-04 whose critical.type is %s is invalid', (_, payload, code) => {
    expect(examine({ payload }).state).toBe('invalid')
    expect(codeOf({ payload }, 'payload-type')).toBe(code)
  })

  it('S-05 with two digests is invalid, whichever of them is right', () => {
    for (const digests of [
      [image, otherImage],
      [otherImage, image],
      [image, image],
    ]) {
      const image = digests.map((digest) => `"docker-manifest-digest":"${digest}"`).join(',')
      const payload = `{"critical":{"identity":{"docker-reference":"x"},"image":{${image}},"type":"cosign container image signature"},"optional":null}`
      expect(examine({ payload }).state).toBe('invalid')
      expect(codeOf({ payload }, 'payload-type')).toBe('PAYLOAD_MALFORMED')
    }
  })

  it.each([
    ['S-06 a field in other letter case', critical({ image: { 'Docker-Manifest-Digest': image } })],
    ['S-06 critical in capitals', { CRITICAL: toPayload().critical, optional: null }],
    ['S-07 an unknown field in the payload', toPayload(image, { extra: 1 })],
    ['S-07 an unknown field in critical', critical({ extra: 1 })],
    ['S-07 an unknown field in image', critical({ image: { 'docker-manifest-digest': image, extra: 1 } })],
    ['S-07 an unknown field in identity', critical({ identity: { 'docker-reference': 'x', extra: 1 } })],
    ['S-07 a member __proto__', `{"__proto__":{},${JSON.stringify(toPayload()).slice(1)}`],
    ['S-08 optional that is a list', toPayload(image, { optional: [] })],
    ['S-08 optional that is text', toPayload(image, { optional: 'x' })],
    ['S-11 a digest in capitals', toPayload(image.toUpperCase().replace('SHA256', 'sha256'))],
    ['S-11 a digest with a blank', toPayload(`${image} `)],
    ['S-11 a digest with NUL', toPayload(`${image}\u0000`)],
    ['a digest that is missing', critical({ image: {} })],
    ['a digest that is a number', critical({ image: { 'docker-manifest-digest': 1 } })],
    ['a docker-reference that is a number', critical({ identity: { 'docker-reference': 1 } })],
    ['an identity that is missing', critical({ identity: undefined })],
    ['S-20 deep nesting', `{"critical":${'['.repeat(50_000)}${']'.repeat(50_000)}}`],
    ['S-21 something after the payload', `${JSON.stringify(toPayload())}\n{}`],
    ['no JSON', 'hello'],
    ['null', 'null'],
    ['nothing', ''],
    ['a byte order mark', `\uFEFF${JSON.stringify(toPayload())}`],
    ['invalid UTF-8', Buffer.concat([Buffer.from(JSON.stringify(toPayload())), Buffer.from([0xff])])],
  ])('refuses %s, rightly signed or not', (_, payload) => {
    expect(examine({ payload }).state).toBe('invalid')
    expect(codeOf({ payload }, 'payload-type')).toBe('PAYLOAD_MALFORMED')
    expect(codeOf({ payload }, 'subject')).toBe('CHECK_SKIPPED')
    expect(examine({ payload }, stranger).state).toBe('invalid')
  })

  it('S-08 S-10 may have no annotations, and a name with a tag', () => {
    expect(examine({ payload: toPayload(image, { optional: {} }) }).state).toBe('verified')
    expect(examine({ payload: toPayload(image, { optional: undefined }) }).state).toBe('verified')
    const tagged = examine({ payload: critical({ identity: { 'docker-reference': `${repository}:v1` } }) })
    expect(tagged.state).toBe('verified')
    expect(tagged.checks.find(({ id }) => id === 'repository')?.status).toBe('passed')
  })

  it('S-09 S-18 tells that it was signed under another name, and is verified all the same', () => {
    const evidence = examine({ payload: critical({ identity: { 'docker-reference': 'mirror.example.org/x' } }) })
    expect(evidence.state).toBe('verified')
    expect(evidence.checks.find(({ id }) => id === 'repository')).toMatchObject({
      status: 'inconclusive',
      code: 'REPOSITORY_DIFFERS',
      detail: { signedAs: 'mirror.example.org/x', repository },
    })
    for (const name of ['Not a name!', '', `${repository}/more`, 'x'.repeat(400)]) {
      const check = examine({ payload: critical({ identity: { 'docker-reference': name } }) }).checks.find(
        ({ id }) => id === 'repository',
      )
      expect(check).toMatchObject({
        code: 'REPOSITORY_DIFFERS',
        detail: { signedAs: name.slice(0, 300) },
      })
    }
  })

  it('S-12 S-13 shows the signed annotations as they are, never the unsigned ones, never those of an unknown key', () => {
    const payload = toPayload(image, { optional: { env: true, ENV: 'prod', list: ['prod'] } })
    const annotations = { env: 'prod', extra: 'unsigned' }
    expect(examine({ payload, annotations }).annotations).toEqual({ env: 'true', ENV: 'prod', list: '["prod"]' })
    expect(examine({ payload, annotations }, stranger).annotations).toEqual({})
  })

  it('S-14 in a layer of another media type is invalid', () => {
    expect(examine({ mediaType: 'text/html' }).state).toBe('invalid')
    expect(codeOf({ mediaType: 'text/html' }, 'format')).toBe('EVIDENCE_MEDIA_TYPE')
  })

  it('B-16 in a manifest of the wrong shape is invalid', () => {
    const item = { shapeProblem: 'It has no layers.' }
    expect(examine({ item }).state).toBe('invalid')
    expect(codeOf({ item }, 'format')).toBe('EVIDENCE_MEDIA_TYPE')
  })

  it('S-17 by a key that nobody knows is untrusted', () => {
    const evidence = examine({}, stranger)
    expect(evidence.state).toBe('untrusted')
    expect(evidence.signer).toBeNull()
    expect(examine({}, stranger, contextFor([])).state).toBe('untrusted')
  })

  it('S-19 says with which hash it verified', () => {
    const p384 = createSigner('p384.pub', 'P-384')
    const evidence = examine({}, p384, contextFor([p384.key]))
    expect(evidence.checks.find(({ id }) => id === 'signature')?.detail).toMatchObject({ scheme: 'ecdsa-sha384' })
  })

  it('B-10 K-01 with a certificate by nobody known is untrusted, unless a known key fits', () => {
    const annotations = { [cosignAnnotations.certificate]: toSelfSigned(stranger) }
    const foreign = examine({ annotations }, stranger)
    expect(foreign.state).toBe('untrusted')
    expect(foreign.signer).toBeNull()
    expect(foreign.checks.find(({ id }) => id === 'signature')).toMatchObject({ status: 'passed' })
    expect(foreign.checks.find(({ id }) => id === 'certificate')).toMatchObject({
      code: 'CERTIFICATE_UNKNOWN_AUTHORITY',
    })
    const own = examine({ annotations })
    expect(own.state).toBe('verified')
    expect(own.checks.find(({ id }) => id === 'certificate')).toMatchObject({ status: 'skipped' })
  })

  it('C with the certificate of another key is invalid: no other key could repair that', () => {
    const annotations = { [cosignAnnotations.certificate]: toSelfSigned(signer) }
    expect(examine({ annotations }, stranger, contextFor([])).state).toBe('invalid')
  })

  it('H-03 with a log entry or time stamp that cannot be read is invalid', () => {
    expect(examine({ annotations: { [cosignAnnotations.bundle]: '{}' } }).state).toBe('invalid')
    expect(examine({ annotations: { [cosignAnnotations.timestamp]: '{}' } }).state).toBe('invalid')
    expect(codeOf({ annotations: { [cosignAnnotations.bundle]: '{}' } }, 'format')).toBe('EVIDENCE_MATERIAL')
  })

  it('M-02 whose bytes could not be had is undetermined, and invalid when they were others', () => {
    const unread = (code: 'REGISTRY_TIMEOUT' | 'LIMIT_EXCEEDED' | 'DIGEST_MISMATCH') =>
      examine({ item: { bytes: null, problem: { code, message: 'no' } } }).state
    expect(unread('REGISTRY_TIMEOUT')).toBe('undetermined')
    expect(unread('LIMIT_EXCEEDED')).toBe('undetermined')
    expect(unread('DIGEST_MISMATCH')).toBe('invalid')
  })

  it('as a referrer must name the image as its subject', () => {
    const about = (claimedSubject: typeof image | null) =>
      examine({ item: { store: 'referrers', claimedSubject } }).state
    expect(about(image)).toBe('verified')
    expect(about(otherImage)).toBe('invalid')
    expect(about(null)).toBe('invalid')
  })

  it('L-12 tries many keys once each, and finds the one that fits', () => {
    const keys = Array.from({ length: 40 }, () => createSigner(null).key)
    expect(examine({}, signer, contextFor([...keys, signer.key])).state).toBe('verified')
  })

  it('takes a time that the signer claims for a claim', () => {
    const payload = toPayload(image, { optional: { timestamp: 1_700_000_000 } })
    expect(examine({ payload }).signedAt).toEqual({ at: '2023-11-14T22:13:20.000Z', source: 'signer-claim' })
    expect(examine({ payload }, stranger).signedAt).toBeNull()
  })

  it.each([
    [1, '1970-01-01T00:00:01.000Z'],
    [253_402_300_799, '9999-12-31T23:59:59.000Z'],
    [253_402_300_800, undefined],
    ['1e30', undefined],
    [0, undefined],
    [-1, undefined],
    [1.5, undefined],
    ['soon', undefined],
  ])('shows %j as claimed time only where it is one: %s', (timestamp, at) => {
    expect(examine({ payload: toPayload(image, { optional: { timestamp } }) }).signedAt?.at).toBe(at)
  })

  it('is never verified with any one byte of payload or signature changed', () => {
    const item = toSignatureItem(signer)
    const bytes = item.bytes ?? Buffer.alloc(0)
    for (const at of bytes.keys()) {
      const changed = Buffer.from(bytes)
      changed[at] = (changed[at] ?? 0) ^ 0x01
      expect(examineSimpleSigning({ ...item, bytes: changed }, context).evidence.state).not.toBe('verified')
    }
    const text = item.layer.annotations[cosignAnnotations.signature] ?? ''
    const signature = Buffer.from(text, 'base64')
    for (const at of signature.keys()) {
      const changed = Buffer.from(signature)
      changed[at] = (changed[at] ?? 0) ^ 0x01
      expect(examine({ signature: changed.toString('base64') }).state).not.toBe('verified')
    }
  })

  it('K-02 by a key that the gate refuses is untrusted, however right', () => {
    const weak = generateKeyPairSync('ec', { namedCurve: 'secp256k1' })
    expect(examine({}, { ...signer, ...weak, sign: () => Buffer.alloc(70) }).state).toBe('untrusted')
  })
})
