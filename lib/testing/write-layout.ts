import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { pack } from 'tar-stream'
import { type Digest, digestAlgorithm, digestHex, digestOf } from '#lib/oci/digest.ts'
import { mediaTypes } from '#lib/oci/media-types.ts'

type Content = string | Uint8Array | Readonly<Record<string, unknown>>

export type LayoutWriter = {
  readonly path: string
  blob(content: Content): Promise<{ digest: Digest; size: number }>
  /** Writes a manifest and lists it in `index.json` with these annotations. */
  manifest(document: Readonly<Record<string, unknown>>, annotations?: Record<string, string>): Promise<Digest>
  /** Lists a manifest once more, or one that is not there. */
  list(entry: Readonly<Record<string, unknown>>): void
  write(): Promise<void>
}

function toBytes(content: Content): Uint8Array {
  if (content instanceof Uint8Array) return content
  return new TextEncoder().encode(typeof content === 'string' ? content : JSON.stringify(content))
}

export const refName = (name: string) => ({ 'org.opencontainers.image.ref.name': name })

/** Makes an OCI image layout in a folder, piece by piece. */
export function createLayoutWriter(path: string): LayoutWriter {
  const entries: unknown[] = []
  const blob = async (content: Content) => {
    const bytes = toBytes(content)
    const digest = digestOf(bytes)
    const file = join(path, 'blobs', digestAlgorithm(digest), digestHex(digest))
    await mkdir(dirname(file), { recursive: true })
    await writeFile(file, bytes)
    return { digest, size: bytes.length }
  }
  return {
    path,
    blob,
    async manifest(document, annotations) {
      const written = await blob(document)
      const mediaType = document.mediaType ?? mediaTypes.ociManifest
      entries.push({ mediaType, ...written, ...(annotations === undefined ? {} : { annotations }) })
      return written.digest
    },
    list: (entry) => void entries.push(entry),
    async write() {
      await mkdir(path, { recursive: true })
      await writeFile(join(path, 'oci-layout'), '{"imageLayoutVersion":"1.0.0"}')
      await writeFile(join(path, 'index.json'), JSON.stringify({ schemaVersion: 2, manifests: entries }))
    },
  }
}

/** A minimal manifest over a config and layers that are in the layout. */
export async function imageDocument(layout: LayoutWriter, content: string, more: Record<string, unknown> = {}) {
  const config = await layout.blob({ os: 'linux', architecture: 'amd64' })
  const layer = await layout.blob(content)
  return {
    schemaVersion: 2,
    mediaType: mediaTypes.ociManifest,
    config: { mediaType: mediaTypes.ociConfig, ...config },
    layers: [{ mediaType: 'application/octet-stream', ...layer }],
    ...more,
  }
}

/** Packs the files of a folder as `tar` would, each name after `prefix`. */
export async function packTar(folder: string, file: string, prefix = ''): Promise<void> {
  const archive = pack()
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  for (const entry of entries) {
    if (!entry.isFile()) continue
    const path = join(entry.parentPath, entry.name)
    archive.entry({ name: `${prefix}${path.slice(folder.length + 1)}` }, await readFile(path))
  }
  archive.finalize()
  const chunks: Buffer[] = []
  for await (const chunk of archive) chunks.push(chunk as Buffer)
  await writeFile(file, Buffer.concat(chunks))
}
