import { generateKeyPairSync } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { type AppError, isAppError } from '#lib/errors/app-error.ts'
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
    ['a bundle', { mediaType: 'application/vnd.dev.sigstore.bundle.v0.3+json' }, 'Sigstore bundle'],
    ['a signing configuration', { mediaType: 'application/vnd.dev.sigstore.signingconfig.v0.2+json' }, 'configuration'],
    ['TUF metadata', { signed: {}, signatures: [] }, 'TUF'],
    ['a version of tomorrow', { mediaType: 'application/vnd.dev.sigstore.trustedroot.v9+json' }, 'version'],
    ['another type', { ...root, mediaType: 'application/json' }, 'another type'],
    ['no type', { tlogs: [] }, 'without mediaType'],
    ['a certificate', '-----BEGIN CERTIFICATE-----\nMIIB', 'certificate'],
  ])('U-10 says that %s is no trusted root', (_, value, named) => {
    const error = thrownBy(() => parse(value))
    expect([error.code, error.message]).toEqual(['TRUST_ROOT_WRONG_TYPE', expect.stringContaining(named)])
  })

  it('U-10 says that a file with a root on each line has several', () => {
    const lines = [root, root].map((one) => JSON.stringify(one)).join('\n')
    expect(thrownBy(() => parse(lines)).message).toContain('one on each line')
    expect(parse(`${JSON.stringify(root)}\n`).logs).toHaveLength(1)
  })

  it('U-10 says that an empty file is empty', () => {
    expect(thrownBy(() => parse(' \n')).code).toBe('TRUST_ROOT_EMPTY')
  })

  it('U-10 refuses a window that ends before it begins, and takes one of a moment', () => {
    const start = '2026-01-01T00:00:00Z'
    expect(thrownBy(() => parse(withValidity({ start, end: '2025-12-31T23:59:59Z' }))).code).toBe('TRUST_ROOT_INVALID')
    expect(parse(withValidity({ start, end: start })).logs).toHaveLength(1)
  })

  it('U-10 leaves a log out whose kind of key is not verified here, and uses the rest', () => {
    const other = { ...log, publicKey: { ...log.publicKey, keyDetails: 'ML_DSA_65' } }
    const read = parse({ ...root, tlogs: [other, log] })
    expect(read.logs).toHaveLength(1)
    expect(read.notes).toEqual([expect.stringContaining('log.example.com is left out')])
  })

  it('U-10 notes a log that is listed twice', () => {
    expect(parse({ ...root, tlogs: [log, log] }).notes).toEqual([expect.stringContaining('more than once')])
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
