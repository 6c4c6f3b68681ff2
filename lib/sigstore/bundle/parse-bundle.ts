import { assertSigned, type Envelope, parseEnvelope } from '#lib/attestation/envelope.ts'
import { limits } from '#lib/config/limits.ts'
import { EvidenceError } from '#lib/evidence/evidence-error.ts'
import { isJsonObject, type JsonObject } from '#lib/evidence/json-object.ts'
import { parseStrictEnvelope } from '#lib/evidence/parse-strict-bytes.ts'
import { assertMembers, malformedBundle, readBytes } from './bundle-members.ts'
import { type BundleMaterial, parseMaterial } from './parse-material.ts'

export type BundleVersion = '0.1' | '0.2' | '0.3'

/** What a bundle's signature is about: the artefact's own bytes, or an envelope. */
export type BundleContent = { readonly kind: 'envelope'; readonly envelope: Envelope } | MessageContent

export type MessageContent = {
  readonly kind: 'message'
  readonly signature: Uint8Array
  /** An unauthenticated hint, compared for consistency. */
  readonly messageDigest: { readonly algorithm: string; readonly digest: Uint8Array } | null
}

/** A Sigstore bundle (protobuf-specs, sigstore_bundle.proto). Everything in it is claimed. */
export type Bundle = {
  readonly version: BundleVersion
  readonly mediaType: string
  readonly content: BundleContent
  readonly material: BundleMaterial
}

/** Reads the JSON of a bundle, versions 0.1 to 0.3. Throws an `EvidenceError`: `BUNDLE_…` or what its envelope throws. */
export function parseBundle(bytes: Uint8Array): Bundle {
  const value = readJson(bytes)
  if (!isJsonObject(value)) throw malformedBundle('it is not an object')
  const mediaType = value.mediaType
  if (typeof mediaType !== 'string') throw malformedBundle('it has no mediaType')
  const version = parseBundleVersion(mediaType)
  assertMembers(value, 'the bundle', ['mediaType', 'verificationMaterial', 'messageSignature', 'dsseEnvelope'])
  const material = parseMaterial(value.verificationMaterial, version)
  return { version, mediaType, content: parseContent(value), material }
}

// Letter by letter: a reader that took "v0.3+jsonX" for 0.3 would see another bundle than the others.
const versions: Readonly<Record<string, BundleVersion>> = {
  'application/vnd.dev.sigstore.bundle+json;version=0.1': '0.1',
  'application/vnd.dev.sigstore.bundle+json;version=0.2': '0.2',
  'application/vnd.dev.sigstore.bundle+json;version=0.3': '0.3',
  'application/vnd.dev.sigstore.bundle.v0.3+json': '0.3',
}

/** The version that a bundle's media type names; throws `BUNDLE_VERSION` for one that is not read. */
export function parseBundleVersion(mediaType: string): BundleVersion {
  const known = Object.hasOwn(versions, mediaType) ? versions[mediaType] : undefined
  if (known !== undefined) return known
  throw new EvidenceError('BUNDLE_VERSION', 'Bundles of this version are not read; 0.1, 0.2 and 0.3 are.', {
    stated: mediaType.slice(0, 200),
  })
}

function readJson(bytes: Uint8Array): unknown {
  try {
    return parseStrictEnvelope(bytes, { maxDepth: limits.maxJsonDepth })
  } catch (error) {
    throw malformedBundle(
      error instanceof SyntaxError && error.message.startsWith('it ') ? error.message : 'it is not JSON',
    )
  }
}

function parseContent({ messageSignature, dsseEnvelope }: JsonObject): BundleContent {
  // Readers disagree about which of the two counts when both are there.
  if (messageSignature !== undefined && dsseEnvelope !== undefined) throw malformedBundle('it has two contents')
  if (dsseEnvelope !== undefined) return { kind: 'envelope', envelope: parseBundleEnvelope(dsseEnvelope) }
  if (!isJsonObject(messageSignature)) throw malformedBundle('it has neither a dsseEnvelope nor a messageSignature')
  assertMembers(messageSignature, 'messageSignature', ['messageDigest', 'signature'])
  const { signature, messageDigest } = messageSignature
  return {
    kind: 'message',
    signature: readBytes(signature, 'messageSignature.signature'),
    messageDigest: readDigest(messageDigest),
  }
}

/** A bundle's envelope has exactly one signature (client specification, sigstore-go). */
function parseBundleEnvelope(value: unknown): Envelope {
  const envelope = parseEnvelope(value)
  if (envelope.signatures.length < 2) assertSigned(envelope)
  if (envelope.signatures.length === 1) return envelope
  throw new EvidenceError('SIGNATURE_COUNT', 'The envelope of a bundle must have exactly one signature.', {
    expected: 1,
    found: envelope.signatures.length,
  })
}

function readDigest(value: unknown): { algorithm: string; digest: Uint8Array } | null {
  if (value === undefined) return null
  if (!isJsonObject(value)) throw malformedBundle('messageDigest is not an object')
  assertMembers(value, 'messageDigest', ['algorithm', 'digest'])
  const { algorithm, digest } = value
  if (typeof algorithm !== 'string') throw malformedBundle('messageDigest.algorithm is not a name')
  return { algorithm, digest: readBytes(digest, 'messageDigest.digest') }
}
