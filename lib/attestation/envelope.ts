import { decodeBase64 } from '#lib/evidence/decode-base64.ts'
import { EvidenceError } from '#lib/evidence/evidence-error.ts'
import { findUnknownMember, isJsonObject } from '#lib/evidence/json-object.ts'

/** A DSSE envelope (secure-systems-lab/dsse, envelope.md). Everything in it is claimed. */
export type Envelope = {
  readonly payloadType: string
  readonly payload: Uint8Array
  readonly signatures: readonly EnvelopeSignature[]
}
/** `keyId` is an unauthenticated hint. */
export type EnvelopeSignature = { readonly signature: Uint8Array; readonly keyId: string | null }

export const inTotoPayloadType = 'application/vnd.in-toto+json'

// One for each signer; cosign writes one, and every one of them costs a verification with every key.
const maxSignatures = 32

const malformed = (why: string) => new EvidenceError('PAYLOAD_MALFORMED', `The DSSE envelope is malformed: ${why}.`)

/**
 * Reads the JSON of an envelope, which may be without signatures; its payload may be decoded already, as
 * `parseStrictEnvelope` does. Throws an `EvidenceError`.
 */
export function parseEnvelope(value: unknown): Envelope {
  if (!isJsonObject(value)) throw malformed('it is not an object')
  const unknown = findUnknownMember(value, ['payload', 'payloadType', 'signatures'])
  if (unknown !== null) throw malformed(`it has the unknown field ${JSON.stringify(unknown.slice(0, 60))}`)
  const { payload, payloadType, signatures } = value
  if (typeof payloadType !== 'string' || payloadType === '') throw malformed('it has no payloadType')
  if (typeof payload !== 'string' && !(payload instanceof Uint8Array)) throw malformed('it has no payload')
  if (!Array.isArray(signatures)) throw malformed('it has no list of signatures')
  if (signatures.length > maxSignatures) {
    throw new EvidenceError(
      'EVIDENCE_TOO_LARGE',
      `The DSSE envelope has ${signatures.length} signatures; at most ${maxSignatures} are read.`,
    )
  }
  const decoded = typeof payload === 'string' ? decode(payload, 'payload') : payload
  return { payloadType, payload: decoded, signatures: signatures.map(parseSignature) }
}

function parseSignature(value: unknown): EnvelopeSignature {
  if (!isJsonObject(value)) throw malformed('a signature is not an object')
  const unknown = findUnknownMember(value, ['sig', 'keyid'])
  if (unknown !== null) throw malformed(`a signature has the unknown field ${JSON.stringify(unknown.slice(0, 60))}`)
  const { sig, keyid } = value
  if (typeof sig !== 'string') throw malformed('a signature has no sig')
  if (keyid !== undefined && keyid !== null && typeof keyid !== 'string') throw malformed('a keyid is not text')
  return { signature: decode(sig, 'signature'), keyId: typeof keyid === 'string' && keyid !== '' ? keyid : null }
}

function decode(text: string, what: string): Uint8Array {
  try {
    return decodeBase64(text, { urlSafe: true })
  } catch (cause) {
    const reason = cause instanceof SyntaxError ? cause.message : 'it cannot be decoded'
    throw new EvidenceError('SIGNATURE_ENCODING', `The ${what} of the DSSE envelope cannot be decoded: ${reason}.`)
  }
}

/** The bytes that a DSSE signature covers: type and payload with their lengths (DSSE protocol.md, PAE). */
export function toPreAuthEncoding(envelope: Envelope): Uint8Array {
  return Buffer.concat(toPreAuthPieces(envelope))
}

/** The same in two pieces, one after the other, so that a large payload need not be copied to be hashed. */
export function toPreAuthPieces({ payloadType, payload }: Envelope): readonly [head: Uint8Array, payload: Uint8Array] {
  const type = new TextEncoder().encode(payloadType)
  return [new TextEncoder().encode(`DSSEv1 ${type.byteLength} ${payloadType} ${payload.byteLength} `), payload]
}

/** Throws `PAYLOAD_TYPE` for a payload that is no in-toto statement. Parameters and other spellings are other types. */
export function assertInTotoPayload({ payloadType }: Envelope): void {
  if (payloadType === inTotoPayloadType) return
  throw new EvidenceError('PAYLOAD_TYPE', `The payload type must be ${inTotoPayloadType}.`, {
    expected: inTotoPayloadType,
    stated: payloadType.slice(0, 200),
  })
}

/** Throws `SIGNATURE_MISSING` for an envelope that nobody signed. */
export function assertSigned({ signatures }: Envelope): true {
  if (signatures.some(({ signature }) => signature.byteLength > 0)) return true
  throw new EvidenceError('SIGNATURE_MISSING', 'The DSSE envelope has no signature.')
}
