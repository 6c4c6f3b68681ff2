import { sha256 } from '#e2e/fixtures/build-image.ts'
import { getManifest, putBlob, putManifest, requestsOf, type Target } from '#e2e/fixtures/push-layout.ts'

type Layer = { mediaType: string; digest: string; size: number; annotations?: Record<string, string> }
type EvidenceManifest = { subject?: { digest: string; size: number; mediaType: string }; layers: Layer[] }
export type Edit = (text: string, layer: Layer) => string

const cosignTag = (digest: string, kind: 'sig' | 'att'): string => `${digest.replace(':', '-')}.${kind}`

async function readBlob(target: Target, digest: string): Promise<string> {
  return await (await requestsOf(target)(`blobs/${digest}`)).text()
}

/** The layers with their content edited; digests and sizes follow, signatures do not. */
async function editLayers(target: Target, layers: readonly Layer[], edit: Edit): Promise<Layer[]> {
  const edited: Layer[] = []
  for (const layer of layers) {
    const copy = structuredClone(layer)
    const bytes = Buffer.from(edit(await readBlob(target, layer.digest), copy))
    await putBlob(target, sha256(bytes), bytes)
    edited.push({ ...copy, digest: sha256(bytes), size: bytes.length })
  }
  return edited
}

/** Puts the evidence under `from`'s tag under `to`'s, edited on the way. */
export async function moveTagEvidence(
  target: Target,
  kind: 'sig' | 'att',
  from: string,
  to: string,
  edit: Edit,
): Promise<void> {
  const found = await getManifest(target, cosignTag(from, kind))
  if (found === null) throw new Error('there is no evidence to move')
  const manifest = JSON.parse(found.bytes.toString()) as EvidenceManifest
  const layers = await editLayers(target, manifest.layers, edit)
  await putManifest(target, cosignTag(to, kind), Buffer.from(JSON.stringify({ ...manifest, layers })), found.mediaType)
}

/** Attaches every referrer of `from` to `to`, edited on the way. */
export async function moveReferrers(target: Target, from: string, to: string, edit: Edit): Promise<void> {
  const subject = await getManifest(target, to)
  const listed = (await (await requestsOf(target)(`referrers/${from}`)).json()) as { manifests: { digest: string }[] }
  if (subject === null || listed.manifests.length === 0) throw new Error('there is no evidence to move')
  for (const { digest } of listed.manifests) {
    const found = await getManifest(target, digest)
    if (found === null) throw new Error('a listed referrer is not there')
    const manifest = JSON.parse(found.bytes.toString()) as EvidenceManifest
    const layers = await editLayers(target, manifest.layers, edit)
    const about = { mediaType: subject.mediaType, digest: to, size: subject.bytes.length }
    const bytes = Buffer.from(JSON.stringify({ ...manifest, layers, subject: about }))
    await putManifest(target, sha256(bytes), bytes, found.mediaType)
  }
}

export const unchanged: Edit = (text) => text

/** Names another image inside a payload, a DSSE envelope or a bundle. */
export const renameSubject =
  (from: string, to: string): Edit =>
  (text) => {
    const hex = (digest: string) => digest.slice('sha256:'.length)
    const rename = (inner: string) => inner.replaceAll(hex(from), hex(to))
    return rename(editPayload(text, rename))
  }

function editPayload(text: string, edit: (payload: string) => string): string {
  const json = JSON.parse(text) as { payload?: string; dsseEnvelope?: { payload: string } }
  const envelope = json.dsseEnvelope ?? (json.payload === undefined ? null : (json as { payload: string }))
  if (envelope === null) return text
  envelope.payload = Buffer.from(edit(Buffer.from(envelope.payload, 'base64').toString())).toString('base64')
  return JSON.stringify(json)
}

const flipped = (base64: string): string => {
  const bytes = Buffer.from(base64, 'base64')
  const last = bytes.length - 1
  bytes[last] = (bytes[last] ?? 0) ^ 1
  return bytes.toString('base64')
}

/** Changes one bit of the signature, wherever this kind of evidence keeps it. */
export const flipSignature: Edit = (text, layer) => {
  const name = 'dev.cosignproject.cosign/signature'
  const { annotations } = layer
  if (annotations?.[name]) annotations[name] = flipped(annotations[name])
  type Envelope = { signatures: { sig: string }[] }
  const json = JSON.parse(text) as Partial<Envelope> & { dsseEnvelope?: Envelope }
  const envelope = json.dsseEnvelope ?? (json.signatures === undefined ? null : (json as Envelope))
  if (envelope === null) return text
  for (const signature of envelope.signatures) signature.sig = flipped(signature.sig)
  return JSON.stringify(json)
}
