import { describe, expect, it } from 'vitest'
import { encodeDer, extensions, makeAuthority, makeSigner, oid, sequence } from '#lib/testing/test-authority.ts'
import { type Certificate, parseCertificate } from './certificate.ts'
import {
  extensionIds,
  type KeyUsage,
  readAlternativeNames,
  readBasicConstraints,
  readExtendedKeyUsage,
  readKeyUsage,
} from './extensions.ts'

const bare = parseCertificate(makeSigner(makeAuthority(), { extensions: [extensions.noAuthority] }).der)
const withValue = (id: string, value: Uint8Array): Certificate => ({
  ...bare,
  extensions: new Map([[id, { isCritical: false, value }]]),
})
const hex = (text: string) => Buffer.from(text.replaceAll(' ', ''), 'hex')
const malformed = expect.objectContaining({ code: 'CERTIFICATE_MALFORMED' })
const none = { ...bare, extensions: new Map() }

describe('basic constraints', () => {
  const constraintsOf = (text: string) => readBasicConstraints(withValue(extensionIds.basicConstraints, hex(text)))

  it('C-19 say whether it is an authority, and how many may be below', () => {
    expect(readBasicConstraints(none)).toBeNull()
    expect(constraintsOf('30 00')).toEqual({ isCa: false, pathLength: null })
    expect(constraintsOf('30 03 0101ff')).toEqual({ isCa: true, pathLength: null })
    expect(constraintsOf('30 03 010100')).toEqual({ isCa: false, pathLength: null })
    expect(constraintsOf('30 06 0101ff 020100')).toEqual({ isCa: true, pathLength: 0n })
    expect(constraintsOf('30 06 0101ff 020107')).toEqual({ isCa: true, pathLength: 7n })
    expect(constraintsOf('30 03 020101')).toEqual({ isCa: false, pathLength: 1n })
  })

  it.each(['', '31 00', '30 03 0201ff', '30 01 01', '30 00 00'])(
    'C are refused when they cannot be read: %j',
    (text) => {
      expect(() => constraintsOf(text)).toThrow(malformed)
    },
  )
})

describe('the uses of a key', () => {
  const usesOf = (text: string) => {
    const may = readKeyUsage(withValue(extensionIds.keyUsage, hex(text)))
    return all.filter((usage) => may?.(usage) === true)
  }
  const all: readonly KeyUsage[] = [
    'digitalSignature',
    'contentCommitment',
    'keyEncipherment',
    'dataEncipherment',
    'keyAgreement',
    'keyCertSign',
    'cRLSign',
    'encipherOnly',
    'decipherOnly',
  ]

  it('C-09 are bits by their number', () => {
    expect(readKeyUsage(none)).toBeNull()
    const bits = ['80', '40', '20', '10', '08', '04', '02', '01']
    expect(bits.map((bit) => usesOf(`03 02 00 ${bit}`))).toEqual(all.slice(0, 8).map((usage) => [usage]))
    expect(usesOf('03 03 07 0080')).toEqual(['decipherOnly'])
    expect(usesOf('03 02 01 86')).toEqual(['digitalSignature', 'keyCertSign', 'cRLSign'])
    expect(usesOf('03 01 00')).toEqual([])
  })

  it('C are refused when they cannot be read', () => {
    expect(() => usesOf('04 02 0080')).toThrow(malformed)
    expect(() => usesOf('')).toThrow(malformed)
  })
})

describe('the purposes of a key', () => {
  it('C-09 are identifiers', () => {
    const purposes = sequence(oid('1.3.6.1.5.5.7.3.3'), oid('2.5.29.37.0'))
    expect(readExtendedKeyUsage(withValue(extensionIds.extendedKeyUsage, purposes))).toEqual([
      '1.3.6.1.5.5.7.3.3',
      '2.5.29.37.0',
    ])
    expect(readExtendedKeyUsage(none)).toBeNull()
    expect(() => readExtendedKeyUsage(withValue(extensionIds.extendedKeyUsage, hex('30 02 0500')))).toThrow(malformed)
  })
})

describe('the names of a holder', () => {
  const namesOf = (...all: readonly Uint8Array[]) =>
    readAlternativeNames(withValue(extensionIds.subjectAltName, sequence(...all)))
  const text = (tag: number, value: string | Uint8Array) => encodeDer(tag, Buffer.from(value))
  const otherName = (id: string, value: Uint8Array) => encodeDer(0xa0, oid(id), value)
  const userName = '1.3.6.1.4.1.57264.1.7'

  it('C-11 C-12 are all of them, each of its kind', () => {
    expect(readAlternativeNames(none)).toEqual([])
    expect(namesOf()).toEqual([])
    expect(
      namesOf(
        text(0x81, 'a@a.example'),
        text(0x82, 'a.example'),
        text(0x86, 'https://a.example/ ~'),
        otherName(userName, encodeDer(0xa0, text(0x0c, '\ufeffé'))),
      ),
    ).toEqual([
      { kind: 'email', text: 'a@a.example' },
      { kind: 'dns', text: 'a.example' },
      { kind: 'uri', text: 'https://a.example/ ~' },
      { kind: 'other', text: '\ufeffé' },
    ])
  })

  it.each([
    ['empty', text(0x86, '')],
    ['with a line end', text(0x86, 'a\n')],
    ['with a line end in front', text(0x86, '\na')],
    ['with a control character', text(0x81, 'a\u001fb')],
    ['with DEL', text(0x82, 'a\u007f')],
    ['with a byte beyond ASCII', text(0x82, Buffer.from([0x61, 0xe9]))],
    ['an address', text(0x87, Buffer.from([127, 0, 0, 1]))],
    ['a name of a directory', encodeDer(0xa4, sequence())],
    ['another name of another kind', otherName('1.2.3', encodeDer(0xa0, text(0x0c, 'a')))],
    ['another name without a value', encodeDer(0xa0, oid(userName))],
    ['another name with an empty value', otherName(userName, encodeDer(0xa0))],
    ['another name that is not UTF-8', otherName(userName, encodeDer(0xa0, text(0x0c, Buffer.from([0xff]))))],
    ['another name that is no text', otherName(userName, encodeDer(0xa0, text(0x04, 'a')))],
  ])('C-12 C-15 are refused when one is %s', (_, name) => {
    expect(() => namesOf(name)).toThrow(malformed)
  })
})
