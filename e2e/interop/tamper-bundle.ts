import { sha256 } from '#e2e/fixtures/build-image.ts'
import { getManifest, putBlob, putManifest, requestsOf, type Target } from '#e2e/fixtures/push-layout.ts'

type LogEntryJson = {
  logIndex: string
  logId: { keyId: string }
  kindVersion: { kind: string; version: string }
  integratedTime?: string
  inclusionPromise?: { signedEntryTimestamp: string }
  inclusionProof: {
    logIndex: string
    rootHash: string
    treeSize: string
    hashes: string[]
    checkpoint: { envelope: string }
  }
  canonicalizedBody: string
}
/** A bundle as cosign writes it: a certificate, one entry, one time stamp, one envelope. */
export type BundleJson = {
  mediaType: string
  verificationMaterial: {
    certificate: { rawBytes: string }
    tlogEntries: LogEntryJson[]
    timestampVerificationData: { rfc3161Timestamps: { signedTimestamp: string }[] }
  }
  dsseEnvelope: { payload: string; payloadType: string; signatures: { sig: string; keyid?: string }[] }
}

/** Changes a bundle; `other` is another one by the same identity, of another image. */
export type BundleEdit = (bundle: BundleJson, other: BundleJson) => void

const entryOf = (bundle: BundleJson): LogEntryJson => {
  const [entry] = bundle.verificationMaterial.tlogEntries
  if (entry === undefined) throw new Error('the bundle has no log entry')
  return entry
}
const proofOf = (bundle: BundleJson) => entryOf(bundle).inclusionProof
const stampsOf = (bundle: BundleJson) => bundle.verificationMaterial.timestampVerificationData.rfc3161Timestamps
const signatureOf = (bundle: BundleJson) => {
  const [signature] = bundle.dsseEnvelope.signatures
  if (signature === undefined) throw new Error('the bundle has no signature')
  return signature
}

/** One bit of the byte at a place counted from the end. */
function flip(base64: string, fromEnd = 1): string {
  const bytes = Buffer.from(base64, 'base64')
  const at = bytes.length - fromEnd
  bytes[at] = (bytes[at] ?? 0) ^ 1
  return bytes.toString('base64')
}

const raise = (number: string): string => String(BigInt(number) + 1n)

export const bundleEdits: Readonly<Record<string, BundleEdit>> = {
  'one bit of the signature': (bundle) => {
    signatureOf(bundle).sig = flip(signatureOf(bundle).sig)
  },
  'one bit of the payload': (bundle) => {
    bundle.dsseEnvelope.payload = flip(bundle.dsseEnvelope.payload, 3)
  },
  'another payload type': (bundle) => {
    bundle.dsseEnvelope.payloadType = 'application/json'
  },
  'a second signature': (bundle) => {
    bundle.dsseEnvelope.signatures.push({ ...signatureOf(bundle) })
  },
  'a key id': (bundle) => {
    signatureOf(bundle).keyid = 'release'
  },
  'one bit of the certificate’s signature': (bundle) => {
    const { certificate } = bundle.verificationMaterial
    certificate.rawBytes = flip(certificate.rawBytes)
  },
  'the certificate of another signing': (bundle, other) => {
    bundle.verificationMaterial.certificate = other.verificationMaterial.certificate
  },
  'the canonicalized body of another entry': (bundle, other) => {
    entryOf(bundle).canonicalizedBody = entryOf(other).canonicalizedBody
  },
  'another digest in the canonicalized body': (bundle) => {
    const body = Buffer.from(entryOf(bundle).canonicalizedBody, 'base64').toString()
    const changed = body.replace(/"digest":"[^"]+"/, `"digest":"${Buffer.alloc(32).toString('base64')}"`)
    entryOf(bundle).canonicalizedBody = Buffer.from(changed).toString('base64')
  },
  'one bit of the root hash': (bundle) => {
    proofOf(bundle).rootHash = flip(proofOf(bundle).rootHash)
  },
  'another tree size': (bundle) => {
    proofOf(bundle).treeSize = raise(proofOf(bundle).treeSize)
  },
  'another place in the proof': (bundle) => {
    proofOf(bundle).logIndex = raise(proofOf(bundle).logIndex)
  },
  'another place of the entry': (bundle) => {
    entryOf(bundle).logIndex = raise(entryOf(bundle).logIndex)
  },
  'one bit of the path': (bundle) => {
    proofOf(bundle).hashes = proofOf(bundle).hashes.map((hash) => flip(hash))
  },
  'a longer path': (bundle) => {
    proofOf(bundle).hashes.push(proofOf(bundle).rootHash)
  },
  'a shorter path': (bundle) => {
    proofOf(bundle).hashes.pop()
  },
  'the checkpoint’s text': (bundle) => {
    const { checkpoint } = proofOf(bundle)
    checkpoint.envelope = checkpoint.envelope.replace(/\n\d+\n/, '\n1000\n')
  },
  'the checkpoint’s signature': (bundle) => {
    const { checkpoint } = proofOf(bundle)
    checkpoint.envelope = checkpoint.envelope.replace(/ (\S+)\n$/, (_, text: string) => ` ${flip(text)}\n`)
  },
  'the checkpoint of another entry': (bundle, other) => {
    proofOf(bundle).checkpoint = proofOf(other).checkpoint
  },
  'the log entry of another signing': (bundle, other) => {
    bundle.verificationMaterial.tlogEntries = other.verificationMaterial.tlogEntries
  },
  'the log entry twice': (bundle) => {
    bundle.verificationMaterial.tlogEntries.push(structuredClone(entryOf(bundle)))
  },
  'no log entry': (bundle) => {
    bundle.verificationMaterial.tlogEntries = []
  },
  'a log entry without proof': (bundle) => {
    Reflect.deleteProperty(entryOf(bundle), 'inclusionProof')
  },
  'an unknown log': (bundle) => {
    entryOf(bundle).logId.keyId = flip(entryOf(bundle).logId.keyId)
  },
  'another kind of entry': (bundle) => {
    entryOf(bundle).kindVersion.version = '0.0.1'
  },
  'a time that the log did not state': (bundle) => {
    entryOf(bundle).integratedTime = '1790000000'
  },
  'a promise that the log did not make': (bundle) => {
    entryOf(bundle).inclusionPromise = { signedEntryTimestamp: signatureOf(bundle).sig }
  },
  'no time stamp': (bundle) => {
    bundle.verificationMaterial.timestampVerificationData.rfc3161Timestamps = []
  },
  'the time stamp of another signing': (bundle, other) => {
    bundle.verificationMaterial.timestampVerificationData = other.verificationMaterial.timestampVerificationData
  },
  'a second time stamp, of another signing': (bundle, other) => {
    stampsOf(bundle).push(...stampsOf(other))
  },
  'the time stamp twice': (bundle) => {
    stampsOf(bundle).push(...structuredClone(stampsOf(bundle)))
  },
  'one bit of the time stamp’s signature': (bundle) => {
    for (const stamp of stampsOf(bundle)) stamp.signedTimestamp = flip(stamp.signedTimestamp)
  },
  'another version': (bundle) => {
    bundle.mediaType = 'application/vnd.dev.sigstore.bundle+json;version=0.1'
  },
  'an unknown version': (bundle) => {
    bundle.mediaType = 'application/vnd.dev.sigstore.bundle.v9.9+json'
  },
  'a field that bundles do not have': (bundle) => {
    Object.assign(bundle, { verified: true })
  },
}

type Manifest = { layers: { digest: string; size: number }[]; annotations?: Record<string, string> }

/** The one bundle that is attached to an image. */
export async function readBundle(target: Target, image: string): Promise<{ manifest: Manifest; bundle: BundleJson }> {
  const requests = requestsOf(target)
  const listed = (await (await requests(`referrers/${image}`)).json()) as { manifests: { digest: string }[] }
  const [only, ...more] = listed.manifests
  if (only === undefined || more.length > 0) throw new Error(`${listed.manifests.length} bundles are attached`)
  const manifest = JSON.parse((await getManifest(target, only.digest))?.bytes.toString() ?? 'null') as Manifest
  const [layer] = manifest.layers
  if (layer === undefined) throw new Error('the referrer has no layer')
  return { manifest, bundle: (await (await requests(`blobs/${layer.digest}`)).json()) as BundleJson }
}

/** Attaches a bundle in the way of `manifest`, which says what it is attached to. */
export async function attachBundle(target: Target, manifest: Manifest, bundle: BundleJson): Promise<void> {
  const bytes = Buffer.from(JSON.stringify(bundle))
  await putBlob(target, sha256(bytes), bytes)
  const empty = Buffer.from('{}')
  await putBlob(target, sha256(empty), empty)
  const layers = manifest.layers.map((layer) => ({ ...layer, digest: sha256(bytes), size: bytes.length }))
  const carrier = Buffer.from(JSON.stringify({ ...manifest, layers }))
  await putManifest(target, sha256(carrier), carrier, 'application/vnd.oci.image.manifest.v1+json')
}
