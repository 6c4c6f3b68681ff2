import { headerNames, malformedNotary, type NotaryScheme, type NotarySignature, schemes } from './notary-signature.ts'

/** Critical headers that are understood; a signature with any other is refused (specs signature-specification.md). */
const understoodHeaders: readonly string[] = [
  headerNames.scheme,
  headerNames.authenticSigningTime,
  headerNames.expiry,
  headerNames.plugin,
  headerNames.pluginVersion,
]

/** The protected header by names, whatever the envelope; undefined is absent. */
export type ReadHeader = (name: string) => unknown

type SignedAttributes = Pick<NotarySignature, 'scheme' | 'signingTime' | 'expiry' | 'plugin'>

/**
 * Reads what both envelopes state alike (specs signature-specification.md, Signed Attributes). `critical` is the envelope's
 * list of critical headers, and `readTime` reads its way of writing times. Throws `NOTARY_MALFORMED`.
 */
export function readAttributes(
  read: ReadHeader,
  critical: unknown,
  readTime: (value: unknown) => number,
): SignedAttributes {
  const scheme = readScheme(read(headerNames.scheme))
  assertCritical(read, critical)
  const [stated, foreign] =
    scheme === schemes.x509
      ? [headerNames.signingTime, headerNames.authenticSigningTime]
      : [headerNames.authenticSigningTime, headerNames.signingTime]
  if (read(foreign) !== undefined) throw malformedNotary('it states a time that its scheme does not have')
  const expiry = read(headerNames.expiry)
  return {
    scheme,
    signingTime: readTime(read(stated)),
    expiry: expiry === undefined ? null : readTime(expiry),
    plugin: readPlugin(read(headerNames.plugin)),
  }
}

function readScheme(value: unknown): NotaryScheme {
  if (value === schemes.x509 || value === schemes.authority) return value
  throw malformedNotary('its signing scheme is unknown')
}

function assertCritical(read: ReadHeader, critical: unknown): void {
  if (!Array.isArray(critical) || !critical.includes(headerNames.scheme)) throw malformedNotary('crit lacks the scheme')
  if (!critical.every((name) => understoodHeaders.includes(name) && read(name) !== undefined)) {
    throw malformedNotary('it has a critical header that is not understood')
  }
  // What must not be overlooked must be marked so, or an older reader would overlook it.
  if (!understoodHeaders.every((name) => read(name) === undefined || critical.includes(name))) {
    throw malformedNotary('a header that must be critical is not')
  }
}

function readPlugin(value: unknown): string | null {
  if (value === undefined) return null
  if (typeof value === 'string' && value.trim() !== '') return value
  throw malformedNotary('its plugin has no name')
}
