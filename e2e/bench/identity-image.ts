import { pushImage, sha256 } from '#e2e/fixtures/build-image.ts'
import { putBlob, putManifest, type Target } from '#e2e/fixtures/push-layout.ts'
import { bundleType, toSignatureStatement } from '#lib/testing/signed-evidence.ts'
import type { EntryJson, SignedEnvelope, TestInstance } from '#lib/testing/test-instance.ts'
import { prove, signNote } from '#lib/testing/test-log-proof.ts'

const ociManifest = 'application/vnd.oci.image.manifest.v1+json'
const emptyType = 'application/vnd.oci.empty.v1+json'

/** An entry as the public Rekor makes it: a promise with its time, and a proof whose checkpoint names the tree as well. */
function logged(signed: SignedEnvelope, instance: TestInstance): EntryJson {
  const entry = instance.log1Entry(signed)
  const hint = Buffer.from((entry.logId as { keyId: string }).keyId, 'base64').subarray(0, 4)
  const by = { origin: 'log1.example.com', keys: instance.log1, hint }
  const proof = prove(Buffer.from(String(entry.canonicalizedBody), 'base64'), 5, by)
  const envelope = signNote(`${by.origin} - 1193050959916656506\n${proof.treeSize}\n${proof.rootHash}\n`, by)
  return { ...entry, inclusionProof: { ...proof, checkpoint: { envelope } } }
}

/** An image signed by an identity as cosign does it: a certificate of minutes and an entry in the log, all in a bundle. */
export async function pushIdentityImage(target: Target, tag: string, instance: TestInstance): Promise<string> {
  const { digest, size } = await pushImage(target, tag, { files: { 'etc/serial': `${target.repository}:${tag}` } })
  const subject = [{ name: '', digest: { sha256: digest.slice('sha256:'.length) } }]
  const signed = instance.signStatement(instance.issue(), toSignatureStatement({ subject }))
  const bundle = instance.toBundle(signed, [logged(signed, instance)], [])
  const bytes = Buffer.from(JSON.stringify(bundle))
  const empty = Buffer.from('{}')
  await putBlob(target, sha256(empty), empty)
  await putBlob(target, sha256(bytes), bytes)
  const manifest = Buffer.from(
    JSON.stringify({
      schemaVersion: 2,
      mediaType: ociManifest,
      artifactType: bundleType,
      config: { mediaType: emptyType, digest: sha256(empty), size: empty.length },
      layers: [{ mediaType: bundleType, digest: sha256(bytes), size: bytes.length }],
      subject: { mediaType: ociManifest, digest, size },
      annotations: {
        'dev.sigstore.bundle.content': 'dsse-envelope',
        'dev.sigstore.bundle.predicateType': 'https://sigstore.dev/cosign/sign/v1',
      },
    }),
  )
  await putManifest(target, sha256(manifest), manifest, ociManifest)
  return digest
}
