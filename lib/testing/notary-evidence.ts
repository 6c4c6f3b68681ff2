import { sign } from 'node:crypto'
import type { FoundItem } from '#lib/evidence/discovery.ts'
import { mediaTypes } from '#lib/oci/media-types.ts'
import { image, imageBytes, toItem } from './signed-evidence.ts'
import type { TestCertificate } from './test-authority.ts'

export const imageMediaType = 'application/vnd.oci.image.manifest.v1+json'
export const imageDescriptor = { mediaType: imageMediaType, digest: image, size: imageBytes.byteLength }

const names = {
  scheme: 'io.cncf.notary.signingScheme',
  signingTime: 'io.cncf.notary.signingTime',
  authenticSigningTime: 'io.cncf.notary.authenticSigningTime',
  expiry: 'io.cncf.notary.expiry',
  timestamp: 'io.cncf.notary.timestampSignature',
} as const

export type NotaryMade = {
  readonly signer: TestCertificate
  /** Above the signer's, the root last. */
  readonly chain: readonly TestCertificate[]
  readonly target?: Readonly<Record<string, unknown>>
  readonly payload?: Uint8Array
  readonly scheme?: 'notary.x509' | 'notary.x509.signingAuthority'
  readonly signedAt?: string
  readonly expiry?: string
  /** DER of a token over the signature. */
  readonly stamp?: (signature: Uint8Array) => Uint8Array
  /** Put into, or taken out of, the protected header of a JWS, as the last thing before it is signed. */
  readonly head?: (head: Record<string, unknown>) => void
}

type Prepared = {
  readonly scheme: string
  readonly timeName: string
  readonly signedAt: string
  readonly critical: readonly string[]
  readonly payload: Uint8Array
}

function prepare({ target = imageDescriptor, payload, scheme = 'notary.x509', ...made }: NotaryMade): Prepared {
  const isAuthority = scheme !== 'notary.x509'
  return {
    scheme,
    timeName: isAuthority ? names.authenticSigningTime : names.signingTime,
    signedAt: made.signedAt ?? '2026-05-01T00:00:00Z',
    critical: [
      names.scheme,
      ...(isAuthority ? [names.authenticSigningTime] : []),
      ...(made.expiry === undefined ? [] : [names.expiry]),
    ],
    payload: payload ?? Buffer.from(JSON.stringify({ targetArtifact: target })),
  }
}

const toSignature = (data: Uint8Array, { privateKey }: TestCertificate): Buffer =>
  sign('sha256', data, { key: privateKey, dsaEncoding: 'ieee-p1363' })

/** A JWS as `notation` writes it (specs signature-envelope-jws.md), by a signer on P-256. */
export function toNotaryJws(made: NotaryMade): Record<string, unknown> & { header: Record<string, unknown> } {
  const { scheme, timeName, signedAt, critical, payload } = prepare(made)
  const head: Record<string, unknown> = {
    alg: 'ES256',
    cty: 'application/vnd.cncf.notary.payload.v1+json',
    crit: critical,
    [names.scheme]: scheme,
    [timeName]: signedAt,
    ...(made.expiry === undefined ? {} : { [names.expiry]: made.expiry }),
  }
  made.head?.(head)
  const protectedText = Buffer.from(JSON.stringify(head)).toString('base64url')
  const payloadText = Buffer.from(payload).toString('base64url')
  const signature = toSignature(Buffer.from(`${protectedText}.${payloadText}`), made.signer)
  const stamp = made.stamp?.(signature)
  return {
    payload: payloadText,
    protected: protectedText,
    header: {
      x5c: [made.signer, ...made.chain].map(({ der }) => der.toString('base64')),
      ...(stamp === undefined ? {} : { [names.timestamp]: Buffer.from(stamp).toString('base64') }),
      'io.cncf.notary.signingAgent': 'test/1.0.0',
    },
    signature: signature.toString('base64url'),
  }
}

// CBOR, as much of it as COSE needs (RFC 8949).

function toHead(kind: number, value: number): Buffer {
  if (value < 24) return Buffer.from([(kind << 5) | value])
  const bytes = value < 0x100 ? 1 : value < 0x10000 ? 2 : 4
  const head = Buffer.alloc(1 + bytes)
  head[0] = (kind << 5) | (24 + Math.log2(bytes))
  head.writeUIntBE(value, 1, bytes)
  return head
}

export const cbor = {
  integer: (value: number): Buffer => (value < 0 ? toHead(1, -1 - value) : toHead(0, value)),
  bytes: (value: Uint8Array): Buffer => Buffer.concat([toHead(2, value.byteLength), value]),
  text: (value: string): Buffer => Buffer.concat([toHead(3, Buffer.byteLength(value)), Buffer.from(value)]),
  list: (...values: readonly Uint8Array[]): Buffer => Buffer.concat([toHead(4, values.length), ...values]),
  map: (...pairs: readonly (readonly [Uint8Array, Uint8Array])[]): Buffer =>
    Buffer.concat([toHead(5, pairs.length), ...pairs.flat()]),
  tag: (tag: number, value: Uint8Array): Buffer => Buffer.concat([toHead(6, tag), value]),
}

const toEpoch = (at: string): Buffer => cbor.tag(1, cbor.integer(Math.floor(Date.parse(at) / 1000)))

/** A COSE_Sign1 as `notation` writes it (specs signature-envelope-cose.md), by a signer on P-256. */
export function toNotaryCose(made: NotaryMade): Buffer {
  const { scheme, timeName, signedAt, critical, payload } = prepare(made)
  const head = cbor.map(
    [cbor.integer(1), cbor.integer(-7)],
    [cbor.integer(2), cbor.list(...critical.map(cbor.text))],
    [cbor.integer(3), cbor.text('application/vnd.cncf.notary.payload.v1+json')],
    [cbor.text(names.scheme), cbor.text(scheme)],
    [cbor.text(timeName), toEpoch(signedAt)],
    ...(made.expiry === undefined ? [] : [[cbor.text(names.expiry), toEpoch(made.expiry)] as const]),
  )
  const signed = cbor.list(cbor.text('Signature1'), cbor.bytes(head), cbor.bytes(new Uint8Array()), cbor.bytes(payload))
  const signature = toSignature(signed, made.signer)
  const stamp = made.stamp?.(signature)
  const unprotected = cbor.map(
    [cbor.integer(33), cbor.list(...[made.signer, ...made.chain].map(({ der }) => cbor.bytes(der)))],
    ...(stamp === undefined ? [] : [[cbor.text(names.timestamp), cbor.bytes(stamp)] as const]),
  )
  return cbor.tag(18, cbor.list(cbor.bytes(head), unprotected, cbor.bytes(payload), cbor.bytes(signature)))
}

export function toNotaryItem(
  envelope: Uint8Array | Readonly<Record<string, unknown>>,
  changes: Partial<FoundItem> = {},
): FoundItem {
  const isCose = envelope instanceof Uint8Array
  const bytes = isCose ? envelope : Buffer.from(JSON.stringify(envelope))
  const item = toItem(bytes, {
    format: isCose ? 'notation-cose' : 'notation-jws',
    store: 'referrers',
    claimedSubject: image,
    ...changes,
  })
  return { ...item, layer: { ...item.layer, mediaType: isCose ? mediaTypes.cose : mediaTypes.jose } }
}
