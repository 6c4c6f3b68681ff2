import { limits } from '#lib/config/limits.ts'
import { AppError, isAppError } from '#lib/errors/app-error.ts'
import { digestHex } from '#lib/oci/digest.ts'
import { formatRepository } from '#lib/oci/reference.ts'
import type { ReadOptions } from '#lib/registry/image-source.ts'
import { type Inspection, type InspectionRequest, inspectImage } from '../inspect-image.ts'
import type { InspectionContext } from '../inspection-context.ts'
import { createVerdictMemo } from '../verdict-memo.ts'
import type { BundleFiles } from './bundle-files.ts'
import { toJsonFile } from './bundle-files.ts'
import { writeLayout } from './bundle-layout.ts'
import { toReadme } from './bundle-readme.ts'
import { type RevocationRecord, recordRevocation, writeRevocation } from './bundle-revocation.ts'
import { writeTrust } from './bundle-trust.ts'
import { toChecksums } from './bundle-zip.ts'
import { createRecording, type Recording, recordSource } from './record-source.ts'

export type EvidenceBundle = { readonly name: string; readonly files: BundleFiles }

/**
 * Inspects an image and keeps everything that the verdict rests on, so that it can be checked again without the registry.
 * Throws what `inspectImage` throws, and `LIMIT_EXCEEDED` for more than a bundle may hold.
 */
export async function exportBundle(
  context: InspectionContext,
  request: InspectionRequest,
  options: ReadOptions = {},
): Promise<EvidenceBundle> {
  const recording = createRecording()
  const sources = {
    ...context.sources,
    open: async (host: Parameters<InspectionContext['sources']['open']>[0]) =>
      recordSource(await context.sources.open(host), recording),
  }
  const revocation: RevocationRecord = new Map()
  // What is remembered would say nothing of what it rested on.
  const memo = createVerdictMemo()
  const askRevocation = recordRevocation(context.askRevocation, revocation)
  const inspection = await inspectImage({ ...context, sources, memo, askRevocation }, request, options)
  await recordConfiguration(inspection, options)
  return { name: toName(inspection), files: toFiles(inspection, { recording, revocation }, request) }
}

/** The configuration says when the image was built and for what; it decides nothing, so its absence is no failure. */
async function recordConfiguration({ source, subject }: Inspection, options: ReadOptions): Promise<void> {
  const { manifest, reference } = subject
  if (manifest.kind === 'index') return
  try {
    await source.fetchBlob(reference.repository, manifest.config.digest, {
      ...options,
      maxBytes: limits.maxConfigBytes,
    })
  } catch (error) {
    if (!isAppError(error) || error.code === 'REQUEST_CANCELLED') throw error
  }
}

type Recorded = { readonly recording: Recording; readonly revocation: RevocationRecord }

function toFiles(
  { verdict, subject }: Inspection,
  { recording, revocation }: Recorded,
  { trust }: InspectionRequest,
): BundleFiles {
  const sorted = [...writeLayout(recording)].toSorted(([a], [b]) => (a < b ? -1 : 1))
  const files = new Map<string, Uint8Array>([
    ['README.md', Buffer.from(toReadme(verdict))],
    ['verdict.json', toJsonFile(verdict)],
    ...writeTrust(trust, verdict, formatRepository(subject.reference)),
    ...writeRevocation(revocation),
    ...sorted,
  ])
  const total = Array.from(files.values()).reduce((sum, { length }) => sum + length, 0)
  // Headers and checksums need some more for each file.
  if (total + files.size * 512 > limits.maxBundleBytes || files.size > limits.maxBundleFiles) {
    throw new AppError('LIMIT_EXCEEDED', `The evidence of this image has ${total} bytes; a bundle holds fewer.`, {
      context: { size: total, limit: limits.maxBundleBytes },
    })
  }
  return new Map([...files].toSpliced(1, 0, ['SHA256SUMS', toChecksums(files)]))
}

const toName = ({ subject }: Inspection): string =>
  `${subject.reference.repository.split('/').at(-1) ?? 'image'}-${digestHex(subject.digest).slice(0, 12)}-evidence.zip`
