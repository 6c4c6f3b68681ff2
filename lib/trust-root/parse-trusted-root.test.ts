import { generateKeyPairSync } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { limits } from '#lib/config/limits.ts'
import { type AppError, isAppError } from '#lib/errors/app-error.ts'
import { makeAuthority } from '#lib/testing/test-authority.ts'
import { parseTrustedRoot } from './parse-trusted-root.ts'

const spki = generateKeyPairSync('ed25519').publicKey.export({ type: 'spki', format: 'der' }).toString('base64')
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey
const log = {
  baseUrl: 'https://log.example.com',
  hashAlgorithm: 'SHA2_256',
  publicKey: { rawBytes: spki, keyDetails: 'PKIX_ED25519', validFor: { start: '2026-01-01T00:00:00Z' } },
  logId: { keyId: 'AAAA' },
}
const root = { mediaType: 'application/vnd.dev.sigstore.trustedroot+json;version=0.1', tlogs: [log] }
const parse = (value: unknown) => parseTrustedRoot(typeof value === 'string' ? value : JSON.stringify(value))
const withLog = (changes: Record<string, unknown>) => ({ ...root, tlogs: [{ ...log, ...changes }] })
const withValidity = (validFor: unknown) => withLog({ publicKey: { ...log.publicKey, validFor } })

function thrownBy(action: () => unknown): AppError {
  try {
    action()
  } catch (error) {
    if (isAppError(error)) return error
  }
  return expect.unreachable()
}

describe('parseTrustedRoot', () => {
  it('reads logs with their origin, key and validity', () => {
    const [read] = parse(root).logs
    expect(read).toMatchObject({
      origin: 'log.example.com',
      validity: { start: Date.parse('2026-01-01T00:00:00Z'), end: null },
    })
    expect(read?.key.asymmetricKeyType).toBe('ed25519')
    expect(parse(withLog({ baseUrl: 'https://log.example.com:8443/tree/' })).logs[0]?.origin).toBe(
      'log.example.com:8443/tree/',
    )
  })

  it('reads an RSA key of an old log, and the second version of the format', () => {
    const rawBytes = rsa.export({ type: 'pkcs1', format: 'der' }).toString('base64')
    const publicKey = { ...log.publicKey, rawBytes, keyDetails: 'PKCS1_RSA_PKCS1V5' }
    expect(parse(withLog({ publicKey })).logs[0]?.key.asymmetricKeyType).toBe('rsa')
    expect(parse({ ...root, mediaType: 'application/vnd.dev.sigstore.trustedroot.v0.2+json' }).logs).toHaveLength(1)
  })

  it('may hold nothing, which then vouches for nothing', () => {
    expect(parse({ mediaType: root.mediaType })).toEqual({
      logs: [],
      certificateLogs: [],
      certificateAuthorities: [],
      timestampAuthorities: [],
      notes: [],
    })
  })

  it.each([
    ['HTML', '<html>'],
    ['a list', '[]'],
    ['a member twice', JSON.stringify(root).replace('{', '{"tlogs":[],')],
    ['logs that are no list', { ...root, tlogs: {} }],
    ['a log that is null', { ...root, tlogs: [null] }],
    ['257 logs', { ...root, tlogs: Array.from({ length: 257 }, () => log) }],
    ['an address that is none', withLog({ baseUrl: 'log' })],
    ['an address that is no text', withLog({ baseUrl: 1 })],
    ['an address of no host', withLog({ baseUrl: 'mailto:log@example.com' })],
    ['an id that is empty', withLog({ logId: { keyId: '' } })],
    ['an id that is no text', withLog({ logId: { keyId: 7 } })],
    ['a validity that is null', withValidity(null)],
    ['an authority that is null', { ...root, timestampAuthorities: [null] }],
    ['an authority without chain', { ...root, timestampAuthorities: [{}] }],
    ['PEM that begins late', `${' '.repeat(4096)}-----BEGIN CERTIFICATE-----`],
    ['a log without id', withLog({ logId: undefined })],
    ['a log without key', withLog({ publicKey: undefined })],
    ['a key that is none', withLog({ publicKey: { ...log.publicKey, rawBytes: 'AAAA' } })],
    ['a key that is no base64', withLog({ publicKey: { ...log.publicKey, rawBytes: '%' } })],
    ['T-21 U-10 a log without validity', withValidity(undefined)],
    ['T-21 U-10 a log without beginning', withValidity({ end: '2026-01-01T00:00:00Z' })],
    ['a time that is none', withValidity({ start: 'now' })],
    ['a time without zone', withValidity({ start: '2026-01-01T00:00:00' })],
    ['an authority without certificate', { ...root, certificateAuthorities: [{ certChain: { certificates: [] } }] }],
    [
      'an authority whose certificate is none',
      { ...root, certificateAuthorities: [{ certChain: { certificates: [{ rawBytes: 'AAAA' }] } }] },
    ],
    ['5 MB', `${JSON.stringify(root)}${' '.repeat(5_000_000)}`],
  ])('refuses %s', (_, value) => {
    try {
      parse(value)
      expect.unreachable()
    } catch (error) {
      expect(isAppError(error, 'TRUST_ROOT_INVALID')).toBe(true)
    }
  })

  it.each([
    ['a bundle', { mediaType: 'application/vnd.dev.sigstore.bundle.v0.3+json' }, 'a Sigstore bundle'],
    [
      'a signing configuration',
      { mediaType: 'application/vnd.dev.sigstore.signingconfig.v0.2+json' },
      'a signing configuration',
    ],
    ['TUF metadata', { signed: {}, signatures: [] }, 'metadata of a TUF repository'],
    ['half of TUF metadata', { signed: {}, signatures: {} }, 'a document without mediaType'],
    ['the other half', { signed: 1, signatures: [] }, 'a document without mediaType'],
    [
      'a version of tomorrow',
      { mediaType: 'application/vnd.dev.sigstore.trustedroot.v9+json' },
      'a trusted root of a version that is not known here',
    ],
    ['another type', { ...root, mediaType: 'application/json' }, 'a document of another type'],
    ['no type', { tlogs: [] }, 'a document without mediaType'],
    ['a certificate', '-----BEGIN CERTIFICATE-----\nMIIB', 'PEM (certificate)'],
    ['a key with a note before', 'My key:\n-----BEGIN PUBLIC KEY-----\nMIIB', 'PEM (public key)'],
  ])('U-10 says that %s is no trusted root', (_, value, named) => {
    const error = thrownBy(() => parse(value))
    expect(error.code).toBe('TRUST_ROOT_WRONG_TYPE')
    expect(error.message).toBe(`This is ${named}, not a Sigstore trusted root.`)
  })

  it('U-10 says why a text cannot be read', () => {
    const why = (value: unknown) => thrownBy(() => parse(value)).message
    expect(why('<html>')).toBe('This is not a Sigstore trusted root: it is not JSON.')
    expect(why(`{"tlogs":${'['.repeat(limits.maxJsonDepth)}`)).toContain(`deeper than ${limits.maxJsonDepth}`)
    expect(why('{"a":1,"a":2}')).toContain('it has the name "a" twice')
    const certificates = [{ rawBytes: '%' }]
    expect(why({ ...root, certificateAuthorities: [{ certChain: { certificates } }] })).toContain('is not base64')
  })

  it('U-10 says that a file with a root on each line has several', () => {
    for (const end of ['\n', '\r\n', '\n  ', '\n\n']) {
      const lines = [root, root].map((one) => JSON.stringify(one)).join(end)
      expect(thrownBy(() => parse(`\n ${lines}`)).message).toContain('one on each line')
    }
    expect(thrownBy(() => parse('x{}\n{}')).message).not.toContain('one on each line')
    expect(thrownBy(() => parse('{}\nx{}')).message).not.toContain('one on each line')
    expect(parse(`${JSON.stringify(root)}\n`).logs).toHaveLength(1)
  })

  it('U-10 says that an empty file is empty', () => {
    expect(thrownBy(() => parse(' \n')).code).toBe('TRUST_ROOT_EMPTY')
  })

  it('U-10 refuses a window that ends before it begins, and takes one of a moment', () => {
    const start = '2026-01-01T00:00:00Z'
    expect(thrownBy(() => parse(withValidity({ start, end: '2025-12-31T23:59:59Z' }))).code).toBe('TRUST_ROOT_INVALID')
    expect(parse(withValidity({ start, end: start })).logs).toHaveLength(1)
    expect(parse(withValidity({ start, end: null })).logs[0]?.validity.end).toBeNull()
  })

  it('U-10 leaves a log out whose kind of key is not verified here, and uses the rest', () => {
    const other = { ...log, publicKey: { ...log.publicKey, keyDetails: 'ML_DSA_65' } }
    const read = parse({ ...root, tlogs: [other, log] })
    expect(read.logs).toHaveLength(1)
    expect(read.notes).toEqual(['The log log.example.com is left out: its key is of a kind that is not verified here.'])
    const kinds = (keyDetails: unknown) => parse(withLog({ publicKey: { ...log.publicKey, keyDetails } })).logs.length
    expect([kinds(undefined), kinds('PKIX_ED25519_PH')]).toEqual([1, 1])
    expect([kinds('XPKIX_ED25519'), kinds('PKIX_DSA'), kinds(7), kinds(null)]).toEqual([0, 0, 0, 0])
  })

  it('finds the id of a log where the second version of the format has it', () => {
    const { logId, ...rest } = log
    const [read] = parse({ ...root, tlogs: [{ ...rest, checkpointKeyId: logId }] }).logs
    expect(read?.logId).toEqual(new Uint8Array(3))
  })

  it('U-10 takes logs of certificates for such, and no others', () => {
    const read = parse({ mediaType: root.mediaType, ctlogs: [log] })
    expect([read.logs.length, read.certificateLogs.length]).toEqual([0, 1])
  })

  it.each([
    ['2026-01-01T00:00:00Z', '2026-01-01T00:00:00.000Z'],
    ['2026-01-01T02:30:00+02:30', '2026-01-01T00:00:00.000Z'],
    ['2025-12-31T23:00:00-01:00', '2026-01-01T00:00:00.000Z'],
    ['2026-01-01T00:00:00.5Z', '2026-01-01T00:00:00.500Z'],
    ['2026-01-01T00:00:00.123456789Z', '2026-01-01T00:00:00.123Z'],
  ])('reads the time %s', (start, expected) => {
    expect(parse(withValidity({ start })).logs[0]?.validity.start).toBe(Date.parse(expected))
  })

  it.each([
    '2026-01-01',
    '2026-01-01T00:00Z',
    '2026-01-01 00:00:00Z',
    '2026-01-01T00:00:00.Z',
    '2026-01-01T00:00:00.1234567890Z',
    '2026-01-01T00:00:00+0200',
    '2026-01-01T00:00:00Z ',
    ' 2026-01-01T00:00:00Z',
    '12026-01-01T00:00:00Z',
    '2026-13-01T00:00:00Z',
    '',
    7,
    {},
  ])('U-10 takes no %j for a time', (start) => {
    expect(thrownBy(() => parse(withValidity({ start }))).code).toBe('TRUST_ROOT_INVALID')
  })

  it('L-06 holds as many entries as it may, and no more', () => {
    expect(parse({ ...root, tlogs: Array.from({ length: 256 }, () => log) }).logs).toHaveLength(256)
    const { der } = makeAuthority()
    const chained = (count: number) => {
      const certificates = Array.from({ length: count }, () => ({ rawBytes: der.toString('base64') }))
      return () => parse({ ...root, certificateAuthorities: [{ certChain: { certificates } }] })
    }
    expect(chained(10)().certificateAuthorities[0]?.certificates).toHaveLength(10)
    expect(thrownBy(chained(11)).code).toBe('TRUST_ROOT_INVALID')
  })

  it('tells the address of an authority, where it says one', () => {
    const certChain = { certificates: [{ rawBytes: makeAuthority().der.toString('base64') }] }
    const read = (uri: unknown) =>
      parse({ ...root, timestampAuthorities: [{ certChain, uri }] }).timestampAuthorities[0]
    expect(read('https://time.example.com')).toMatchObject({
      uri: 'https://time.example.com',
      validity: { start: null, end: null },
    })
    for (const none of ['', 7, undefined]) expect(read(none)?.uri).toBeNull()
    expect(read('x'.repeat(3_000))?.uri).toHaveLength(2_048)
  })

  it('U-10 notes a log that is listed twice', () => {
    const other = { ...log, logId: { keyId: 'AAAB' } }
    const note = 'The log log.example.com is listed more than once.'
    expect(parse({ ...root, tlogs: [log, other, log] }).notes).toEqual([note])
    expect(parse({ ...root, tlogs: [log, other], ctlogs: [log] }).notes).toEqual([])
    expect(parse({ ...root, ctlogs: [log, log] }).notes).toEqual([note.replace('log', 'certificate log')])
  })

  const publicGood = resolve(import.meta.dirname, '../../../shared/vectors/trusted-roots/pgi-trusted_root.json')
  it.skipIf(!existsSync(publicGood))('reads the root of the public instance', () => {
    const { logs, certificateLogs, certificateAuthorities, timestampAuthorities } = parse(
      readFileSync(publicGood, 'utf8'),
    )
    expect([logs.length, certificateLogs.length, certificateAuthorities.length, timestampAuthorities.length]).toEqual([
      2, 2, 2, 1,
    ])
  })
})
