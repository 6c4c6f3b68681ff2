import { AppError } from '#lib/errors/app-error.ts'
import { listPlatforms, type Subject } from '#lib/inspection/discovery/resolve-subject.ts'
import { formatPlatform } from '#lib/oci/platform.ts'
import type { ReadOptions } from '#lib/registry/image-source.ts'
import {
  checkDescribedImage,
  checkDocument,
  type DescribedImage,
  type SbomWarning,
} from '#lib/sbom/check-described-image.ts'
import { chooseSbom, type ReadSbom } from './choose-sbom.ts'
import { type Inspection, type InspectionRequest, inspectImage } from './inspect-image.ts'
import type { InspectionContext } from './inspection-context.ts'

/** The SBOM that speaks for an image, with the inspection that says so. */
export type ImageSbom = {
  readonly inspection: Inspection
  readonly chosen: ReadSbom
  /** Read only when asked for. */
  readonly others: readonly ReadSbom[]
}

/** Finds the SBOM of an image by the same choice as the verdict. Throws `SBOM_NOT_FOUND` when there is none that can be read. */
export async function openSbom(
  context: InspectionContext,
  request: InspectionRequest,
  options: ReadOptions & { readonly others?: boolean } = {},
): Promise<ImageSbom> {
  const inspection = await inspectImage(context, request, options)
  const [chosen, ...others] = await chooseSbom(inspection.sbomCandidates, context.documents, {
    all: options.others ?? false,
  })
  if (chosen !== undefined) return { inspection, chosen, others }
  throw new AppError('SBOM_NOT_FOUND', 'No SBOM that can be read was found for this image.', {
    context: { digest: inspection.subject.digest, found: inspection.sbomCandidates.length },
  })
}

/** What a reader of the package list must know: it speaks of something else, or is irregular. */
export function listSbomWarnings(
  subject: Subject,
  { candidate, opened }: ReadSbom,
  problems: readonly string[],
): readonly SbomWarning[] {
  const { document } = opened
  const inherited: readonly SbomWarning[] = candidate.inherited
    ? [
        {
          code: 'SBOM_INDEX_ONLY',
          message: 'This SBOM was attached to the index of all platforms, not to this platform’s image.',
        },
      ]
    : []
  const described = candidate.inherited ? [] : checkDescribedImage(document, toDescribedImage(subject))
  return [...inherited, ...described, ...checkDocument(document, problems)]
}

function toDescribedImage({ digest, platform, manifest, index }: Subject): DescribedImage {
  const entries = index === null ? [] : listPlatforms(index.manifest)
  return {
    digest,
    platform: platform === null ? null : formatPlatform(platform),
    configDigest: manifest.kind === 'manifest' ? manifest.config.digest : null,
    indexDigest: index?.digest ?? null,
    siblings: entries.flatMap((entry) =>
      entry.digest === digest || entry.platform === null
        ? []
        : [{ digest: entry.digest, platform: formatPlatform(entry.platform) }],
    ),
  }
}
