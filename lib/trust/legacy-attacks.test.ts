import { hash, sign } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { cosignAnnotations } from '#lib/sigstore/cosign-annotations.ts'
import { judgeItem } from '#lib/testing/judge-bundle.ts'
import { toEnvelopeItem, toPayload, toSignatureItem, toStatement } from '#lib/testing/signed-evidence.ts'
import { createTestInstance, signedAt, type TestInstance } from '#lib/testing/test-instance.ts'
import { examineEnvelope } from './examine-envelope.ts'
import { examineSimpleSigning } from './examine-simple-signing.ts'

const instance = createTestInstance()
const root = instance.toRoot()
const certificate = instance.issue()
const base64 = (bytes: Uint8Array | string) => Buffer.from(bytes).toString('base64')

/** cosign's annotation with an entry of the first log version: its promise alone. */
function promiseOf({ log1 }: TestInstance, body: unknown, at = Date.parse(signedAt) / 1000): string {
  const canonical = base64(JSON.stringify(body))
  const logID = hash('sha256', log1.publicKey.export({ type: 'spki', format: 'der' }), 'hex')
  const Payload = { body: canonical, integratedTime: at, logID, logIndex: 7 }
  const signed = Buffer.from(JSON.stringify({ body: canonical, integratedTime: at, logID, logIndex: Payload.logIndex }))
  return JSON.stringify({ SignedEntryTimestamp: base64(sign('sha256', signed, log1.privateKey)), Payload })
}
const stampOf = (data: Uint8Array) => JSON.stringify({ SignedRFC3161Timestamp: instance.stamp(data) })

const payload = Buffer.from(JSON.stringify(toPayload()))
const signature = sign('sha256', payload, certificate.privateKey)
const hashedRecord = (changes: { signature?: Uint8Array; pem?: string; content?: Uint8Array } = {}) => ({
  apiVersion: '0.0.1',
  kind: 'hashedrekord',
  spec: {
    data: { hash: { algorithm: 'sha256', value: hash('sha256', changes.content ?? payload, 'hex') } },
    signature: {
      content: base64(changes.signature ?? signature),
      publicKey: { content: base64(changes.pem ?? certificate.pem) },
    },
  },
})
type Annotation = 'certificate' | 'bundle' | 'timestamp'
const toAnnotations = (values: Partial<Record<Annotation, string>>) =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [cosignAnnotations[name as Annotation], value]))
const signer = { key: null as never, privateKey: certificate.privateKey, sign: () => signature }
const judge = (values: Partial<Record<Annotation, string>>, rule = {}) => {
  const annotations = toAnnotations({ certificate: certificate.pem, ...values })
  return judgeItem(examineSimpleSigning, toSignatureItem(signer, { payload, annotations }), [root], rule)
}

const envelope = instance.signStatement(certificate, toStatement())
const stored = JSON.stringify({
  payloadType: 'application/vnd.in-toto+json',
  payload: base64(envelope.payload),
  signatures: [{ sig: base64(envelope.signature), keyid: '' }],
})
const judgeAttestation = (values: Partial<Record<Annotation, string>>, rule = {}) => {
  const annotations = toAnnotations({ certificate: certificate.pem, ...values })
  return judgeItem(examineEnvelope, toEnvelopeItem(stored, annotations), [root], rule)
}

describe('signatures and attestations in cosign’s annotations', () => {
  it('hold with a promise of the log, or with a time stamp where no log is asked for', () => {
    expect(judge({ bundle: promiseOf(instance, hashedRecord()) })).toEqual({ state: 'verified', codes: [] })
    const unlogged = { requireTransparencyLog: false }
    expect(judge({ timestamp: stampOf(signature) }, unlogged)).toEqual({ state: 'verified', codes: [] })
    expect(judgeAttestation({ timestamp: stampOf(Buffer.from(stored)) }, unlogged).state).toBe('verified')
  })

  it('C-18 takes the first certificate for the signer’s, and no other', () => {
    const bundle = promiseOf(instance, hashedRecord())
    const stranger = instance.issue()
    expect(judge({ bundle, certificate: certificate.pem + stranger.pem }).state).toBe('verified')
    expect(judge({ bundle, certificate: stranger.pem + certificate.pem }).state).toBe('invalid')
    expect(judge({ bundle, certificate: '' }).state).not.toBe('verified')
  })

  it('T-01 T-02 T-03 refuses an entry of another signature, payload or certificate (CVE-2022-23649)', () => {
    const other = { state: 'invalid', codes: expect.arrayContaining(['LOG_ENTRY_OTHER']) }
    const again = sign('sha256', payload, certificate.privateKey)
    expect(judge({ bundle: promiseOf(instance, hashedRecord({ signature: again })) })).toMatchObject(other)
    expect(judge({ bundle: promiseOf(instance, hashedRecord({ content: envelope.payload })) })).toMatchObject(other)
    expect(judge({ bundle: promiseOf(instance, hashedRecord({ pem: instance.issue().pem })) })).toMatchObject(other)
  })

  it('T-05 holds the promise to the entry', () => {
    const promised = JSON.parse(promiseOf(instance, hashedRecord())) as { Payload: { logIndex: number } }
    const moved = JSON.stringify({ ...promised, Payload: { ...promised.Payload, logIndex: 8 } })
    expect(judge({ bundle: moved }).codes).toContain('LOG_PROMISE_INVALID')
    expect(judge({ bundle: promiseOf(createTestInstance(), hashedRecord()) }).codes).toContain('LOG_UNKNOWN')
    const late = promiseOf(instance, hashedRecord(), Date.parse('2026-06-01T12:00:01Z') / 1000)
    expect(judge({ bundle: late }).codes).toContain('CERTIFICATE_OUTSIDE_VALIDITY')
  })

  it('T-23 takes a time stamp over what its format stamps: the signature here, the envelope there', () => {
    const rule = { requireTransparencyLog: false }
    expect(judge({ timestamp: stampOf(payload) }, rule).codes).toContain('TIMESTAMP_INVALID')
    expect(judgeAttestation({ timestamp: stampOf(envelope.signature) }, rule).codes).toContain('TIMESTAMP_INVALID')
    expect(judgeAttestation({ timestamp: stampOf(envelope.payload) }, rule).codes).toContain('TIMESTAMP_INVALID')
  })

  it('T-24 finds the promise over the four members, in whatever order the annotation has them', () => {
    const { SignedEntryTimestamp, Payload } = JSON.parse(promiseOf(instance, hashedRecord()))
    const { body, integratedTime, logID, logIndex } = Payload
    const reordered = `{"Payload":{"logIndex":${logIndex},"logID":"${logID}","integratedTime":${integratedTime},
      "body":"${body}"},"SignedEntryTimestamp":"${SignedEntryTimestamp}"}`
    expect(judge({ bundle: reordered }).state).toBe('verified')
  })

  it('T-25 reads old entries of statements, bound by the digest of the whole envelope', () => {
    const entryOf = (content: string) => ({
      apiVersion: '0.0.1',
      kind: 'intoto',
      spec: {
        content: { hash: { algorithm: 'sha256', value: hash('sha256', Buffer.from(content), 'hex') } },
        publicKey: base64(certificate.pem),
      },
    })
    expect(judgeAttestation({ bundle: promiseOf(instance, entryOf(stored)) }).state).toBe('verified')
    const other = judgeAttestation({ bundle: promiseOf(instance, entryOf(`${stored} `)) })
    expect(other).toMatchObject({ state: 'invalid', codes: expect.arrayContaining(['LOG_ENTRY_OTHER']) })
  })

  it('T-26 leaves entries of other kinds unread', () => {
    const judged = judge({ bundle: promiseOf(instance, { apiVersion: '0.0.1', kind: 'rekord', spec: {} }) })
    expect(judged.state).not.toBe('verified')
    expect(judged.codes).toContain('LOG_ENTRY_UNSUPPORTED')
  })

  it('T-28 says that a log entry is missing where the rule asks for one', () => {
    expect(judge({ timestamp: stampOf(signature) })).toEqual({ state: 'untrusted', codes: ['LOG_ENTRY_MISSING'] })
    expect(judge({}).codes).toContain('CERTIFICATE_NO_TIME')
  })
})
