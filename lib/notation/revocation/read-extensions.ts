import { type Extension, readExtensions } from '#lib/sigstore/certificates/certificate.ts'
import { type DerValue, derTags, expectTag, parseDer, readTime, readUnsigned } from '#lib/sigstore/certificates/der.ts'
import { UnusableAnswer } from './revocation.ts'

export type Extensions = ReadonlyMap<string, Extension>

const invalidityDate = '2.5.29.24'
const reasonCode = '2.5.29.21'

/**
 * The extensions of an answer, none where it has none. Throws `UnusableAnswer` for a critical one that is not among those
 * that are understood: it could change what the answer means (RFC 5280 §5.2, RFC 6960 §4.4).
 */
export function readUnderstood(value: DerValue | undefined, understood: readonly string[]): Extensions {
  const extensions = value === undefined ? new Map<string, Extension>() : readExtensions(value)
  const unknown = [...extensions].find(([id, { isCritical }]) => isCritical && !understood.includes(id))
  if (unknown === undefined) return extensions
  throw new UnusableAnswer(`sent an answer with the unknown critical extension ${unknown[0]}`)
}

/** RFC 5280 §5.3.2; milliseconds since the epoch. */
export function readInvalidityDate(extensions: Extensions): number | null {
  const extension = extensions.get(invalidityDate)
  return extension === undefined ? null : readTime(expectTag(parseDer(extension.value), derTags.generalizedTime))
}

export const entryExtensions: readonly string[] = [invalidityDate, reasonCode]

/** Names of CRLReason (RFC 5280 §5.3.1), by their number. */
const reasons: Readonly<Record<number, string>> = {
  0: 'unspecified',
  1: 'keyCompromise',
  2: 'cACompromise',
  3: 'affiliationChanged',
  4: 'superseded',
  5: 'cessationOfOperation',
  6: 'certificateHold',
  8: 'removeFromCRL',
  9: 'privilegeWithdrawn',
  10: 'aACompromise',
}

/** The name of an ENUMERATED CRLReason. Throws a `SyntaxError`. */
export function readReason(value: DerValue | undefined): string {
  const { content } = expectTag(value, derTags.enumerated)
  const number = Number(readUnsigned({ tag: derTags.integer, content, encoded: content }))
  const name = reasons[number]
  if (name === undefined) throw new SyntaxError('it gives no known reason')
  return name
}

export function readReasonCode(extensions: Extensions): string | null {
  const extension = extensions.get(reasonCode)
  return extension === undefined ? null : readReason(parseDer(extension.value))
}
