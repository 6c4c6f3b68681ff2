import { describe, expect, it } from 'vitest'
import { limits } from '#lib/config/limits.ts'
import {
  contextFor,
  createSigner,
  image,
  imageBytes,
  otherImage,
  spdxType,
  toEnvelope,
  toEnvelopeItem,
  toStatement,
} from '#lib/testing/signed-evidence.ts'
import { examineEnvelope } from './examine-envelope.ts'

const signer = createSigner()
const stranger = createSigner('stranger.pub')
const context = contextFor([signer.key])

const examine = (envelope: unknown, annotations?: Record<string, string>, about = context) => {
  const one = examineEnvelope(toEnvelopeItem(envelope, annotations), about)
  if (one.kind !== 'attestation') throw new TypeError('A layer of .att is an attestation.')
  return one.evidence
}
const examineStatement = (statement: string | Record<string, unknown>) => examine(toEnvelope([signer], statement))
const stateOf = (envelope: unknown) => examine(envelope).state
const codeOf = ({ checks }: ReturnType<typeof examine>, id: string) => {
  const check = checks.find((one) => one.id === id)
  return check === undefined || check.status === 'passed' ? null : check.code
}
const hex = image.slice(7)
const subjectsOf = (...subject: unknown[]) => toStatement({ subject })

describe('a cosign attestation in a DSSE envelope', () => {
  it('is verified when signature, subject and rule agree; what it says comes from the payload', () => {
    const evidence = examine(toEnvelope([signer]))
    expect(evidence.state).toBe('verified')
    expect(evidence.predicateType).toBe(spdxType)
    expect(evidence.summary).toMatchObject({ kind: 'SPDX SBOM', packages: 2 })
    expect(evidence.statementSubjects).toEqual([{ name: expect.any(String), digest: image }])
    const detailOf = (id: string) => evidence.checks.find((check) => check.id === id)?.detail
    expect(detailOf('format')).toEqual({ mediaType: 'application/vnd.dsse.envelope.v1+json', signatures: 1 })
    const statement = 'https://in-toto.io/Statement/v0.1'
    expect(detailOf('payload-type')).toEqual({ payloadType: 'application/vnd.in-toto+json', statement })
    expect(detailOf('subject')).toEqual({ asked: image, signed: image })
  })

  it('A-01 about another image is invalid', () => {
    const evidence = examineStatement(toStatement({}, otherImage))
    expect(evidence.state).toBe('invalid')
    expect(codeOf(evidence, 'subject')).toBe('SUBJECT_MISMATCH')
  })

  it.each([
    'text/plain',
    'application/json',
    'application/vnd.in-toto+json; charset=utf-8',
    'Application/vnd.in-toto+json',
    'application/vnd.in-toto.provenance+json',
    'application/vnd.in-toto+json ',
  ])('A-02 with the payload type %s is invalid, however signed', (payloadType) => {
    const evidence = examine(toEnvelope([signer], toStatement(), payloadType))
    expect(evidence.state).toBe('invalid')
    expect(codeOf(evidence, 'payload-type')).toBe('PAYLOAD_TYPE')
    expect(evidence.predicateType).toBe(spdxType)
  })

  it('A-04 needs one good signature among several, by a key that is trusted', () => {
    const bad = { sig: Buffer.from('bad').toString('base64'), keyid: '' }
    const mine = toEnvelope([signer])
    expect(stateOf({ ...mine, signatures: [bad, ...mine.signatures] })).toBe('verified')
    expect(stateOf({ ...mine, signatures: [...mine.signatures, bad] })).toBe('verified')
    expect(stateOf(toEnvelope([stranger, signer]))).toBe('verified')
    expect(stateOf({ ...mine, signatures: [...toEnvelope([stranger]).signatures, bad] })).toBe('untrusted')
  })

  it('A-04 believes no keyid', () => {
    const foreign = toEnvelope([stranger])
    const [signature] = foreign.signatures
    const claimed = { sig: signature?.sig, keyid: signer.key.fingerprint }
    expect(stateOf({ ...foreign, signatures: [claimed] })).toBe('untrusted')
    const mine = toEnvelope([signer])
    expect(stateOf({ ...mine, signatures: [{ sig: mine.signatures[0]?.sig, keyid: '__proto__' }] })).toBe('verified')
  })

  it('A-05 is the same in URL-safe base64', () => {
    const toUrl = (text: string) => text.replaceAll('+', '-').replaceAll('/', '_')
    const { payload, payloadType, signatures } = toEnvelope([signer], toStatement({ predicate: '???>>>~~~ÿÿ' }))
    const envelope = { payloadType, payload: toUrl(payload), signatures: [{ sig: toUrl(signatures[0]?.sig ?? '') }] }
    expect(stateOf(envelope)).toBe('verified')
  })

  it('A-06 covers type and payload with their lengths in bytes', () => {
    const { payload, signatures } = toEnvelope([signer])
    expect(stateOf({ payload, payloadType: 'application/vnd.in-toto+json 5', signatures })).toBe('invalid')
    const other = toEnvelope([signer], toStatement(), 'ä')
    expect(codeOf(examine(other), 'signature')).toBeNull()
    expect(codeOf(examine({ ...other, payloadType: 'a' }), 'signature')).toBe('SIGNATURE_UNKNOWN_KEY')
  })

  it.each([
    ['missing', undefined, 'STATEMENT_MALFORMED'],
    ['unknown', 'https://in-toto.io/Statement/v2', 'STATEMENT_TYPE'],
    ['with a slash', 'https://in-toto.io/Statement/v1/', 'STATEMENT_TYPE'],
    ['a list', ['https://in-toto.io/Statement/v1'], 'STATEMENT_MALFORMED'],
  ])('A-07 whose _type is %s is invalid', (_, type, code) => {
    const evidence = examineStatement(toStatement({ _type: type }))
    expect(evidence.state).toBe('invalid')
    expect(codeOf(evidence, 'payload-type')).toBe(code)
  })

  it.each([
    ['A-08 subject', '"subject":[],"subject":'],
    ['A-08 predicateType', '"predicateType":"x","subject":'],
    ['A-08 _type', '"_type":"x","subject":'],
  ])('%s twice is invalid', (_, twice) => {
    const text = JSON.stringify(toStatement()).replace('"subject":', twice)
    expect(examineStatement(text).state).toBe('invalid')
  })

  it('A-08 a digest twice is invalid', () => {
    const text = JSON.stringify(toStatement()).replace('"sha256":', `"sha256":"${'0'.repeat(64)}","sha256":`)
    expect(examineStatement(text).state).toBe('invalid')
  })

  it.each(['', 'hello', '{}{}', 'null', '[]', '"x"', '{"_type":'])('A-09 with the payload %j is invalid', (text) => {
    const evidence = examineStatement(text)
    expect(evidence.state).toBe('invalid')
    expect(evidence.predicateType).toBeNull()
    expect(codeOf(evidence, 'payload-type')).toBe('STATEMENT_MALFORMED')
    expect(codeOf(evidence, 'subject')).toBe('CHECK_SKIPPED')
    expect(evidence.summary).toBeNull()
    expect(evidence.statementSubjects).toEqual([])
    expect(examine(toEnvelope([signer], text), { predicateType: spdxType }).state).toBe('invalid')
  })

  it.each([
    ['A-10 no subject', toStatement({ subject: undefined })],
    ['A-10 an empty list', toStatement({ subject: [] })],
    ['A-10 an object', toStatement({ subject: {} })],
    ['A-10 text', toStatement({ subject: image })],
    ['A-10 a subject without digest', subjectsOf({ name: 'x' })],
    ['A-10 an empty digest', subjectsOf({ name: 'x', digest: {} })],
    ['A-10 a digest that is text', subjectsOf({ digest: image })],
    ['A-12 null among the subjects', subjectsOf(null, { digest: { sha256: hex } })],
    ['A-10 a digest that is a number', subjectsOf({ digest: { sha256: 1 } })],
    ['B-05 an unknown member', toStatement({ Subject: [] })],
    ['a predicate type that is missing', toStatement({ predicateType: undefined })],
    ['a v0.1 statement without predicate', toStatement({ predicate: undefined })],
  ])('%s is invalid and crashes nothing', (_, statement) => {
    expect(examineStatement(statement).state).toBe('invalid')
  })

  it('A-11 finds the image among many subjects, and stops at a limit that is not called broken', () => {
    const others = Array.from({ length: 1023 }, (_, at) => ({ digest: { sha256: at.toString(16).padStart(64, '0') } }))
    const mine = { digest: { sha256: hex } }
    expect(examineStatement(subjectsOf(...others.slice(0, 2), mine, ...others.slice(2, 4))).state).toBe('verified')
    expect(examineStatement(subjectsOf(...others, mine)).state).toBe('verified')
    const beyond = examineStatement(subjectsOf(...others, mine, mine))
    expect(beyond.state).toBe('undetermined')
    expect(codeOf(beyond, 'payload-type')).toBe('EVIDENCE_TOO_LARGE')
  })

  it('L-08 bounds the digests of one subject', () => {
    const digest = Object.fromEntries(Array.from({ length: limits.maxSubjectDigests }, (_, at) => [`x${at}`, '0']))
    expect(examineStatement(subjectsOf({ digest: { ...digest, sha256: hex } })).state).toBe('undetermined')
  })

  it.each([
    ['in capitals', { sha256: hex.toUpperCase() }],
    ['with a prefix', { sha256: image }],
    ['under SHA256', { SHA256: hex }],
    ['under sha-256', { 'sha-256': hex }],
    ['under gitCommit', { gitCommit: hex }],
    ['under __proto__', JSON.parse(`{"__proto__":"${hex}"}`)],
    ['with a blank', { sha256: `${hex} ` }],
  ])('A-13 the digest %s is no match', (_, digest) => {
    const evidence = examineStatement(subjectsOf({ digest }))
    expect(evidence.state).toBe('invalid')
    expect(codeOf(evidence, 'subject')).toBe('SUBJECT_MISMATCH')
  })

  it('A-13 every digest that can be computed must be the image’s', async () => {
    const { createHash } = await import('node:crypto')
    const sha512 = createHash('sha512').update(imageBytes).digest('hex')
    expect(examineStatement(subjectsOf({ digest: { sha256: hex, sha512 } })).state).toBe('verified')
    expect(examineStatement(subjectsOf({ digest: { sha256: hex, sha512: '0'.repeat(128) } })).state).toBe('invalid')
    const unread = contextFor([signer.key], { subjectBytes: null })
    const lying = toEnvelope([signer], subjectsOf({ digest: { sha256: hex, sha512: '0'.repeat(128) } }))
    expect(examine(lying, {}, unread).state).toBe('verified')
  })

  it('A-14 A-15 says when the label in the registry is another, and goes by the payload', () => {
    for (const label of ['https://slsa.dev/provenance/v1', `${spdxType}/`, 'http://spdx.dev/Document']) {
      const evidence = examine(toEnvelope([signer]), { predicateType: label })
      expect(evidence.state).toBe('verified')
      expect(evidence.predicateType).toBe(spdxType)
      expect(codeOf(evidence, 'predicate-type')).toBe('PREDICATE_TYPE_DIFFERS')
    }
    const labelled = (label: Record<string, string>, statement = toStatement()) =>
      examine(toEnvelope([signer], statement), label).checks.find(({ id }) => id === 'predicate-type')
    const detail = { label: spdxType, signed: spdxType }
    expect(labelled({ predicateType: spdxType })).toMatchObject({ status: 'passed', detail })
    expect(labelled({})).toBeUndefined()
    const long = 'https://example.org/'.padEnd(400, 'x')
    expect(labelled({ predicateType: `${long}y` }, toStatement({ predicateType: long }))?.detail).toEqual({
      label: long.slice(0, 300),
      signed: long.slice(0, 300),
    })
  })

  it('A-18 ignores the name of a subject for matching', () => {
    const evidence = examineStatement(subjectsOf({ name: '<script>alert(1)</script>', digest: { sha256: hex } }))
    expect(evidence.state).toBe('verified')
    expect(evidence.statementSubjects[0]?.name).toBe('<script>alert(1)</script>')
  })

  it('A-19 keeps a custom predicate’s data as text', () => {
    const predicate = { Data: '{"a":{"b":1}}', Timestamp: '2026-01-01T00:00:00Z' }
    const predicateType = 'https://cosign.sigstore.dev/attestation/v1'
    expect(examineStatement(toStatement({ predicateType, predicate })).summary).toMatchObject({
      kind: 'Custom',
      data: '{"a":{"b":1}}',
      createdAt: '2026-01-01T00:00:00Z',
    })
  })

  it('A-20 combines no two halves: a stranger’s about this image, ours about another', () => {
    expect(stateOf(toEnvelope([stranger]))).toBe('untrusted')
    expect(stateOf(toEnvelope([signer], toStatement({}, otherImage)))).toBe('invalid')
    const { payload, payloadType } = toEnvelope([stranger])
    const { signatures } = toEnvelope([signer], toStatement({}, otherImage))
    expect(stateOf({ payload, payloadType, signatures })).toBe('untrusted')
  })

  it('A-23 shows a failed verification summary as failed', () => {
    const predicateType = 'https://slsa.dev/verification_summary/v1'
    const evidence = examineStatement(toStatement({ predicateType, predicate: { verificationResult: 'FAILED' } }))
    expect(evidence.summary).toMatchObject({ result: 'FAILED' })
  })

  it.each([
    ['no signatures', { signatures: [] }, 'signature', 'SIGNATURE_MISSING'],
    ['an empty signature', { signatures: [{ sig: '' }] }, 'signature', 'SIGNATURE_MISSING'],
    ['signatures that are no list', { signatures: {} }, 'format', 'PAYLOAD_MALFORMED'],
    ['a signature that is null', { signatures: [null] }, 'format', 'PAYLOAD_MALFORMED'],
    ['a signature with an unknown field', { signatures: [{ sig: 'QQ==', cert: 'x' }] }, 'format', 'PAYLOAD_MALFORMED'],
    ['a keyid that is no text', { signatures: [{ sig: 'QQ==', keyid: 1 }] }, 'format', 'PAYLOAD_MALFORMED'],
    ['a signature that is no base64', { signatures: [{ sig: '%' }] }, 'format', 'SIGNATURE_ENCODING'],
    ['a payload that is no base64', { payload: 'a b' }, 'format', 'SIGNATURE_ENCODING'],
    ['no payload', { payload: undefined }, 'format', 'PAYLOAD_MALFORMED'],
    ['no payloadType', { payloadType: undefined }, 'format', 'PAYLOAD_MALFORMED'],
    ['an unknown field', { extra: 1 }, 'format', 'PAYLOAD_MALFORMED'],
  ])('with %s is invalid', (_, changes, id, code) => {
    const evidence = examine({ ...toEnvelope([signer]), ...changes })
    expect(evidence.state).toBe('invalid')
    expect(codeOf(evidence, id)).toBe(code)
  })

  it('B-06 B-07 that is no JSON, or has a member twice, is invalid', () => {
    const text = JSON.stringify(toEnvelope([signer]))
    const bad = [
      '',
      'null',
      '[]',
      text.slice(0, -1),
      `${text}{}`,
      text.replace('"payload":', '"payload":"","payload":'),
    ]
    for (const one of bad) {
      const evidence = examine(one)
      expect(evidence.state).toBe('invalid')
      expect(codeOf(evidence, 'format')).toBe('PAYLOAD_MALFORMED')
      expect(codeOf(evidence, 'signature')).toBe('CHECK_SKIPPED')
    }
    const reasonOf = (one: string) => {
      const [check] = examine(one).checks.filter(({ id }) => id === 'format')
      return check !== undefined && check.status !== 'passed' ? check.reason : null
    }
    const nested = '['.repeat(limits.maxJsonDepth + 1)
    expect(reasonOf(`{"payload":${nested}`)).toContain(`deeper than ${limits.maxJsonDepth}`)
    expect(reasonOf('{')).toBe('The DSSE envelope is malformed: it is not JSON.')
    expect(reasonOf(bad[5] ?? '')).toBe(
      'The DSSE envelope is malformed: it has the name "payload" twice in one object.',
    )
  })

  it('L-06 with more signatures than are read is undetermined', () => {
    const envelope = toEnvelope([signer])
    const signatures = Array.from({ length: 33 }, () => envelope.signatures[0])
    expect(stateOf({ ...envelope, signatures })).toBe('undetermined')
  })

  it('in a layer of another media type is invalid', () => {
    const item = toEnvelopeItem(toEnvelope([signer]))
    const layer = { ...item.layer, mediaType: 'application/json' }
    for (const changes of [{ layer }, { shapeProblem: 'odd' }]) {
      const one = examineEnvelope({ ...item, ...changes }, context)
      expect(one.evidence.state).toBe('invalid')
      expect(one.evidence.checks.find(({ id }) => id === 'format')).toMatchObject({ code: 'EVIDENCE_MEDIA_TYPE' })
    }
  })

  it('shows annotations of the subject that is the image, of no other', () => {
    const statement = subjectsOf(
      { digest: { sha256: otherImage.slice(7) }, annotations: { env: 'dev', only: 'other' } },
      { digest: { sha256: hex }, annotations: { env: 'prod' } },
    )
    expect(examineStatement(statement).annotations).toEqual({ env: 'prod' })
    const foreign = { digest: { sha256: otherImage.slice(7) }, annotations: { env: 'dev' } }
    expect(examineStatement(subjectsOf(foreign, foreign)).annotations).toEqual({})
  })

  it('H-03 with something beside it that cannot be read is invalid', () => {
    const evidence = examine(toEnvelope([signer]), { 'dev.sigstore.cosign/bundle': '{}' })
    expect(evidence.state).toBe('invalid')
    expect(evidence.checks).toContainEqual(expect.objectContaining({ id: 'format', code: 'EVIDENCE_MATERIAL' }))
  })

  it('D-11 as a referrer must name the image as its subject', () => {
    const about = (claimedSubject: typeof image | null) =>
      examineEnvelope(toEnvelopeItem(toEnvelope([signer]), {}, { store: 'referrers', claimedSubject }), context)
        .evidence.state
    expect([about(image), about(otherImage), about(null)]).toEqual(['verified', 'invalid', 'invalid'])
  })

  it('M-02 whose bytes could not be had is undetermined', () => {
    const problem = { code: 'REGISTRY_TIMEOUT', message: 'no' } as const
    const item = toEnvelopeItem(toEnvelope([signer]), {}, { bytes: null, problem })
    const one = examineEnvelope(item, context)
    expect(one).toMatchObject({ kind: 'attestation', statement: null, identity: item.layer.digest })
    expect(one.evidence).toMatchObject({ state: 'undetermined', signer: null, predicateType: null })
    expect(one.evidence.checks.map(({ id }) => id)).toEqual(['content', 'signature'])
  })

  it('L-08 shows a hundred of its subjects', () => {
    const subject = Array.from({ length: 101 }, () => ({ digest: { sha256: hex } }))
    expect(examineStatement(toStatement({ subject })).statementSubjects).toHaveLength(100)
  })

  it('is never verified with any one byte of the payload changed', () => {
    const { payload, payloadType, signatures } = toEnvelope([signer])
    const bytes = Buffer.from(payload, 'base64')
    for (const at of bytes.keys()) {
      const changed = Buffer.from(bytes)
      changed[at] = (changed[at] ?? 0) ^ 0x01
      expect(stateOf({ payload: changed.toString('base64'), payloadType, signatures })).not.toBe('verified')
    }
  })
})
