import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import { toPreAuthEncoding } from '#lib/attestation/envelope.ts'
import type { FoundItem } from '#lib/evidence/discovery.ts'
import { type Digest, digestOf } from '#lib/oci/digest.ts'
import { mediaTypes } from '#lib/oci/media-types.ts'
import { cosignAnnotations, signaturePredicateType } from '#lib/sigstore/cosign-annotations.ts'
import { parsePublicKey } from '#lib/sigstore/keys/parse-public-key.ts'
import type { ExamineContext } from '#lib/trust/examine-context.ts'
import type { TrustedKey, TrustRule } from '#lib/trust/trust-rule.ts'

/** The image that all evidence made here is about, unless told otherwise. */
export const imageBytes = Buffer.from('{"schemaVersion":2,"mediaType":"application/vnd.oci.image.manifest.v1+json"}')
export const image = digestOf(imageBytes)
export const otherImage = digestOf(Buffer.from('another image'))
export const repository = 'registry.example.com/workshop/demo'
export const now = '2026-06-01T12:00:00Z'

/** A key pair as a signer uses it; `key` is its public half on the trust shelf. */
export type TestSigner = {
  readonly key: TrustedKey
  readonly privateKey: KeyObject
  sign(data: Uint8Array): Uint8Array
}

export function createSigner(name: string | null = 'release.pub', curve: 'P-256' | 'P-384' = 'P-256'): TestSigner {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: curve })
  const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString()
  const hash = curve === 'P-256' ? 'sha256' : 'sha384'
  return {
    key: { ...parsePublicKey(pem), name, state: 'active' },
    privateKey,
    sign: (data) => sign(hash, data, privateKey),
  }
}

export function ruleFor({ fingerprint }: TrustedKey, changes: Partial<TrustRule> = {}): TrustRule {
  return {
    id: `rule-${fingerprint.slice(0, 6)}`,
    name: 'release',
    repositories: ['workshop/*'],
    signer: { kind: 'key', fingerprint },
    validFrom: null,
    validUntil: null,
    requireTransparencyLog: false,
    requireTimestamp: false,
    ...changes,
  }
}

/** A context that trusts these keys by one rule each, unless other rules are given. */
export function contextFor(keys: readonly TrustedKey[], changes: Partial<ExamineContext> = {}, rules?: TrustRule[]) {
  const context: ExamineContext = {
    subject: image,
    subjectBytes: imageBytes,
    inherited: false,
    repository,
    trust: { keys, rules: rules ?? keys.map((key) => ruleFor(key)), roots: [], anchors: [], now, version: '1' },
    ...changes,
  }
  return context
}

export function toItem(bytes: Uint8Array, changes: Partial<FoundItem> & Pick<FoundItem, 'format'>): FoundItem {
  const layer = {
    mediaType: mediaTypes.simpleSigning,
    digest: digestOf(bytes),
    size: bytes.byteLength,
    artifactType: null,
    annotations: {},
    platform: null,
  }
  return {
    store: 'tag',
    subject: image,
    manifestDigest: digestOf(Buffer.from('carrier')),
    claimedSubject: null,
    artifactType: null,
    manifestAnnotations: {},
    layer,
    bytes,
    problem: null,
    shapeProblem: null,
    ...changes,
  }
}

const withLayer = (item: FoundItem, changes: Partial<FoundItem['layer']>): FoundItem => ({
  ...item,
  layer: { ...item.layer, ...changes },
})

// cosign simple signing

export function toPayload(digest: string = image, changes: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    critical: {
      identity: { 'docker-reference': repository },
      image: { 'docker-manifest-digest': digest },
      type: 'cosign container image signature',
    },
    optional: null,
    ...changes,
  }
}

type SimpleSigning = {
  readonly payload?: string | Uint8Array | Record<string, unknown>
  readonly signature?: string | null
  readonly annotations?: Record<string, string>
  readonly mediaType?: string
  readonly item?: Partial<FoundItem>
}

export function toSignatureItem(signer: TestSigner, made: SimpleSigning = {}): FoundItem {
  const { payload = toPayload(), annotations = {}, mediaType = mediaTypes.simpleSigning } = made
  const isRaw = typeof payload === 'string' || payload instanceof Uint8Array
  const bytes = Buffer.from(isRaw ? payload : JSON.stringify(payload))
  const { signature = Buffer.from(signer.sign(bytes)).toString('base64') } = made
  const signed: Record<string, string> = signature === null ? {} : { [cosignAnnotations.signature]: signature }
  const item = toItem(bytes, { format: 'cosign-simple-signing', ...made.item })
  return withLayer(item, { mediaType, annotations: { ...signed, ...annotations } })
}

// in-toto statements and DSSE

export const spdxType = 'https://spdx.dev/Document'

export function toStatement(changes: Record<string, unknown> = {}, digest: Digest = image): Record<string, unknown> {
  return {
    _type: 'https://in-toto.io/Statement/v0.1',
    predicateType: spdxType,
    subject: [{ name: repository, digest: { sha256: digest.slice(7) } }],
    predicate: { spdxVersion: 'SPDX-2.3', packages: [{ name: 'a' }, { name: 'b' }] },
    ...changes,
  }
}

export type Envelope = { payload: string; payloadType: string; signatures: { sig: string; keyid?: string }[] }

export function toEnvelope(
  signers: readonly TestSigner[],
  statement: string | Record<string, unknown> = toStatement(),
  payloadType = 'application/vnd.in-toto+json',
): Envelope {
  const payload = Buffer.from(typeof statement === 'string' ? statement : JSON.stringify(statement))
  const data = toPreAuthEncoding({ payloadType, payload, signatures: [] })
  const signatures = signers.map((signer) => ({ sig: Buffer.from(signer.sign(data)).toString('base64'), keyid: '' }))
  return { payloadType, payload: payload.toString('base64'), signatures }
}

export function toEnvelopeItem(
  envelope: unknown,
  annotations: Record<string, string> = {},
  changes: Partial<FoundItem> = {},
): FoundItem {
  const bytes = Buffer.from(typeof envelope === 'string' ? envelope : JSON.stringify(envelope))
  const item = toItem(bytes, { format: 'cosign-dsse', ...changes })
  return withLayer(item, { mediaType: mediaTypes.dsseEnvelope, annotations })
}

// Sigstore bundles

export const bundleType = 'application/vnd.dev.sigstore.bundle.v0.3+json'

export const toSignatureStatement = (changes: Record<string, unknown> = {}) =>
  toStatement({
    _type: 'https://in-toto.io/Statement/v1',
    predicateType: signaturePredicateType,
    predicate: {},
    ...changes,
  })

export function toBundle(content: Record<string, unknown>, changes: Record<string, unknown> = {}) {
  return { mediaType: bundleType, verificationMaterial: { publicKey: { hint: '' } }, ...content, ...changes }
}

export function toBundleItem(bundle: unknown, changes: Partial<FoundItem> = {}, mediaType = bundleType): FoundItem {
  const bytes = Buffer.from(typeof bundle === 'string' ? bundle : JSON.stringify(bundle))
  const item = toItem(bytes, { format: 'sigstore-bundle', store: 'referrers', claimedSubject: image, ...changes })
  return withLayer(item, { mediaType })
}
