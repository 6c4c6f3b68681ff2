import { AppError } from '#lib/errors/app-error.ts'
import { EvidenceError } from '#lib/evidence/evidence-error.ts'
import { identifyPrivateKey } from '#lib/sigstore/keys/identify-private-key.ts'
import { type Certificate, parseCertificate } from './certificate.ts'
import { toFingerprint } from './describe-certificate.ts'
import { formatName, readName } from './distinguished-name.ts'
import { readBasicConstraints } from './extensions.ts'
import { isSelfIssued, isStrongKey } from './verify-anchored-chain.ts'

/** A certificate that somebody wants to trust, as it was read. Times in milliseconds since the epoch. */
export type ParsedAnchor = {
  /** SHA-256 of the DER, in hexadecimal. */
  readonly fingerprint: string
  readonly der: Uint8Array
  readonly subject: string
  readonly issuer: string
  readonly notBefore: number
  readonly notAfter: number
  /** Why no chain could lead to it, if so. */
  readonly unsuitable: string | null
}

// The bundle of all authorities that browsers know has 250 KiB and 150 certificates.
const maxPemLength = 512 * 1024
const maxCertificates = 200

const invalid = (why: string, cause?: unknown) =>
  new AppError('KEY_INVALID', `This is not a certificate in PEM: ${why}.`, { cause })

/**
 * Reads the certificates of a PEM text, each once. Throws `KEY_PRIVATE` for a private key of any kind, `KEY_UNSUPPORTED` for
 * a key that is too weak, and `KEY_INVALID` for the rest, naming which of several it is. No message repeats any of the text.
 */
export function parseAnchors(text: string): readonly ParsedAnchor[] {
  const kind = identifyPrivateKey(text)
  if (kind !== null) {
    throw new AppError('KEY_PRIVATE', `This is a private key (${kind}). It was neither stored nor logged.`, {
      context: { kind },
    })
  }
  if (text.length > maxPemLength) throw invalid('it is larger than any')
  const blocks = [...text.matchAll(/-----BEGIN ([A-Z0-9 ]{1,60})-----([A-Za-z0-9+/=\s]*)-----END \1-----/g)]
  const foreign = blocks.find(([, label]) => label !== 'CERTIFICATE')?.[1]
  if (foreign !== undefined) throw invalid(`a PEM block “${foreign}” holds none`)
  if (blocks.length === 0) throw invalid('there is no PEM block (-----BEGIN CERTIFICATE-----) in it')
  if (blocks.length > maxCertificates) throw invalid(`it has more than ${maxCertificates} certificates`)
  // A block that is cut off would be left out in silence.
  if (text.split('-----BEGIN ').length - 1 !== blocks.length) throw invalid('one of its PEM blocks is not whole')
  const anchors = blocks.map(([, , body = ''], at) => readAnchor(body, blocks.length === 1 ? '' : ` ${at + 1}`))
  return anchors.filter(({ fingerprint }, at) => anchors.findIndex((one) => one.fingerprint === fingerprint) === at)
}

function readAnchor(body: string, which: string): ParsedAnchor {
  const base64 = body.replace(/\s+/g, '')
  const der = Buffer.from(base64, 'base64')
  if (der.byteLength === 0 || der.toString('base64') !== base64) throw invalid(`certificate${which} is not base64`)
  try {
    return toAnchor(parseCertificate(der), which)
  } catch (cause) {
    if (cause instanceof EvidenceError) throw invalid(`certificate${which} cannot be read`, cause)
    throw cause
  }
}

function toAnchor(certificate: Certificate, which: string): ParsedAnchor {
  const { x509, der, notBefore, notAfter } = certificate
  if (!isStrongKey(x509)) {
    throw new AppError(
      'KEY_UNSUPPORTED',
      `The key of certificate${which} is too weak, or of a kind that is not accepted.`,
    )
  }
  return {
    fingerprint: toFingerprint(certificate),
    der: new Uint8Array(der),
    subject: formatName(readName(certificate.subject)),
    issuer: formatName(readName(certificate.issuer)),
    notBefore,
    notAfter,
    unsuitable: findUnsuitable(certificate),
  }
}

/** Trust stores hold authorities, and certificates that nobody else issued (specs trust-store-trust-policy.md). */
function findUnsuitable(certificate: Certificate): string | null {
  if (readBasicConstraints(certificate)?.isCa === true || isSelfIssued(certificate)) return null
  return 'It is not the certificate of an authority, and somebody else issued it: trust that one.'
}
