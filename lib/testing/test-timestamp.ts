import { hash, sign } from 'node:crypto'
import { encodeDer, oid, sequence, type TestCertificate, toName } from './test-authority.ts'

/** How a time stamp differs from a sound one; each part can be bent by itself. */
export type StampChanges = {
  readonly at?: string
  /** The text of the time, in the stead of `at`. */
  readonly time?: string
  readonly status?: number
  readonly version?: number
  /** Name of the hash, or an object identifier. */
  readonly imprintHash?: string
  /** Whose certificate the token names as the signer's; by default that of the key that signs. */
  readonly named?: TestCertificate
  readonly hashOfNamed?: 'sha256' | 'sha384' | 'sha1'
  /** Leaves the naming of the certificate out. */
  readonly isUnnamed?: boolean
  /** Certificates in the token. */
  readonly bag?: readonly TestCertificate[]
  readonly contentType?: string
  readonly signedType?: string
  readonly tokenType?: string
  /** What the signed attributes say is the digest of the content. */
  readonly messageDigest?: Uint8Array
  readonly signature?: Uint8Array
  readonly signers?: number
  readonly extraAttributes?: readonly Uint8Array[]
  readonly areAttributesAbsent?: boolean
  readonly policy?: string
  /** DER of the Accuracy. */
  readonly accuracy?: Uint8Array
  /** Follow the object identifier of the imprint's hash. */
  readonly hashParameters?: readonly Uint8Array[]
}

const ids = {
  sha256: '2.16.840.1.101.3.4.2.1',
  sha384: '2.16.840.1.101.3.4.2.2',
  sha512: '2.16.840.1.101.3.4.2.3',
  sha1: '1.3.14.3.2.26',
  tstInfo: '1.2.840.113549.1.9.16.1.4',
  signedData: '1.2.840.113549.1.7.2',
} as const

const set = (...parts: readonly Uint8Array[]): Buffer => encodeDer(0x31, ...parts)
const octets = (bytes: Uint8Array): Buffer => encodeDer(0x04, bytes)
const integer = (value: number): Buffer => encodeDer(0x02, Buffer.from([value]))
const attribute = (id: string, ...values: readonly Uint8Array[]): Buffer => sequence(oid(id), set(...values))
const generalizedTime = (text: string): Buffer => encodeDer(0x18, Buffer.from(text))
const idOf = (name: string): string => (name in ids ? ids[name as keyof typeof ids] : name)

/** DER of a TimeStampResp over `data` (RFC 3161 §2.4.2, RFC 5652 §5). */
export function makeTimestamp(stamper: TestCertificate, data: Uint8Array, changes: StampChanges = {}): Buffer {
  const { imprintHash = 'sha256', contentType = ids.tstInfo, signedType = ids.tstInfo } = changes
  const info = makeInfo(data, changes)
  const attributes = changes.areAttributesAbsent ? [] : makeAttributes(stamper, info, changes, signedType)
  const signature = changes.signature ?? sign('sha256', set(...attributes), stamper.privateKey)
  const signer = sequence(
    integer(1),
    sequence(toName(stamper.name), integer(7)),
    sequence(oid(ids.sha256)),
    ...(changes.areAttributesAbsent ? [] : [encodeDer(0xa0, ...attributes)]),
    sequence(oid('1.2.840.10045.4.3.2')),
    octets(signature),
  )
  const bag = changes.bag ?? [stamper]
  const signed = sequence(
    integer(3),
    set(sequence(oid(idOf(imprintHash)))),
    sequence(oid(contentType), encodeDer(0xa0, octets(info))),
    ...(bag.length === 0 ? [] : [encodeDer(0xa0, ...bag.map(({ der }) => der))]),
    set(...Array.from({ length: changes.signers ?? 1 }, () => signer)),
  )
  const token = sequence(oid(changes.tokenType ?? ids.signedData), encodeDer(0xa0, signed))
  return sequence(sequence(integer(changes.status ?? 0)), token)
}

function makeInfo(data: Uint8Array, { imprintHash = 'sha256', ...changes }: StampChanges): Buffer {
  const at = new Date(changes.at ?? '2026-06-01T11:55:00Z').toISOString()
  const name = imprintHash in ids ? imprintHash : 'sha256'
  return sequence(
    integer(changes.version ?? 1),
    oid(changes.policy ?? '1.2.3.4'),
    sequence(sequence(oid(idOf(imprintHash)), ...(changes.hashParameters ?? [])), octets(hash(name, data, 'buffer'))),
    integer(7),
    generalizedTime(changes.time ?? `${at.replace(/\D/g, '').slice(0, 14)}Z`),
    ...(changes.accuracy === undefined ? [] : [changes.accuracy]),
  )
}

function makeAttributes(stamper: TestCertificate, info: Uint8Array, changes: StampChanges, signedType: string) {
  const { named = stamper, hashOfNamed = 'sha256', messageDigest = hash('sha256', info, 'buffer') } = changes
  const digest = octets(hash(hashOfNamed, named.der, 'buffer'))
  // SHA-256 is what is meant when nothing is said (RFC 5035 §4).
  const certificateId = hashOfNamed === 'sha384' ? sequence(sequence(oid(ids.sha384)), digest) : sequence(digest)
  const namingId = hashOfNamed === 'sha1' ? '1.2.840.113549.1.9.16.2.12' : '1.2.840.113549.1.9.16.2.47'
  return [
    attribute('1.2.840.113549.1.9.3', oid(signedType)),
    attribute('1.2.840.113549.1.9.4', octets(messageDigest)),
    ...(changes.isUnnamed ? [] : [attribute(namingId, sequence(sequence(certificateId)))]),
    ...(changes.extraAttributes ?? []),
  ]
}

export const makeAttribute = attribute
