import type { FoundItem, ItemFormat } from '#lib/evidence/discovery.ts'
import type { Store } from '#lib/evidence/evidence.ts'
import type { Descriptor } from '#lib/oci/descriptor.ts'
import type { ImageManifest } from '#lib/oci/manifest.ts'
import { isBundleType, mediaTypes } from '#lib/oci/media-types.ts'
import type { FetchedManifest } from '#lib/registry/image-source.ts'

/** What cosign's tags end in. */
export type CosignSuffix = 'sig' | 'att' | 'sbom'

/** An item before its blob was fetched. `bytes` is there when the manifest itself is all the evidence there is. */
export type Candidate = Omit<FoundItem, 'problem'>

type Part = { readonly format: ItemFormat; readonly layer: Descriptor; readonly shapeProblem: string | null }

const sbomTypes: readonly string[] = [
  'application/spdx+json',
  'application/spdx',
  'application/vnd.cyclonedx',
  'application/vnd.cyclonedx+json',
  'application/vnd.cyclonedx+xml',
  'application/vnd.dev.cosign.artifact.sbom.v1+json',
  'application/vnd.syft+json',
  'text/spdx',
  'text/spdx+json',
  'text/spdx+xml',
]

const isSbomType = (mediaType: string): boolean =>
  sbomTypes.includes(mediaType.split(';', 1)[0]?.trim().toLowerCase() ?? '')

/** A referrer's type is its manifest's `artifactType`, else the media type of its config (distribution-spec 1.1). */
export function artifactTypeOf(manifest: ImageManifest): string {
  return manifest.artifactType ?? manifest.config.mediaType
}

function bundleParts({ layers }: ImageManifest, itself: Descriptor): Part[] {
  const layer = layers.find(({ mediaType }) => isBundleType(mediaType)) ?? layers[0] ?? itself
  const shapeProblem =
    layers.length !== 1
      ? `A bundle’s manifest has exactly one layer; this one has ${layers.length}.`
      : isBundleType(layer.mediaType)
        ? null
        : `The manifest says that it holds a bundle; its layer is of type ${layer.mediaType.slice(0, 100)}.`
  return [{ format: 'sigstore-bundle', layer, shapeProblem }]
}

function notationParts({ layers }: ImageManifest, itself: Descriptor): Part[] {
  const layer = layers[0] ?? itself
  const isKnown = layer.mediaType === mediaTypes.jose || layer.mediaType === mediaTypes.cose
  const shapeProblem =
    layers.length !== 1
      ? `A Notation signature’s manifest has exactly one layer; this one has ${layers.length}.`
      : isKnown
        ? null
        : `A Notation signature is JWS or COSE; this one is of type ${layer.mediaType.slice(0, 100)}.`
  return [{ format: layer.mediaType === mediaTypes.cose ? 'notation-cose' : 'notation-jws', layer, shapeProblem }]
}

function layerFormat(layer: Descriptor): ItemFormat | null {
  if (layer.mediaType === mediaTypes.simpleSigning) return 'cosign-simple-signing'
  if (layer.mediaType === mediaTypes.dsseEnvelope) return 'cosign-dsse'
  if (layer.mediaType === mediaTypes.inToto) return 'in-toto-unsigned'
  return isSbomType(layer.mediaType) ? 'sbom' : null
}

/** What a referrer holds, by its own type and its layers' types. The list that named it is only a hint and is not used. */
function referrerParts(manifest: ImageManifest, itself: Descriptor): Part[] {
  const type = artifactTypeOf(manifest)
  if (isBundleType(type) || manifest.layers.some(({ mediaType }) => isBundleType(mediaType))) {
    return bundleParts(manifest, itself)
  }
  if (type === mediaTypes.notationArtifact) return notationParts(manifest, itself)
  const given: ItemFormat | null =
    type === mediaTypes.cosignSignatureArtifact ? 'cosign-simple-signing' : isSbomType(type) ? 'sbom' : null
  return manifest.layers.flatMap((layer) => {
    const format = given ?? layerFormat(layer)
    return format === null ? [] : [{ format, layer, shapeProblem: null }]
  })
}

const tagFormats: Readonly<Record<CosignSuffix, ItemFormat>> = {
  sig: 'cosign-simple-signing',
  att: 'cosign-dsse',
  sbom: 'sbom',
}

function describe({ digest, mediaType, bytes }: FetchedManifest): Descriptor {
  return { mediaType, digest, size: bytes.length, artifactType: null, annotations: {}, platform: null }
}

function toCandidates(
  store: Store,
  subject: FoundItem['subject'],
  fetched: FetchedManifest,
  parts: Part[],
): Candidate[] {
  const { manifest } = fetched
  return parts.map(({ format, layer, shapeProblem }) => ({
    format,
    store,
    subject,
    manifestDigest: fetched.digest,
    claimedSubject: store === 'tag' ? null : (manifest.subject?.digest ?? null),
    artifactType: manifest.kind === 'manifest' ? artifactTypeOf(manifest) : manifest.artifactType,
    manifestAnnotations: manifest.annotations,
    layer,
    bytes: layer.digest === fetched.digest ? fetched.bytes : null,
    shapeProblem,
  }))
}

/** The layers behind one of cosign's tags: each is one signature, attestation or SBOM, whatever its media type claims. */
export function readTagManifest(
  suffix: CosignSuffix,
  subject: FoundItem['subject'],
  fetched: FetchedManifest,
): Candidate[] {
  const format = tagFormats[suffix]
  const { manifest } = fetched
  const parts: Part[] =
    manifest.kind === 'index'
      ? [
          {
            format,
            layer: describe(fetched),
            shapeProblem: 'The tag holds an image index where cosign keeps a manifest.',
          },
        ]
      : manifest.layers.map(
          (layer): Part => ({
            format: isBundleType(layer.mediaType) ? 'sigstore-bundle' : format,
            layer,
            shapeProblem: null,
          }),
        )
  return toCandidates('tag', subject, fetched, parts)
}

/** What a referrer holds; nothing when it is no evidence (a chart, a scan report, an index). */
export function readReferrer(
  store: 'referrers' | 'referrers-tag',
  subject: FoundItem['subject'],
  fetched: FetchedManifest,
  listed: Descriptor,
): Candidate[] {
  const { manifest } = fetched
  if (manifest.kind === 'index') return []
  const sizeProblem =
    listed.size === fetched.bytes.length ? null : 'The list of referrers states another size than the manifest has.'
  const parts = referrerParts(manifest, describe(fetched)).map((part) => ({
    ...part,
    shapeProblem: part.shapeProblem ?? sizeProblem,
  }))
  return toCandidates(store, subject, fetched, parts)
}

/** BuildKit's statements: in-toto layers that nobody signed. */
export function readAttestationManifest(subject: FoundItem['subject'], fetched: FetchedManifest): Candidate[] {
  const { manifest } = fetched
  if (manifest.kind === 'index') return []
  const parts = manifest.layers
    .filter(({ mediaType }) => mediaType === mediaTypes.inToto)
    .map((layer): Part => ({ format: 'in-toto-unsigned', layer, shapeProblem: null }))
  return toCandidates('index', subject, fetched, parts)
}
