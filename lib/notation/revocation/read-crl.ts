import { areEqual } from '#lib/evidence/equal-bytes.ts'
import {
  type DerValue,
  derTags,
  expectTag,
  parseChildren,
  parseDer,
  readSequence,
  readTime,
  readUnsigned,
  walkChildren,
} from '#lib/sigstore/certificates/der.ts'
import { readBasicConstraints, readKeyUsage } from '#lib/sigstore/certificates/extensions.ts'
import { listPlaces, readPointName } from './list-places.ts'
import type { Issued } from './list-questions.ts'
import {
  type Extensions,
  entryExtensions,
  readInvalidityDate,
  readReasonCode,
  readUnderstood,
} from './read-extensions.ts'
import { type RevocationClaim, UnusableAnswer } from './revocation.ts'
import { readSigned, verifySigned } from './verify-signed.ts'

const ids = { issuingPoint: '2.5.29.28', freshest: '2.5.29.46', deltaIndicator: '2.5.29.27' } as const
const extensionsTag = 0xa0

/**
 * What a list of revoked certificates says about one of its issuer, once the issuer signed it and it speaks of such
 * certificates (RFC 5280 §6.3.3). Throws `UnusableAnswer`, or a `SyntaxError` for one that cannot be read.
 */
export function readCrl(bytes: Uint8Array, about: Issued): RevocationClaim {
  const parts = readSequence(parseDer(bytes))
  if (parts.length !== 3) throw new SyntaxError('it has another structure')
  const signed = readSigned(parts)
  const list = readList(signed.tbs)
  // RFC 5280 §5.1.1.2: what is signed by must be signed as well.
  if (!areEqual(list.algorithm.encoded, signed.algorithm.encoded)) throw new SyntaxError('it states two algorithms')
  assertIssuer(list, about)
  verifySigned(signed, about.issuer.x509.publicKey)
  assertScope(list.extensions, about)
  const entry = findEntry(list.revoked, about.certificate.serialNumber)
  const times = { thisUpdate: list.thisUpdate, nextUpdate: list.nextUpdate }
  if (entry !== null) return { kind: 'revoked', ...times, ...entry }
  if ([list.extensions, about.certificate.extensions].some((one) => one.has(ids.freshest))) {
    throw new UnusableAnswer('has a list of later changes as well, which is not read')
  }
  return { kind: 'good', ...times }
}

type List = {
  readonly algorithm: DerValue
  readonly issuer: Uint8Array
  readonly thisUpdate: number
  readonly nextUpdate: number
  readonly revoked: DerValue | null
  readonly extensions: Extensions
}

/** RFC 5280 §5.1.2. */
function readList(tbs: DerValue): List {
  const [version, algorithm, issuer, thisUpdate, ...rest] = readSequence(tbs)
  if (readUnsigned(version) !== 1n) throw new SyntaxError('its version is unknown')
  const next = rest[0]?.tag === derTags.utcTime || rest[0]?.tag === derTags.generalizedTime ? rest.shift() : undefined
  if (next === undefined) throw new UnusableAnswer('sent a list that does not say until when it holds')
  const revoked = rest[0]?.tag === derTags.sequence ? (rest.shift() ?? null) : null
  const [extensions, ...more] = rest
  if (more.length > 0) throw new SyntaxError('it has another structure')
  return {
    algorithm: expectTag(algorithm, derTags.sequence),
    issuer: expectTag(issuer, derTags.sequence).encoded,
    thisUpdate: readTime(thisUpdate),
    nextUpdate: readTime(next),
    revoked,
    extensions:
      extensions === undefined
        ? new Map()
        : readUnderstood(parseChildren(expectTag(extensions, extensionsTag))[0], [ids.issuingPoint]),
  }
}

function assertIssuer({ issuer }: List, { certificate, issuer: authority }: Issued): void {
  if (!areEqual(issuer, certificate.issuer) || !areEqual(issuer, authority.subject)) {
    throw new UnusableAnswer('sent a list of another authority')
  }
  if (readKeyUsage(authority)?.('cRLSign') === false) {
    throw new UnusableAnswer('sent a list by an authority that may not make any')
  }
}

const scopeTags = { name: 0xa0, onlyUsers: 0x81, onlyAuthorities: 0x82 } as const

/** Whether the list is of certificates such as this one, at this place, for all reasons (RFC 5280 §5.2.5). */
function assertScope(extensions: Extensions, { certificate }: Issued): void {
  if (extensions.has(ids.deltaIndicator)) throw new UnusableAnswer('sent a list of changes only')
  const point = extensions.get(ids.issuingPoint)
  if (point === undefined) return
  const isCa = readBasicConstraints(certificate)?.isCa === true
  for (const part of readSequence(parseDer(point.value))) {
    const isFor = isInScope(part, isCa, () => listPlaces(certificate).map(({ url }) => url))
    if (!isFor) throw new UnusableAnswer('sent a list of other certificates, or for some reasons only')
  }
}

function isInScope(part: DerValue, isCa: boolean, listUrls: () => readonly string[]): boolean {
  const isSet = part.content.some((byte) => byte !== 0)
  switch (part.tag) {
    case scopeTags.name: {
      const urls = listUrls()
      return readPointName(parseChildren(part)[0]).some((url) => urls.includes(url))
    }
    case scopeTags.onlyUsers:
      return !isSet || !isCa
    case scopeTags.onlyAuthorities:
      return !isSet || isCa
    default:
      return false
  }
}

type Entry = Omit<Extract<RevocationClaim, { kind: 'revoked' }>, 'kind' | 'thisUpdate' | 'nextUpdate'>

/** The entry of a serial number, null where there is none. Every entry is walked, so that a list that breaks off is none. */
function findEntry(revoked: DerValue | null, serialNumber: Uint8Array): Entry | null {
  let found: DerValue | null = null
  for (const entry of revoked === null ? [] : walkChildren(revoked)) {
    const [serial] = walkChildren(expectTag(entry, derTags.sequence))
    if (!areEqual(expectTag(serial, derTags.integer).content, serialNumber)) continue
    if (found !== null) throw new UnusableAnswer('lists one certificate twice')
    found = entry
  }
  return found === null ? null : readEntry(found)
}

function readEntry(entry: DerValue): Entry {
  const [, date, extensions, ...more] = readSequence(entry)
  if (more.length > 0) throw new SyntaxError('it has another structure')
  const understood = readUnderstood(extensions, entryExtensions)
  const why = readReasonCode(understood)
  if (why === 'removeFromCRL') throw new UnusableAnswer('takes a revocation back in a list that may not')
  return {
    revokedAt: readTime(date),
    invalidAt: readInvalidityDate(understood),
    why,
    isOnHold: why === 'certificateHold',
  }
}
