'use client'

import { useQuery } from '@tanstack/react-query'
import { ListTree } from 'lucide-react'
import type { ImageSubject } from '#components/image/image-target.ts'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { ErrorPanel } from '#components/ui/error-panel.tsx'
import { Panel } from '#components/ui/panel.tsx'
import { SkeletonRows } from '#components/ui/skeleton.tsx'
import { UrlLink } from '#components/url/url-link.tsx'
import type { ImageDto } from '#lib/api/contract/registries.ts'
import { visibleText } from '#lib/format/visible-text.ts'
import { toShownProblem } from '#lib/queries/client.ts'
import { sbomQuery } from '#lib/queries/sbom.ts'
import { DocumentFacts } from './document-facts.tsx'
import { OtherSboms } from './other-sboms.tsx'
import { PackagePanel } from './package-panel.tsx'
import { TrustLine } from './trust-line.tsx'

type SbomTabProps = {
  readonly subject: ImageSubject
  readonly image: ImageDto | undefined
}

/** What is in the image, and by whose word. */
export default function SbomTab({ subject, image }: SbomTabProps) {
  const sbom = useQuery(sbomQuery(subject))
  if (sbom.data !== undefined) {
    return (
      <div className="grid gap-5">
        <TrustLine sbom={sbom.data} />
        <PackagePanel subject={subject} sbom={sbom.data} />
        <div className="grid items-start gap-5 lg:grid-cols-2">
          <DocumentFacts sbom={sbom.data} />
          <OtherSboms sbom={sbom.data} />
        </div>
      </div>
    )
  }
  if (sbom.isError) {
    return (
      <Panel>
        {toShownProblem(sbom.error).code === 'SBOM_NOT_FOUND' ? (
          <NoSbom image={image} />
        ) : (
          <ErrorPanel error={sbom.error} onRetry={() => void sbom.refetch()} retrying={sbom.isFetching} />
        )}
      </Panel>
    )
  }
  return (
    <Panel>
      <SkeletonRows rows={8} label="Reading the SBOM" />
    </Panel>
  )
}

function NoSbom({ image }: { readonly image: ImageDto | undefined }) {
  const platforms = image?.kind === 'index' ? image.platforms : []
  if (platforms.length > 0) {
    return (
      <EmptyState
        icon={<ListTree aria-hidden="true" size={28} />}
        title="The index itself has no SBOM"
        action={platforms.map(({ platform, digest }) => (
          <UrlLink key={digest} changes={{ platform }} step className="link">
            {visibleText(platform)}
          </UrlLink>
        ))}
      >
        An index only names images for several platforms. Choose one to see whether it has a package list.
      </EmptyState>
    )
  }
  return (
    <EmptyState icon={<ListTree aria-hidden="true" size={28} />} title="No SBOM was found">
      None is attached as an attestation, as a .sbom tag, or by BuildKit. Whoever builds the image can attach one with{' '}
      <code>syft -o spdx-json</code> and <code>cosign attest --type spdxjson</code>.
    </EmptyState>
  )
}
