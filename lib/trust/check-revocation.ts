import type { CheckDetail } from '#lib/evidence/check.ts'
import type { CheckList } from '#lib/evidence/check-list.ts'
import { EvidenceError } from '#lib/evidence/evidence-error.ts'
import { listPlaces } from '#lib/notation/revocation/list-places.ts'
import { type Issued, toQuestion } from '#lib/notation/revocation/list-questions.ts'
import {
  type RevocationMethod,
  type RevocationStatus,
  type RevocationStatuses,
  toQuestionKey,
} from '#lib/notation/revocation/revocation.ts'
import type { Certificate } from '#lib/sigstore/certificates/certificate.ts'
import { formatName, readName } from '#lib/sigstore/certificates/distinguished-name.ts'

/** The certificates that a signature rests on, each path leaf first; what was answered about them. */
export type RevocationInput = {
  readonly signer: readonly Issued[]
  /** Empty where no time stamp counts. */
  readonly stamp: readonly Issued[]
  /** By when a time stamp proves that the signature was there, in milliseconds since the epoch; null where none does. */
  readonly provenMs: number | null
  /** Absent where nobody asked. */
  readonly statuses: RevocationStatuses | undefined
}

/**
 * Records whether the authorities revoked one of the certificates. Passed only if each of them was asked about and is good;
 * what nobody could say is skipped, and the verdict does not rest on it. False when one was revoked.
 */
export function checkRevocation(list: CheckList, input: RevocationInput): boolean {
  const { signer, stamp, provenMs, statuses } = input
  const found = [...findAll('signer', signer, statuses), ...findAll('timestamp', stamp, statuses)]
  const detail = { ...Object.fromEntries(found.map(({ role, text }) => [role, text])), ...describeEnd(found) }
  const revoked = found.find((one) => isRevoked(one, provenMs))
  if (revoked !== undefined) {
    list.fail('revocation', toError(revoked, detail))
    return false
  }
  const reason = findReason(found)
  if (reason === null) list.pass('revocation', detail)
  else list.skip('revocation', reason, null, detail)
  return true
}

/**
 * Throws `CERTIFICATE_REVOKED` where one of the certificates of a time stamp was revoked: whoever has its key can put any
 * time into a stamp, so that none of them proves one any more.
 */
export function assertNotRevoked(stamp: readonly Issued[], statuses: RevocationStatuses | undefined): void {
  const revoked = findAll('timestamp', stamp, statuses).find((one) => isRevoked(one, null))
  if (revoked !== undefined) throw toError(revoked, {})
}

type Found = {
  readonly role: string
  readonly subject: string
  readonly status: RevocationStatus | 'not-asked' | 'no-place'
  readonly text: string
}

function findAll(
  role: 'signer' | 'timestamp',
  path: readonly Issued[],
  statuses: RevocationStatuses | undefined,
): readonly Found[] {
  return path.map((issued, at) => {
    const status = findStatus(issued, statuses)
    const subject = nameOf(issued.certificate)
    return { role: at === 0 ? role : `${role}Issuer${at}`, subject, status, text: describe(status) }
  })
}

function findStatus(issued: Issued, statuses: RevocationStatuses | undefined): Found['status'] {
  if (listPlaces(issued.certificate).length === 0) return 'no-place'
  return statuses?.get(toQuestionKey(toQuestion(issued))) ?? 'not-asked'
}

const nameOf = ({ subject }: Certificate): string => formatName(readName(subject)).slice(0, 300)

const methods: Readonly<Record<RevocationMethod, string>> = { ocsp: 'OCSP', crl: 'revocation list' }
const toText = (atMs: number): string => new Date(atMs).toISOString()

function describe(status: Found['status']): string {
  if (status === 'no-place') return 'names no place to ask'
  if (status === 'not-asked') return 'not asked'
  switch (status.kind) {
    case 'good':
      return `not revoked, by ${methods[status.method]} of ${status.url} as of ${toText(status.thisUpdate)}`
    case 'revoked':
      return `revoked, by ${methods[status.method]} of ${status.url}`
    case 'unknown':
      return `unknown: ${status.reason}`
  }
}

/** When the first of the answers has to be asked for again. */
function describeEnd(found: readonly Found[]): CheckDetail {
  const ends = found.flatMap(({ status }) =>
    typeof status === 'object' && status.kind === 'good' ? [status.nextUpdate] : [],
  )
  return ends.length === 0 ? {} : { holdsUntil: toText(Math.min(...ends)) }
}

/**
 * An authority may say since when a key was no longer its holder's: what is proven to be older stays as it was (specs
 * trust-store-trust-policy.md, Revocation Checking with OCSP and with CRL). The date of the revocation itself helps nobody.
 */
function isRevoked({ status }: Found, provenMs: number | null): boolean {
  if (typeof status === 'string' || status.kind !== 'revoked') return false
  return status.invalidAt === null || provenMs === null || provenMs >= status.invalidAt
}

function toError({ subject, status }: Found, detail: CheckDetail): EvidenceError {
  if (typeof status === 'string' || status.kind !== 'revoked') throw new TypeError('It was not revoked.')
  const { revokedAt, invalidAt, why, method, url } = status
  return new EvidenceError('CERTIFICATE_REVOKED', 'The authority has revoked a certificate that it rests on.', {
    certificate: subject,
    revokedAt: toText(revokedAt),
    ...(invalidAt === null ? {} : { invalidSince: toText(invalidAt) }),
    ...(why === null ? {} : { why }),
    source: `${methods[method]} of ${url}`,
    ...detail,
  })
}

/** Why it is not known of all of them, null where it is. */
function findReason(found: readonly Found[]): string | null {
  if (found.length === 0) return 'The certificate is trusted by itself: there is nobody above it who could revoke it.'
  for (const { status, subject } of found) {
    if (typeof status === 'object' && status.kind === 'unknown') {
      return `Whether ${subject} was revoked could not be found out: ${status.reason}.`
    }
  }
  if (found.some(({ status }) => status === 'not-asked')) {
    return 'Whether one of the certificates was revoked is not asked.'
  }
  const silent = found.filter(({ status }) => status === 'no-place')
  const [first] = silent
  if (first === undefined) return null
  return silent.length === found.length
    ? 'The certificates name no place where it could be asked whether they were revoked.'
    : `The certificate of ${first.subject} names no place where it could be asked whether it was revoked.`
}
