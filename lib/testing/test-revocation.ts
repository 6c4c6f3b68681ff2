import { createHash, sign } from 'node:crypto'
import { type Certificate, parseCertificate } from '#lib/sigstore/certificates/certificate.ts'
import {
  encodeDer,
  extensions,
  makeSigner,
  oid,
  sequence,
  type TestCertificate,
  type TestExtension,
  toName,
} from './test-authority.ts'

const octets = (bytes: Uint8Array): Buffer => encodeDer(0x04, bytes)
const isTrue = encodeDer(0x01, Buffer.from([0xff]))
const time = (at: string): Buffer =>
  encodeDer(0x18, Buffer.from(`${new Date(at).toISOString().replace(/\D/g, '').slice(0, 14)}Z`))
const uri = (url: string): Buffer => encodeDer(0x86, Buffer.from(url))
const reason = (number: number): Buffer => encodeDer(0x0a, Buffer.from([number]))
const algorithm = sequence(oid('1.2.840.10045.4.3.2'))
const hashIds = { sha1: '1.3.14.3.2.26', sha256: '2.16.840.1.101.3.4.2.1' } as const

const toExtensions = (list: readonly TestExtension[]): Buffer =>
  sequence(
    ...list.map(({ id, isCritical = false, value }) =>
      sequence(oid(id), ...(isCritical ? [isTrue] : []), octets(value)),
    ),
  )

/** Where a certificate says that its revocation may be asked (RFC 5280 §4.2.2.1, §4.2.1.13). */
export function placesExtensions({ ocsp = [], crl = [] }: { ocsp?: readonly string[]; crl?: readonly string[] }) {
  const responders = ocsp.map((url) => sequence(oid('1.3.6.1.5.5.7.48.1'), uri(url)))
  const points = crl.map((url) => sequence(encodeDer(0xa0, encodeDer(0xa0, uri(url)))))
  return [
    ...(ocsp.length === 0 ? [] : [{ id: '1.3.6.1.5.5.7.1.1', value: sequence(...responders) }]),
    ...(crl.length === 0 ? [] : [{ id: '2.5.29.31', value: sequence(...points) }]),
  ] satisfies readonly TestExtension[]
}

export const revocationExtensions = {
  invalidityDate: (at: string): TestExtension => ({ id: '2.5.29.24', value: time(at) }),
  reasonCode: (number: number): TestExtension => ({ id: '2.5.29.21', value: reason(number) }),
  noCheck: { id: '1.3.6.1.5.5.7.48.1.5', value: encodeDer(0x05) } satisfies TestExtension,
  ocspSigning: extensions.purposes(['1.3.6.1.5.5.7.3.9']),
  unknownCritical: { id: '1.2.3', isCritical: true, value: encodeDer(0x05) } satisfies TestExtension,
  freshest: { id: '2.5.29.46', value: sequence() } satisfies TestExtension,
  delta: { id: '2.5.29.27', isCritical: true, value: encodeDer(0x02, Buffer.from([1])) } satisfies TestExtension,
  /** Parts of an IssuingDistributionPoint (RFC 5280 §5.2.5): a name, or one of its flags by tag. */
  scope: (...parts: readonly (string | number)[]): TestExtension => ({
    id: '2.5.29.28',
    isCritical: true,
    value: sequence(
      ...parts.map((part) =>
        typeof part === 'string' ? encodeDer(0xa0, encodeDer(0xa0, uri(part))) : encodeDer(part, Buffer.from([0xff])),
      ),
    ),
  }),
}

export const makeResponder = (issuer: TestCertificate, changes: Parameters<typeof makeSigner>[1] = {}) =>
  makeSigner(
    issuer,
    {
      extensions: [extensions.keyUsage(0x80), revocationExtensions.ocspSigning, revocationExtensions.noCheck],
      ...changes,
    },
    'responder',
  )

type Revoked = {
  readonly revokedAt: string
  readonly reason?: number
  readonly invalidAt?: string
}

export type OcspMade = {
  readonly about: TestCertificate
  readonly issuer: TestCertificate
  /** Who signs: the issuer when it is nobody else. */
  readonly by?: TestCertificate
  readonly status?: 'good' | 'unknown' | Revoked
  readonly thisUpdate?: string
  readonly nextUpdate?: string | null
  readonly certificates?: readonly TestCertificate[]
  readonly hash?: 'sha1' | 'sha256'
  readonly namedBy?: 'name' | 'key'
  readonly extensions?: readonly TestExtension[]
  readonly singleExtensions?: readonly TestExtension[]
  readonly repeat?: number
}

const keyBits = ({ spki }: Certificate): Uint8Array => spki.subarray(spki.lastIndexOf(0x04, spki.length - 65))
const digest = (name: string, bytes: Uint8Array): Buffer => createHash(name).update(bytes).digest()

/** DER of an OCSPResponse (RFC 6960 §4.2.1). The authorities are on P-256. */
export function makeOcspResponse(made: OcspMade): Buffer {
  const { issuer, by = issuer, status = 'good', hash = 'sha1', namedBy = 'name', nextUpdate, repeat = 1 } = made
  const authority = parseCertificate(issuer.der)
  const about = parseCertificate(made.about.der)
  const id = sequence(
    sequence(oid(hashIds[hash]), encodeDer(0x05)),
    octets(digest(hash, authority.subject)),
    octets(digest(hash, keyBits(authority))),
    encodeDer(0x02, about.serialNumber),
  )
  const invalidAt = typeof status === 'object' ? status.invalidAt : undefined
  const own = [
    ...(invalidAt === undefined ? [] : [revocationExtensions.invalidityDate(invalidAt)]),
    ...(made.singleExtensions ?? []),
  ]
  const single = sequence(
    id,
    toStatus(status),
    time(made.thisUpdate ?? '2026-06-01T00:00:00Z'),
    ...(nextUpdate === null ? [] : [encodeDer(0xa0, time(nextUpdate ?? '2026-06-08T00:00:00Z'))]),
    ...(own.length === 0 ? [] : [encodeDer(0xa1, toExtensions(own))]),
  )
  const name =
    namedBy === 'name'
      ? encodeDer(0xa1, toName(by.name))
      : encodeDer(0xa2, octets(digest('sha1', keyBits(parseCertificate(by.der)))))
  const data = sequence(
    name,
    time('2026-06-01T00:00:00Z'),
    sequence(...Array.from({ length: repeat }, () => single)),
    ...(made.extensions === undefined ? [] : [encodeDer(0xa1, toExtensions(made.extensions))]),
  )
  const brought = made.certificates ?? (by === issuer ? [] : [by])
  const basic = sequence(
    data,
    algorithm,
    encodeDer(0x03, Buffer.from([0]), sign('sha256', data, by.privateKey)),
    ...(brought.length === 0 ? [] : [encodeDer(0xa0, sequence(...brought.map(({ der }) => der)))]),
  )
  return sequence(reason(0), encodeDer(0xa0, sequence(oid('1.3.6.1.5.5.7.48.1.1'), octets(basic))))
}

function toStatus(status: 'good' | 'unknown' | Revoked): Buffer {
  if (status === 'good') return encodeDer(0x80)
  if (status === 'unknown') return encodeDer(0x82)
  const why = status.reason === undefined ? [] : [encodeDer(0xa0, reason(status.reason))]
  return encodeDer(0xa1, time(status.revokedAt), ...why)
}

/** DER of an OCSPResponse that is a refusal. */
export const makeOcspRefusal = (code: number): Buffer => sequence(reason(code))

export type CrlMade = {
  readonly revoked?: readonly (Revoked & {
    readonly certificate: TestCertificate
    readonly extensions?: readonly TestExtension[]
  })[]
  readonly by?: TestCertificate
  readonly thisUpdate?: string
  readonly nextUpdate?: string | null
  readonly extensions?: readonly TestExtension[]
  readonly innerAlgorithm?: Uint8Array
}

/** DER of a CertificateList of version 2 (RFC 5280 §5.1). */
export function makeCrl(issuer: TestCertificate, made: CrlMade = {}): Buffer {
  const { revoked = [], by = issuer, nextUpdate = '2026-06-08T00:00:00Z', extensions: own } = made
  const entries = revoked.map(({ certificate, revokedAt, reason: why, invalidAt, extensions: more = [] }) => {
    const all = [
      ...(why === undefined ? [] : [revocationExtensions.reasonCode(why)]),
      ...(invalidAt === undefined ? [] : [revocationExtensions.invalidityDate(invalidAt)]),
      ...more,
    ]
    const serial = encodeDer(0x02, parseCertificate(certificate.der).serialNumber)
    return sequence(serial, time(revokedAt), ...(all.length === 0 ? [] : [toExtensions(all)]))
  })
  const tbs = sequence(
    encodeDer(0x02, Buffer.from([1])),
    made.innerAlgorithm ?? algorithm,
    toName(issuer.name),
    time(made.thisUpdate ?? '2026-06-01T00:00:00Z'),
    ...(nextUpdate === null ? [] : [time(nextUpdate)]),
    ...(entries.length === 0 ? [] : [sequence(...entries)]),
    ...(own === undefined ? [] : [encodeDer(0xa0, toExtensions(own))]),
  )
  return sequence(tbs, algorithm, encodeDer(0x03, Buffer.from([0]), sign('sha256', tbs, by.privateKey)))
}
