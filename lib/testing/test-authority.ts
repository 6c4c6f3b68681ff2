import { createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto'

// DER, as much of it as certificates and time stamps need (X.690).

export function encodeDer(tag: number, ...contents: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(contents)
  const { byteLength } = content
  if (byteLength < 0x80) return Buffer.concat([Buffer.from([tag, byteLength]), content])
  const hex = byteLength.toString(16)
  const length = Buffer.from(hex.padStart(hex.length + (hex.length % 2), '0'), 'hex')
  return Buffer.concat([Buffer.from([tag, 0x80 | length.byteLength]), length, content])
}

export const sequence = (...parts: readonly Uint8Array[]): Buffer => encodeDer(0x30, ...parts)
const set = (...parts: readonly Uint8Array[]): Buffer => encodeDer(0x31, ...parts)
const octets = (bytes: Uint8Array): Buffer => encodeDer(0x04, bytes)
const integer = (value: number): Buffer => encodeDer(0x02, Buffer.from([value]))
const isTrue = encodeDer(0x01, Buffer.from([0xff]))

export function oid(text: string): Buffer {
  const [first = 0, second = 0, ...rest] = text.split('.').map(Number)
  const bytes = [first * 40 + second, ...rest].flatMap((arc) => {
    const groups = [arc & 0x7f]
    for (let left = Math.floor(arc / 128); left > 0; left = Math.floor(left / 128)) groups.unshift((left & 0x7f) | 0x80)
    return groups
  })
  return encodeDer(0x06, Buffer.from(bytes))
}

/** UTCTime from 1950 until 2049, GeneralizedTime elsewhere (RFC 5280 §4.1.2.5). */
const validityTime = (at: string): Buffer =>
  /^(?:19[5-9]|20[0-4])\d-/.test(at)
    ? encodeDer(0x17, Buffer.from(`${at.replace(/\D/g, '').slice(2, 14)}Z`))
    : generalizedTime(at)
const generalizedTime = (at: string): Buffer =>
  encodeDer(0x18, Buffer.from(`${new Date(at).toISOString().replace(/\D/g, '').slice(0, 14)}Z`))

const attributeIds: Readonly<Record<string, string>> = {
  CN: '2.5.4.3',
  C: '2.5.4.6',
  L: '2.5.4.7',
  ST: '2.5.4.8',
  O: '2.5.4.10',
  OU: '2.5.4.11',
}

/** Attributes in their order; a type is one of the usual names, or an object identifier. */
export type TestName = readonly (readonly [type: string, value: string | Uint8Array])[]

export const toName = (attributes: TestName): Buffer =>
  sequence(
    ...attributes.map(([type, value]) =>
      set(
        sequence(
          oid(attributeIds[type] ?? type),
          typeof value === 'string' ? encodeDer(0x0c, Buffer.from(value)) : value,
        ),
      ),
    ),
  )

// Certificates

export type TestExtension = { readonly id: string; readonly isCritical?: boolean; readonly value: Uint8Array }

/** RFC 5280 §4.2.1: the extensions that tests choose from. */
export const extensions = {
  authority: (pathLength: number | null = null): TestExtension => ({
    id: '2.5.29.19',
    isCritical: true,
    value: sequence(isTrue, ...(pathLength === null ? [] : [integer(pathLength)])),
  }),
  noAuthority: { id: '2.5.29.19', isCritical: true, value: sequence() } satisfies TestExtension,
  /** Bits of the first octet: 0x80 digitalSignature, 0x20 keyEncipherment, 0x04 keyCertSign, 0x02 cRLSign. */
  keyUsage: (bits: number, isCritical = true): TestExtension => ({
    id: '2.5.29.15',
    isCritical,
    value: encodeDer(0x03, Buffer.from([0, bits])),
  }),
  purposes: (ids: readonly string[], isCritical = false): TestExtension => ({
    id: '2.5.29.37',
    isCritical,
    value: sequence(...ids.map(oid)),
  }),
  /** Names of the holder as GeneralName: `email`, `dns` or `uri` (RFC 5280 §4.2.1.6). */
  alternativeNames: (...names: readonly (readonly [kind: 'email' | 'dns' | 'uri', name: string])[]): TestExtension => ({
    id: '2.5.29.17',
    value: sequence(
      ...names.map(([kind, name]) => encodeDer({ email: 0x81, dns: 0x82, uri: 0x86 }[kind], Buffer.from(name))),
    ),
  }),
  /** The issuer of an identity as Fulcio wrote it at first: bare bytes. */
  oidcIssuer: (url: string): TestExtension => ({ id: '1.3.6.1.4.1.57264.1.1', value: Buffer.from(url) }),
  nameConstraints: { id: '2.5.29.30', isCritical: true, value: sequence() } satisfies TestExtension,
}

export const purposeIds = {
  codeSigning: '1.3.6.1.5.5.7.3.3',
  serverAuth: '1.3.6.1.5.5.7.3.1',
  timeStamping: '1.3.6.1.5.5.7.3.8',
} as const

type Shape = {
  readonly name: TestName
  readonly extensions: readonly TestExtension[]
  readonly notBefore?: string
  readonly notAfter?: string
  readonly hash?: 'sha1' | 'sha256'
  /** The next one when there is none; the same again makes the same certificate but for its extensions and signature. */
  readonly serial?: number
  /** Made for it when there is none. */
  readonly keys?: { readonly publicKey: KeyObject; readonly privateKey: KeyObject }
}

/** A certificate with its private key. Without `issuer` it signs itself. */
export type TestCertificate = {
  readonly name: TestName
  readonly der: Buffer
  readonly pem: string
  readonly publicKey: KeyObject
  readonly privateKey: KeyObject
}

const signatureIds = { sha1: '1.2.840.10045.4.1', sha256: '1.2.840.10045.4.3.2' } as const

let serial = 0

export function makeCertificate(shape: Shape, issuer?: TestCertificate): TestCertificate {
  const { publicKey, privateKey } = shape.keys ?? generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const { hash = 'sha256', notBefore = '2026-01-01T00:00:00Z', notAfter = '2027-01-01T00:00:00Z' } = shape
  const by = issuer?.privateKey ?? privateKey
  const algorithm =
    by.asymmetricKeyType === 'ec'
      ? sequence(oid(signatureIds[hash]))
      : sequence(oid('1.2.840.113549.1.1.11'), encodeDer(0x05))
  serial += 1
  const own = shape.serial ?? serial
  const tbs = sequence(
    encodeDer(0xa0, integer(2)),
    encodeDer(0x02, Buffer.from([0x01, own >> 8, own & 0xff])),
    algorithm,
    toName(issuer?.name ?? shape.name),
    sequence(validityTime(notBefore), validityTime(notAfter)),
    toName(shape.name),
    publicKey.export({ type: 'spki', format: 'der' }),
    encodeDer(
      0xa3,
      sequence(
        ...shape.extensions.map(({ id, isCritical = false, value }) =>
          sequence(oid(id), ...(isCritical ? [isTrue] : []), octets(value)),
        ),
      ),
    ),
  )
  const signature = encodeDer(0x03, Buffer.from([0]), sign(hash, tbs, by))
  const der = sequence(tbs, algorithm, signature)
  return { name: shape.name, der, pem: toPem(der), publicKey, privateKey }
}

export function toPem(der: Uint8Array): string {
  const lines =
    Buffer.from(der)
      .toString('base64')
      .match(/.{1,64}/g) ?? []
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n')
}

const organisation = (name: string): TestName => [
  ['C', 'US'],
  ['ST', 'WA'],
  ['O', 'Workshop'],
  ['CN', name],
]

export const makeAuthority = (name = 'root', changes: Partial<Shape> = {}, issuer?: TestCertificate) =>
  makeCertificate(
    { name: organisation(name), extensions: [extensions.authority(), extensions.keyUsage(0x06)], ...changes },
    issuer,
  )

/** What a certificate for signing code has to have. */
export const signingExtensions: readonly TestExtension[] = [
  extensions.noAuthority,
  extensions.keyUsage(0x80),
  extensions.purposes([purposeIds.codeSigning]),
]

export const makeSigner = (issuer: TestCertificate, changes: Partial<Shape> = {}, name = 'signer') =>
  makeCertificate(
    {
      name: organisation(name),
      extensions: signingExtensions,
      ...changes,
    },
    issuer,
  )

export const makeStamper = (issuer: TestCertificate, changes: Partial<Shape> = {}) =>
  makeCertificate(
    {
      name: organisation('time'),
      extensions: [
        extensions.noAuthority,
        extensions.keyUsage(0x80),
        extensions.purposes([purposeIds.timeStamping], true),
      ],
      ...changes,
    },
    issuer,
  )

// Time stamps

type Stamp = {
  readonly data: Uint8Array
  readonly at: string
  /** Whole seconds. */
  readonly accuracy?: number
  /** Sent along in the token. */
  readonly certificates?: readonly TestCertificate[]
  /** By what the token names its certificate: RFC 5035's attribute, or the older one of RFC 2634. */
  readonly naming?: 'sha256' | 'sha1'
}

const hashIds = { sha256: '2.16.840.1.101.3.4.2.1' } as const
const sha256 = (bytes: Uint8Array): Buffer => createHash('sha256').update(bytes).digest()

/** DER of a TimeStampToken (RFC 3161 §2.4.2, RFC 5652 §5). */
export function makeTimestampToken(
  stamper: TestCertificate,
  { data, at, accuracy, certificates, naming = 'sha256' }: Stamp,
): Buffer {
  const algorithm = sequence(oid(hashIds.sha256))
  const info = sequence(
    integer(1),
    oid('1.2.3.4'),
    sequence(algorithm, octets(sha256(data))),
    integer(7),
    generalizedTime(at),
    ...(accuracy === undefined ? [] : [sequence(integer(accuracy))]),
  )
  const attribute = (id: string, value: Uint8Array) => sequence(oid(id), set(value))
  const attributes = [
    attribute('1.2.840.113549.1.9.3', oid('1.2.840.113549.1.9.16.1.4')),
    attribute('1.2.840.113549.1.9.4', octets(sha256(info))),
    naming === 'sha256'
      ? attribute('1.2.840.113549.1.9.16.2.47', sequence(sequence(sequence(octets(sha256(stamper.der))))))
      : attribute(
          '1.2.840.113549.1.9.16.2.12',
          sequence(sequence(sequence(octets(createHash('sha1').update(stamper.der).digest())))),
        ),
  ]
  const signature = sign('sha256', set(...attributes), stamper.privateKey)
  const signer = sequence(
    integer(1),
    sequence(toName(stamper.name), integer(7)),
    algorithm,
    encodeDer(0xa0, ...attributes),
    sequence(oid(signatureIds.sha256)),
    octets(signature),
  )
  const signed = sequence(
    integer(3),
    set(algorithm),
    sequence(oid('1.2.840.113549.1.9.16.1.4'), encodeDer(0xa0, octets(info))),
    encodeDer(0xa0, ...(certificates ?? [stamper]).map(({ der }) => der)),
    set(signer),
  )
  return sequence(oid('1.2.840.113549.1.7.2'), encodeDer(0xa0, signed))
}

/** DER of a TimeStampResp that was granted. */
export const toTimestampResponse = (token: Uint8Array): Buffer => sequence(sequence(integer(0)), token)
