import { describe, expect, it } from 'vitest'
import { EvidenceError } from '#lib/evidence/evidence-error.ts'
import { cosignAnnotations } from './cosign-annotations.ts'
import { noMaterial, parseCosignMaterial } from './parse-cosign-material.ts'

const body = Buffer.from('{"apiVersion":"0.0.1","kind":"hashedrekord"}').toString('base64')
const payload = { body, integratedTime: 1_700_000_000, logIndex: 7, logID: 'ab'.repeat(32) }
const entry = { SignedEntryTimestamp: 'AAAA', Payload: payload }
const pem = '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n'
const codeOf = (name: keyof typeof cosignAnnotations, value: unknown): string | null => {
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  try {
    parseCosignMaterial({ [cosignAnnotations[name]]: text })
    return null
  } catch (error) {
    return error instanceof EvidenceError ? error.code : String(error)
  }
}

describe('parseCosignMaterial', () => {
  it('reads certificate, log entry and time stamp', () => {
    const material = parseCosignMaterial({
      [cosignAnnotations.certificate]: `${pem}${pem}`,
      [cosignAnnotations.chain]: pem.repeat(11),
      [cosignAnnotations.bundle]: JSON.stringify(entry),
      [cosignAnnotations.timestamp]: '{"SignedRFC3161Timestamp":"AAAA"}',
    })
    expect(material.certificates).toHaveLength(1)
    expect(material.logEntries).toMatchObject([{ kind: 'hashedrekord', version: '0.0.1', logIndex: 7n, proof: null }])
    expect(material.timestamps).toHaveLength(1)
    expect(material.intermediates).toEqual([])
    expect(parseCosignMaterial({ [cosignAnnotations.chain]: pem }).intermediates).toHaveLength(1)
    expect(parseCosignMaterial({})).toEqual(noMaterial)
  })

  it.each<[keyof typeof cosignAnnotations, unknown]>([
    ['certificate', 'hello'],
    ['certificate', pem.replace('AAAA', 'AAA')],
    ['certificate', pem.repeat(11)],
    ['bundle', 'hello'],
    ['bundle', []],
    ['bundle', { ...entry, extra: 1 }],
    ['bundle', { ...entry, SignedEntryTimestamp: '' }],
    ['bundle', { ...entry, SignedEntryTimestamp: '%' }],
    ['bundle', { ...entry, Payload: null }],
    ['bundle', { ...entry, Payload: { ...payload, logID: 'AB'.repeat(32) } }],
    ['bundle', { ...entry, Payload: { ...payload, integratedTime: -1 } }],
    ['bundle', { ...entry, Payload: { ...payload, logIndex: '7' } }],
    ['bundle', { ...entry, Payload: { ...payload, logIndex: 1.5 } }],
    ['bundle', { ...entry, Payload: { ...payload, body: 'AAAA' } }],
    ['bundle', { ...entry, Payload: { ...payload, body: '/w==' } }],
    ['bundle', { ...entry, Payload: { ...payload, body: Buffer.from('{}').toString('base64') } }],
    ['bundle', JSON.stringify(entry).replace('{', '{"Payload":1,')],
    ['timestamp', 'hello'],
    ['timestamp', {}],
    ['timestamp', { SignedRFC3161Timestamp: '%' }],
  ])('T refuses the %s %j', (name, value) => {
    expect(codeOf(name, value)).toBe('EVIDENCE_MATERIAL')
  })
})
