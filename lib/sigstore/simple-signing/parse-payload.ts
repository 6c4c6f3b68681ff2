import { limits } from '#lib/config/limits.ts'
import { EvidenceError } from '#lib/evidence/evidence-error.ts'
import { findUnknownMember, isJsonObject, type JsonObject } from '#lib/evidence/json-object.ts'
import { decodeUtf8, parseStrictJson } from '#lib/evidence/strict-json.ts'
import { type Digest, isDigest } from '#lib/oci/digest.ts'

/** What a simple-signing payload says. Claimed until the signature over its bytes has been verified. */
export type SimpleSigningPayload = {
  readonly imageDigest: Digest
  readonly dockerReference: string
  /** The signer's annotations, values that are not text written as JSON. */
  readonly annotations: Readonly<Record<string, string>>
}

const cosignType = 'cosign container image signature'
const atomicType = 'atomic container signature'

const malformed = (why: string) => new EvidenceError('PAYLOAD_MALFORMED', `The payload is malformed: ${why}.`)

/**
 * Reads a simple-signing payload by the exact set of fields, as containers/image does: no unknown ones, none twice.
 * Throws an `EvidenceError`. Format: containers/image docs/containers-signature.5.md, cosign specs/SIGNATURE_SPEC.md.
 */
export function parseSimpleSigningPayload(bytes: Uint8Array): SimpleSigningPayload {
  const payload = readObject(readJson(bytes), 'the payload', ['critical', 'optional'])
  const critical = readObject(payload.critical, 'critical', ['identity', 'image', 'type'])
  assertType(critical.type)
  const image = readObject(critical.image, 'critical.image', ['docker-manifest-digest'])
  const identity = readObject(critical.identity, 'critical.identity', ['docker-reference'])
  const imageDigest = image['docker-manifest-digest']
  const dockerReference = identity['docker-reference']
  if (!isDigest(imageDigest)) throw malformed('critical.image.docker-manifest-digest is not a digest')
  if (typeof dockerReference !== 'string') throw malformed('critical.identity.docker-reference is not text')
  return { imageDigest, dockerReference, annotations: readAnnotations(payload.optional) }
}

function readJson(bytes: Uint8Array): unknown {
  try {
    return parseStrictJson(decodeUtf8(bytes), { maxDepth: limits.maxJsonDepth })
  } catch (error) {
    throw malformed(error instanceof SyntaxError && !error.message.includes('JSON') ? error.message : 'it is not JSON')
  }
}

function readObject(value: unknown, where: string, allowed: readonly string[]): JsonObject {
  if (!isJsonObject(value)) throw malformed(`${where} is not an object`)
  const unknown = findUnknownMember(value, allowed)
  if (unknown !== null) throw malformed(`${where} has the unknown field ${JSON.stringify(unknown.slice(0, 60))}`)
  return value
}

function assertType(type: unknown): void {
  if (type === cosignType) return
  const stated = typeof type === 'string' ? type.slice(0, 100) : null
  if (type === atomicType) {
    throw new EvidenceError(
      'PAYLOAD_OTHER_SCHEME',
      'The payload is that of a GPG signature (atomic container signature).',
      {
        expected: cosignType,
        stated,
      },
    )
  }
  throw new EvidenceError('PAYLOAD_TYPE', `critical.type must be “${cosignType}”.`, { expected: cosignType, stated })
}

function readAnnotations(optional: unknown): Readonly<Record<string, string>> {
  if (optional === null || optional === undefined) return {}
  if (!isJsonObject(optional)) throw malformed('optional is neither an object nor null')
  const entries = Object.entries(optional).slice(0, limits.maxAnnotations)
  return Object.fromEntries(
    entries.map(([name, value]) => [name, typeof value === 'string' ? value : JSON.stringify(value)]),
  )
}
