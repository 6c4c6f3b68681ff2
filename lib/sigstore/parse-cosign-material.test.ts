import { describe, expect, it } from 'vitest'
import { EvidenceError } from '#lib/evidence/evidence-error.ts'
import { cosignAnnotations } from './cosign-annotations.ts'
import { noMaterial, parseCosignMaterial } from './parse-cosign-material.ts'

const body = Buffer.from('{"apiVersion":"0.0.1","kind":"hashedrekord"}').toString('base64')
const payload = { body, integratedTime: 1_700_000_000, logIndex: 7, logID: 'ab'.repeat(32) }
const entry = { SignedEntryTimestamp: 'AAAA', Payload: payload }
const pemOf = (base64: string) => `-----BEGIN CERTIFICATE-----\n${base64}\n-----END CERTIFICATE-----\n`
const pem = pemOf('AAAA')
const bytesOf = (base64: string) => new Uint8Array(Buffer.from(base64, 'base64'))
const bodyOf = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64')
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
      [cosignAnnotations.certificate]: pem,
      [cosignAnnotations.chain]: `${pemOf('BBBB')}${pemOf('CCCC')}`,
      [cosignAnnotations.bundle]: JSON.stringify(entry),
      [cosignAnnotations.timestamp]: '{"SignedRFC3161Timestamp":"DDDD"}',
    })
    expect(material).toEqual({
      certificates: [bytesOf('AAAA')],
      intermediates: [bytesOf('BBBB'), bytesOf('CCCC')],
      logEntries: [
        {
          logIndex: 7n,
          logId: Buffer.alloc(32, 0xab),
          kind: 'hashedrekord',
          version: '0.0.1',
          integratedTime: 1_700_000_000n,
          promise: bytesOf('AAAA'),
          proof: null,
          body: bytesOf(body),
        },
      ],
      timestamps: [bytesOf('DDDD')],
    })
  })

  it('finds none where the annotations are absent or empty', () => {
    expect(parseCosignMaterial({})).toEqual(noMaterial)
    const { certificate, chain, bundle, timestamp } = cosignAnnotations
    expect(parseCosignMaterial({ [certificate]: '', [chain]: '', [bundle]: '', [timestamp]: '' })).toEqual(noMaterial)
  })

  const certificatesOf = (text: string) => parseCosignMaterial({ [cosignAnnotations.certificate]: text }).certificates
  it('C-18 takes the first of several certificates for the signer’s', () => {
    expect(certificatesOf(`${pem}${pemOf('BBBB')}`)).toEqual([bytesOf('AAAA')])
    expect(certificatesOf(`${pemOf('BBBB')}${pem.repeat(9)}`)).toEqual([bytesOf('BBBB')])
  })

  it('reads PEM with any line ends and with words around it', () => {
    expect(certificatesOf(`of the release team\n${pemOf('AA\nAA')}\n`)).toEqual([bytesOf('AAAA')])
    expect(certificatesOf(pemOf('AA\r\nAA').replaceAll('\n', '\r\n'))).toEqual([bytesOf('AAAA')])
  })

  it('takes a chain that cannot be read for none, as it decides nothing', () => {
    const chainOf = (text: string) => parseCosignMaterial({ [cosignAnnotations.chain]: text }).intermediates
    expect(chainOf(pem.repeat(10))).toHaveLength(10)
    for (const text of [pem.repeat(11), pemOf('AAA'), 'hello']) expect(chainOf(text)).toEqual([])
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
    ['bundle', { ...entry, SignedEntryTimestamp: undefined }],
    ['bundle', { ...entry, SignedEntryTimestamp: ['AAAA'] }],
    ['bundle', { ...entry, Payload: null }],
    ['bundle', { ...entry, Payload: { ...payload, extra: 1 } }],
    ['bundle', { ...entry, Payload: { ...payload, logID: ['ab'.repeat(32)] } }],
    ['bundle', { ...entry, Payload: { ...payload, logID: `${'ab'.repeat(32)}00` } }],
    ['bundle', { ...entry, Payload: { ...payload, logID: `00${'ab'.repeat(32)}` } }],
    ['bundle', { ...entry, Payload: { ...payload, logIndex: 2 ** 53 } }],
    ['bundle', { ...entry, Payload: { ...payload, logID: 'AB'.repeat(32) } }],
    ['bundle', { ...entry, Payload: { ...payload, integratedTime: -1 } }],
    ['bundle', { ...entry, Payload: { ...payload, logIndex: '7' } }],
    ['bundle', { ...entry, Payload: { ...payload, logIndex: 1.5 } }],
    ['bundle', { ...entry, Payload: { ...payload, body: 'AAAA' } }],
    ['bundle', { ...entry, Payload: { ...payload, body: '/w==' } }],
    ['bundle', { ...entry, Payload: { ...payload, body: bodyOf({}) } }],
    ['bundle', { ...entry, Payload: { ...payload, body: bodyOf(null) } }],
    ['bundle', { ...entry, Payload: { ...payload, body: bodyOf({ kind: 'hashedrekord' }) } }],
    ['bundle', { ...entry, Payload: { ...payload, body: bodyOf({ apiVersion: '0.0.1', kind: 1 }) } }],
    ['bundle', JSON.stringify(entry).replace('{', '{"Payload":1,')],
    ['timestamp', 'hello'],
    ['timestamp', {}],
    ['timestamp', { SignedRFC3161Timestamp: 'AAAA', extra: 1 }],
    ['timestamp', { SignedRFC3161Timestamp: '%' }],
  ])('T refuses the %s %j', (name, value) => {
    expect(codeOf(name, value)).toBe('EVIDENCE_MATERIAL')
  })

  it.each<[keyof typeof cosignAnnotations, unknown, string]>([
    ['certificate', 'hello', 'the certificate is not PEM'],
    ['bundle', 'hello', 'it is not JSON'],
    ['bundle', { ...entry, SignedEntryTimestamp: '' }, 'something is missing'],
    ['bundle', { ...entry, SignedEntryTimestamp: ['AAAA'] }, 'something is missing'],
    ['bundle', { ...entry, Payload: { ...payload, body: '/w==' } }, 'the log entry is not text'],
  ])('says what is wrong with the %s %j', (name, value, why) => {
    const text = typeof value === 'string' ? value : JSON.stringify(value)
    expect(() => parseCosignMaterial({ [cosignAnnotations[name]]: text })).toThrow(why)
  })

  it('T-07 reads a log entry with the number 0', () => {
    const zero = { ...entry, Payload: { ...payload, logIndex: 0, integratedTime: 0 } }
    const { logEntries } = parseCosignMaterial({ [cosignAnnotations.bundle]: JSON.stringify(zero) })
    expect(logEntries).toMatchObject([{ logIndex: 0n, integratedTime: 0n }])
  })
})
