import { createHash, generateKeyPairSync } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import type { LogEntry } from '#lib/sigstore/bundle/parse-log-entry.ts'
import { codeOf } from '#lib/testing/code-of.ts'
import { bindEntry, type LoggedEvidence } from './bind-entry.ts'

const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const other = generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey
const spkiOf = (key: typeof publicKey) => key.export({ type: 'spki', format: 'der' })
const pemOf = (key: typeof publicKey) => key.export({ type: 'spki', format: 'pem' }).toString()
const base64 = (value: string | Uint8Array) => Buffer.from(value).toString('base64')
const sha256 = (value: Uint8Array) => createHash('sha256').update(value).digest()
const hex = (value: Uint8Array) => sha256(value).toString('hex')

const signature = Buffer.from('a signature')
const bytes = Buffer.from('a payload')
const payload = Buffer.from('{"_type":"x"}')
const preAuthEncoding = Buffer.from('DSSEv1 …')
const stored = Buffer.from('{"payload":"…"}')
const verifiers = [spkiOf(publicKey)]
const message: LoggedEvidence = { signatures: [signature], verifiers, content: { kind: 'message', bytes } }
const envelope: LoggedEvidence = {
  signatures: [signature],
  verifiers,
  content: { kind: 'envelope', payload, preAuthEncoding, stored },
}

function makeEntry(kind: string, version: string, spec: unknown, changes: Record<string, unknown> = {}): LogEntry {
  return {
    logIndex: 1n,
    logId: Buffer.alloc(32),
    kind,
    version,
    integratedTime: null,
    promise: null,
    proof: null,
    body: Buffer.from(JSON.stringify({ apiVersion: version, kind, spec, ...changes })),
  }
}
type Parts = { signature: Uint8Array; key: typeof publicKey; content: Uint8Array; algorithm: string }
const parts = (changes: Partial<Parts>, content: Uint8Array): Parts => ({
  signature,
  key: publicKey,
  content,
  algorithm: 'sha256',
  ...changes,
})

/** Every kind of entry that is read, made of the parts that are given. */
const makers: readonly [string, LoggedEvidence, (changes?: Partial<Parts>) => LogEntry][] = [
  [
    'hashedrekord 0.0.1',
    message,
    (changes = {}) => {
      const made = parts(changes, bytes)
      return makeEntry('hashedrekord', '0.0.1', {
        data: { hash: { algorithm: made.algorithm, value: hex(made.content) } },
        signature: { content: base64(made.signature), publicKey: { content: base64(pemOf(made.key)) } },
      })
    },
  ],
  ...[message, envelope].map((evidence): [string, LoggedEvidence, (changes?: Partial<Parts>) => LogEntry] => [
    `hashedrekord 0.0.2 of ${evidence.content.kind}`,
    evidence,
    (changes = {}) => {
      const made = parts(changes, evidence === message ? bytes : preAuthEncoding)
      return makeEntry('hashedrekord', '0.0.2', {
        hashedRekordV002: {
          data: {
            algorithm: made.algorithm === 'sha256' ? 'SHA2_256' : made.algorithm,
            digest: base64(sha256(made.content)),
          },
          signature: {
            content: base64(made.signature),
            verifier: { keyDetails: 'PKIX_ECDSA_P256_SHA_256', publicKey: { rawBytes: base64(spkiOf(made.key)) } },
          },
        },
      })
    },
  ]),
  [
    'dsse 0.0.1',
    envelope,
    (changes = {}) => {
      const made = parts(changes, payload)
      return makeEntry('dsse', '0.0.1', {
        envelopeHash: { algorithm: 'sha256', value: hex(stored) },
        payloadHash: { algorithm: made.algorithm, value: hex(made.content) },
        signatures: [{ signature: base64(made.signature), verifier: base64(pemOf(made.key)) }],
      })
    },
  ],
  [
    'dsse 0.0.2',
    envelope,
    (changes = {}) => {
      const made = parts(changes, payload)
      return makeEntry('dsse', '0.0.2', {
        dsseV002: {
          payloadHash: {
            algorithm: made.algorithm === 'sha256' ? 'SHA2_256' : made.algorithm,
            digest: base64(sha256(made.content)),
          },
          signatures: [
            { content: base64(made.signature), verifier: { publicKey: { rawBytes: base64(spkiOf(made.key)) } } },
          ],
        },
      })
    },
  ],
  [
    'intoto 0.0.2',
    envelope,
    (changes = {}) => {
      const made = parts(changes, payload)
      return makeEntry('intoto', '0.0.2', {
        content: {
          envelope: { signatures: [{ sig: base64(base64(made.signature)), publicKey: base64(pemOf(made.key)) }] },
          payloadHash: { algorithm: made.algorithm, value: hex(made.content) },
        },
      })
    },
  ],
]

const faultOf = (entry: LogEntry, evidence: LoggedEvidence) => codeOf(() => bindEntry(entry, evidence))

describe.each(makers)('an entry of kind %s', (_, evidence, make) => {
  it('T belongs to the evidence that it was made for', () => {
    expect(faultOf(make(), evidence)).toBeNull()
  })

  it('T belongs to no other signature, key or content (CVE-2022-23649)', () => {
    expect(faultOf(make({ signature: Buffer.from('another') }), evidence)).toBe('LOG_ENTRY_OTHER')
    expect(faultOf(make({ key: other }), evidence)).toBe('LOG_ENTRY_OTHER')
    expect(faultOf(make({ content: Buffer.from('another') }), evidence)).toBe('LOG_ENTRY_OTHER')
    expect(faultOf(make({ algorithm: 'md5' }), evidence)).toBe('LOG_ENTRY_OTHER')
  })

  it('T must be of the kind that the evidence says, and of one that is read', () => {
    expect(faultOf({ ...make(), version: '0.0.9' }, evidence)).toBe('LOG_ENTRY_OTHER')
    expect(faultOf({ ...make(), kind: 'rekord' }, evidence)).toBe('LOG_ENTRY_OTHER')
    expect(faultOf(makeEntry('rekord', '0.0.1', {}), evidence)).toBe('LOG_ENTRY_UNSUPPORTED')
    expect(faultOf(makeEntry('constructor', '', {}), evidence)).toBe('LOG_ENTRY_UNSUPPORTED')
  })

  it('T that is malformed belongs to nothing', () => {
    const body = make().body
    for (const text of ['', 'null', '[]', '{}', Buffer.from(body).toString().slice(0, -1)]) {
      expect(faultOf({ ...make(), body: Buffer.from(text) }, evidence)).toBe('LOG_ENTRY_OTHER')
    }
    const { kind, version } = make()
    expect(faultOf(makeEntry(kind, version, {}), evidence)).toBe('LOG_ENTRY_OTHER')
    expect(faultOf(makeEntry(kind, version, null), evidence)).toBe('LOG_ENTRY_OTHER')
  })
})

describe('entries', () => {
  it('T of an envelope’s hash are compared with the envelope as it is stored', () => {
    const spec = { content: { hash: { algorithm: 'sha256', value: hex(stored) } }, publicKey: base64(pemOf(publicKey)) }
    const entry = makeEntry('intoto', '0.0.1', spec)
    expect(faultOf(entry, envelope)).toBeNull()
    const changed = { ...envelope, content: { ...envelope.content, stored: Buffer.from('other') } } as LoggedEvidence
    expect(faultOf(entry, changed)).toBe('LOG_ENTRY_OTHER')
    const apart = { ...envelope, content: { ...envelope.content, stored: null } } as LoggedEvidence
    expect(faultOf(entry, apart)).toBe('LOG_ENTRY_OTHER')
  })

  it('T of Rekor v2 name one verifier, not two', () => {
    const rawBytes = base64(spkiOf(publicKey))
    const name = (verifiers: Record<string, unknown>) =>
      makeEntry('hashedrekord', '0.0.2', {
        hashedRekordV002: {
          data: { algorithm: 'SHA2_256', digest: base64(sha256(bytes)) },
          signature: { content: base64(signature), verifier: verifiers },
        },
      })
    expect(faultOf(name({ publicKey: { rawBytes } }), message)).toBeNull()
    expect(faultOf(name({ publicKey: { rawBytes }, x509Certificate: { rawBytes } }), message)).toBe('LOG_ENTRY_OTHER')
    expect(faultOf(name({}), message)).toBe('LOG_ENTRY_OTHER')
  })

  it('T about an envelope do not belong to a message, nor the other way round', () => {
    const dsse = makers.find(([name]) => name === 'dsse 0.0.1')?.[2]()
    const rekord = makers.find(([name]) => name === 'hashedrekord 0.0.1')?.[2]()
    if (dsse === undefined || rekord === undefined) throw new TypeError('There are both.')
    expect(faultOf(dsse, message)).toBe('LOG_ENTRY_OTHER')
    expect(faultOf(rekord, envelope)).toBe('LOG_ENTRY_OTHER')
  })

  const rekord = (digest: string, algorithm = 'sha256', pem: string = pemOf(publicKey)) =>
    makeEntry('hashedrekord', '0.0.1', {
      data: { hash: { algorithm, value: digest } },
      signature: { content: base64(signature), publicKey: { content: base64(pem) } },
    })
  const dsse = (spec: Record<string, unknown>) =>
    makeEntry('dsse', '0.0.1', {
      envelopeHash: { algorithm: 'sha256', value: hex(stored) },
      payloadHash: { algorithm: 'sha256', value: hex(payload) },
      ...spec,
    })
  const signedBy = (one: string | Uint8Array = signature, key = publicKey) => ({
    signature: base64(one),
    verifier: base64(pemOf(key)),
  })

  it('T compare digests of every hash that is accepted', () => {
    for (const algorithm of ['sha256', 'sha384', 'sha512']) {
      const digest = createHash(algorithm).update(bytes).digest('hex')
      expect(faultOf(rekord(digest, algorithm), message)).toBeNull()
      const [name = ''] = ['SHA2_256', 'SHA2_384', 'SHA2_512'].filter((one) => one.endsWith(algorithm.slice(3)))
      const second = makeEntry('hashedrekord', '0.0.2', {
        hashedRekordV002: {
          data: { algorithm: name, digest: Buffer.from(digest, 'hex').toString('base64') },
          signature: { content: base64(signature), verifier: { publicKey: { rawBytes: base64(spkiOf(publicKey)) } } },
        },
      })
      expect(faultOf(second, message)).toBeNull()
    }
    expect(faultOf(rekord(createHash('sha1').update(bytes).digest('hex'), 'sha1'), message)).toBe('LOG_ENTRY_OTHER')
  })

  it('T with several signatures have this one among them, and so has the evidence', () => {
    const several = dsse({ signatures: [signedBy('another'), signedBy(), signedBy('a third', other)] })
    expect(faultOf(several, envelope)).toBeNull()
    expect(faultOf(dsse({ signatures: [signedBy('another'), signedBy(signature, other)] }), envelope)).toBe(
      'LOG_ENTRY_OTHER',
    )
    const offered = { ...envelope, signatures: [Buffer.from('x'), signature] }
    expect(faultOf(dsse({ signatures: [signedBy()] }), offered)).toBeNull()
    const known = { ...envelope, verifiers: [spkiOf(other), spkiOf(publicKey)] }
    expect(faultOf(dsse({ signatures: [signedBy()] }), known)).toBeNull()
    expect(faultOf(dsse({ signatures: [signedBy()] }), { ...envelope, verifiers: null })).toBeNull()
    expect(faultOf(dsse({ signatures: [signedBy('another')] }), { ...envelope, verifiers: null })).toBe(
      'LOG_ENTRY_OTHER',
    )
  })

  it('T of envelopes are not about a message that is the payload', () => {
    const bare: LoggedEvidence = { ...message, content: { kind: 'message', bytes: payload } }
    const entry = makeEntry('dsse', '0.0.2', {
      dsseV002: {
        payloadHash: { algorithm: 'SHA2_256', digest: base64(sha256(payload)) },
        signatures: [{ content: base64(signature), verifier: { publicKey: { rawBytes: base64(spkiOf(publicKey)) } } }],
      },
    })
    expect(faultOf(entry, envelope)).toBeNull()
    expect(faultOf(entry, bare)).toBe('LOG_ENTRY_OTHER')
  })

  it('T are refused with more signatures than are read, and with what is no list of them', () => {
    const list = (count: number) => Array.from({ length: count }, () => signedBy())
    expect(faultOf(dsse({ signatures: list(32) }), envelope)).toBeNull()
    for (const signatures of [list(33), 'signatures', { length: 1, 0: signedBy() }, null, []]) {
      expect(faultOf(dsse({ signatures }), envelope)).toBe('LOG_ENTRY_OTHER')
    }
  })

  it('T name a key in whatever PEM it is written, and no other', () => {
    const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey
    const by = (pem: string) => faultOf(rekord(hex(bytes), 'sha256', pem), { ...message, verifiers: [spkiOf(rsa)] })
    expect(by(rsa.export({ type: 'pkcs1', format: 'pem' }).toString())).toBeNull()
    expect(by(rsa.export({ type: 'spki', format: 'pem' }).toString())).toBeNull()
    expect(by('-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n')).toBe('LOG_ENTRY_OTHER')
    expect(by('-----BEGIN PUBLIC KEY-----\nAAAA\n-----END CERTIFICATE-----\n')).toBe('LOG_ENTRY_OTHER')
    expect(by('no key')).toBe('LOG_ENTRY_OTHER')
  })

  it.each<[string, unknown]>([
    ['a number for a digest', { algorithm: 'sha256', value: 7 }],
    ['a list for an algorithm', { algorithm: ['sha256'], value: hex(payload) }],
    ['no digest', { algorithm: 'sha256' }],
    ['a digest in capitals', { algorithm: 'sha256', value: hex(payload).toUpperCase() }],
  ])('T are refused with %s', (_, payloadHash) => {
    expect(faultOf(dsse({ payloadHash, signatures: [signedBy()] }), envelope)).toBe('LOG_ENTRY_OTHER')
  })

  it.each<[string, unknown]>([
    ['a number', 7],
    ['nothing', ''],
    ['null', null],
    ['no base64', '%%%'],
    ['a list', ['AAAA']],
  ])('T are refused with %s for a signature', (_, text) => {
    const entry = dsse({ signatures: [{ ...signedBy(), signature: text }] })
    expect(faultOf(entry, { ...envelope, signatures: [Buffer.alloc(0)] })).toBe('LOG_ENTRY_OTHER')
  })

  it.each<[string, unknown]>([
    ['a list of one', ['SHA2_256']],
    ['what every object has', 'constructor'],
    ['nothing', undefined],
  ])('T are refused with %s for the name of a hash', (_, algorithm) => {
    const entry = makeEntry('dsse', '0.0.2', {
      dsseV002: {
        payloadHash: { algorithm, digest: base64(sha256(payload)) },
        signatures: [{ content: base64(signature), verifier: { publicKey: { rawBytes: base64(spkiOf(publicKey)) } } }],
      },
    })
    expect(faultOf(entry, envelope)).toBe('LOG_ENTRY_OTHER')
  })

  it('T nested too deeply are read by nobody', () => {
    const deep = `${'['.repeat(200)}${']'.repeat(200)}`
    const text = JSON.stringify({ apiVersion: '0.0.1', kind: 'hashedrekord', spec: 0 }).replace('0}', `${deep}}`)
    expect(faultOf({ ...rekord(''), body: Buffer.from(text) }, message)).toBe('LOG_ENTRY_OTHER')
  })
})
