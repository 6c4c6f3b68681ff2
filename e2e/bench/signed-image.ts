import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import { pushImage, sha256 } from '#e2e/fixtures/build-image.ts'
import { putBlob, putManifest, type Target } from '#e2e/fixtures/push-layout.ts'

const ociManifest = 'application/vnd.oci.image.manifest.v1+json'
const payloadType = 'application/vnd.in-toto+json'

export type BenchKey = { readonly privateKey: KeyObject; readonly publicPem: string }

export function createBenchKey(): BenchKey {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  return { privateKey, publicPem: publicKey.export({ type: 'spki', format: 'pem' }).toString() }
}

async function putLayers(
  target: Target,
  tag: string,
  mediaType: string,
  bytes: Buffer<ArrayBuffer>,
  annotations: Record<string, string>,
): Promise<void> {
  const config = Buffer.from('{}')
  await putBlob(target, sha256(config), config)
  await putBlob(target, sha256(bytes), bytes)
  const manifest = Buffer.from(
    JSON.stringify({
      schemaVersion: 2,
      mediaType: ociManifest,
      config: { mediaType: 'application/vnd.oci.image.config.v1+json', digest: sha256(config), size: config.length },
      layers: [{ mediaType, digest: sha256(bytes), size: bytes.length, annotations }],
    }),
  )
  await putManifest(target, tag, manifest, ociManifest)
}

const helperTag = (digest: string, kind: string): string => `${digest.replace(':', '-')}.${kind}`

/** An image signed as cosign signs with a key: simple signing under the tag `.sig`. */
export async function pushSignedImage(target: Target, tag: string, key: BenchKey): Promise<string> {
  const { digest } = await pushImage(target, tag, { files: { 'etc/serial': `${target.repository}:${tag}` } })
  const payload = Buffer.from(
    JSON.stringify({
      critical: {
        identity: { 'docker-reference': `${target.host}/${target.repository}` },
        image: { 'docker-manifest-digest': digest },
        type: 'cosign container image signature',
      },
      optional: null,
    }),
  )
  const signature = sign('sha256', payload, key.privateKey).toString('base64')
  const annotations = { 'dev.cosignproject.cosign/signature': signature }
  await putLayers(
    target,
    helperTag(digest, 'sig'),
    'application/vnd.dev.cosign.simplesigning.v1+json',
    payload,
    annotations,
  )
  return digest
}

/** Attaches a signed SPDX statement as cosign does: a DSSE envelope under the tag `.att`. */
export async function attachAttestation(
  target: Target,
  digest: string,
  key: BenchKey,
  predicate: string,
): Promise<void> {
  const subject = JSON.stringify([
    { name: `${target.host}/${target.repository}`, digest: { sha256: digest.slice('sha256:'.length) } },
  ])
  const statement = Buffer.from(
    `{"_type":"https://in-toto.io/Statement/v0.1","predicateType":"https://spdx.dev/Document","subject":${subject},"predicate":${predicate}}`,
  )
  // DSSE's pre-authentication encoding (dsse protocol.md).
  const encoded = Buffer.concat([
    Buffer.from(`DSSEv1 ${payloadType.length} ${payloadType} ${statement.length} `),
    statement,
  ])
  const sig = sign('sha256', encoded, key.privateKey).toString('base64')
  const envelope = Buffer.from(
    JSON.stringify({ payloadType, payload: statement.toString('base64'), signatures: [{ keyid: '', sig }] }),
  )
  const annotations = { 'dev.cosignproject.cosign/signature': '', predicateType: 'https://spdx.dev/Document' }
  await putLayers(target, helperTag(digest, 'att'), 'application/vnd.dsse.envelope.v1+json', envelope, annotations)
}

/** Attaches an unsigned SPDX document under the tag `.sbom`. */
export const attachSbom = (target: Target, digest: string, document: Buffer<ArrayBuffer>): Promise<void> =>
  putLayers(target, helperTag(digest, 'sbom'), 'text/spdx+json', document, {})
