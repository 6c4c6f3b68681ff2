import { hash } from 'node:crypto'
import { areEqual } from '#lib/evidence/equal-bytes.ts'
import { type Certificate, parseCertificate } from '#lib/sigstore/certificates/certificate.ts'
import {
  type DerValue,
  derTags,
  expectTag,
  parseChildren,
  parseDer,
  readOid,
  readSequence,
  readTime,
} from '#lib/sigstore/certificates/der.ts'
import { isCertificateId, keyBitsOf } from './certificate-id.ts'
import type { Issued } from './list-questions.ts'
import { entryExtensions, readInvalidityDate, readReason, readUnderstood } from './read-extensions.ts'
import { type RevocationClaim, UnusableAnswer } from './revocation.ts'
import { assertResponder } from './verify-responder.ts'
import { readSigned, verifySigned } from './verify-signed.ts'

const tags = {
  explicit0: 0xa0,
  explicit1: 0xa1,
  explicit2: 0xa2,
  good: 0x80,
  revoked: 0xa1,
} as const
const basicResponse = '1.3.6.1.5.5.7.48.1.1'
const nonce = '1.3.6.1.5.5.7.48.1.2'

// A responder sends its own certificate, some that of the authority as well.
const maxCertificates = 5

// Answers that state no end are made when they are asked for (RFC 6960 §4.2.2.1).
const endlessMs = 60 * 60 * 1000

const refusals: Readonly<Record<number, string>> = {
  1: 'could not read the question',
  2: 'had a fault of its own',
  3: 'asks to come back later',
  5: 'answers only signed questions',
  6: 'is not the one to ask',
}

/**
 * What an OCSP response says about a certificate, once it is by the issuer or a responder that the issuer named, who may be
 * so at this time (RFC 6960 §3.2, §4.2.2.2). Throws `UnusableAnswer`, or a `SyntaxError` for one that cannot be read.
 */
export function readOcsp(bytes: Uint8Array, about: Issued, nowMs: number): RevocationClaim {
  const [tbs, algorithm, signature, certificates, ...more] = readBasicResponse(bytes)
  if (more.length > 0) throw new SyntaxError('it has another structure')
  const response = readSigned([tbs, algorithm, signature])
  const data = readData(response.tbs)
  const responder = findResponder(data.responder, about.issuer, readCertificates(certificates))
  if (responder !== about.issuer) assertResponder(responder, about.issuer, nowMs)
  verifySigned(response, responder.x509.publicKey)
  return readSingle(data.responses, about)
}

function readBasicResponse(bytes: Uint8Array): readonly DerValue[] {
  const [status, wrapped, ...more] = readSequence(parseDer(bytes))
  const code = expectTag(status, derTags.enumerated).content
  if (code.byteLength !== 1 || more.length > 0) throw new SyntaxError('it has another structure')
  const [refusal = 0] = code
  if (refusal !== 0) throw new UnusableAnswer(refusals[refusal] ?? 'did not answer')
  const [inner, ...others] = parseChildren(expectTag(wrapped, tags.explicit0))
  const [type, octets, ...rest] = readSequence(inner)
  if (others.length + rest.length > 0) throw new SyntaxError('it has another structure')
  if (readOid(type) !== basicResponse) throw new UnusableAnswer('sent an answer of another kind')
  return readSequence(parseDer(expectTag(octets, derTags.octetString).content))
}

type ResponseData = { readonly responder: DerValue; readonly responses: readonly DerValue[] }

function readData(tbs: DerValue): ResponseData {
  const parts = [...readSequence(tbs)]
  // Version 1, which DER leaves out; there is no other.
  if (parts[0]?.tag === tags.explicit0) throw new UnusableAnswer('sent an answer of another version')
  const [responder, producedAt, responses, extensions, ...more] = parts
  if (responder === undefined || more.length > 0) throw new SyntaxError('it has another structure')
  readTime(expectTag(producedAt, derTags.generalizedTime))
  readUnderstood(unwrap(extensions, tags.explicit1), [nonce])
  return { responder, responses: readSequence(responses) }
}

/** The value in an EXPLICIT one; absent where that is. */
function unwrap(value: DerValue | undefined, tag: number): DerValue | undefined {
  if (value === undefined) return undefined
  const [inner, ...more] = parseChildren(expectTag(value, tag))
  if (inner === undefined || more.length > 0) throw new SyntaxError('it has another structure')
  return inner
}

function readCertificates(value: DerValue | undefined): readonly Certificate[] {
  const list = unwrap(value, tags.explicit0)
  return list === undefined
    ? []
    : readSequence(list)
        .slice(0, maxCertificates)
        .map(({ encoded }) => parseCertificate(encoded))
}

/** The one that the response names: by its name, or by the SHA-1 of its key (RFC 6960 §4.2.2.3). */
function findResponder(id: DerValue, issuer: Certificate, brought: readonly Certificate[]): Certificate {
  const [inner, ...more] = parseChildren(id)
  if (inner === undefined || more.length > 0) throw new SyntaxError('it has another structure')
  const isNamed = (certificate: Certificate): boolean =>
    id.tag === tags.explicit1
      ? areEqual(inner.encoded, certificate.subject)
      : id.tag === tags.explicit2 &&
        areEqual(expectTag(inner, derTags.octetString).content, hash('sha1', keyBitsOf(certificate), 'buffer'))
  const responder = [issuer, ...brought].find(isNamed)
  if (responder !== undefined) return responder
  throw new UnusableAnswer('sent an answer without the certificate of who signed it')
}

/** The one response about this certificate: of several, nobody could say which counts. */
function readSingle(responses: readonly DerValue[], about: Issued): RevocationClaim {
  const [single, ...more] = responses.map(readSequence).filter(([id]) => isCertificateId(id, about))
  if (single === undefined) throw new UnusableAnswer('sent an answer about another certificate')
  if (more.length > 0) throw new UnusableAnswer('sent several answers about one certificate')
  const [, status, thisUpdate, ...rest] = single
  const start = readTime(expectTag(thisUpdate, derTags.generalizedTime))
  const find = (asked: number) =>
    unwrap(
      rest.find(({ tag }) => tag === asked),
      asked,
    )
  const end = find(tags.explicit0)
  const extensions = readUnderstood(find(tags.explicit1), entryExtensions)
  const times = {
    thisUpdate: start,
    nextUpdate: end === undefined ? start + endlessMs : readTime(expectTag(end, derTags.generalizedTime)),
  }
  switch (status?.tag) {
    case tags.good:
      return { kind: 'good', ...times }
    case tags.revoked:
      return { kind: 'revoked', ...times, ...readRevoked(status), invalidAt: readInvalidityDate(extensions) }
    default:
      throw new UnusableAnswer('does not know the certificate')
  }
}

function readRevoked(status: DerValue) {
  const [time, reason] = parseChildren(status)
  const revokedAt = readTime(expectTag(time, derTags.generalizedTime))
  const why = reason === undefined ? null : readReason(unwrap(reason, tags.explicit0))
  return { revokedAt, why, isOnHold: why === 'certificateHold' }
}
