'use client'

import { useQuery } from '@tanstack/react-query'
import { ListTree } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import type { ImageSubject } from '#components/image/image-target.ts'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { ErrorPanel } from '#components/ui/error-panel.tsx'
import { Panel } from '#components/ui/panel.tsx'
import { SecretsShown } from '#components/ui/secrets.tsx'
import { SecretsNote } from '#components/ui/secrets-note.tsx'
import { SkeletonRows } from '#components/ui/skeleton.tsx'
import { UrlLink } from '#components/url/url-link.tsx'
import { useUrlParams } from '#components/url/use-url-params.ts'
import type { SbomDto } from '#lib/api/contract/attestations.ts'
import type { ImageDto } from '#lib/api/contract/registries.ts'
import { hasSecrets } from '#lib/format/mask-secrets.ts'
import { visibleText } from '#lib/format/visible-text.ts'
import { toShownProblem } from '#lib/queries/client.ts'
import { sbomQuery } from '#lib/queries/sbom.ts'
import { DocumentFacts } from './document-facts.tsx'
import { DocumentQuality } from './document-quality.tsx'
import { OtherSboms } from './other-sboms.tsx'
import { PackagePanel } from './package-panel.tsx'
import { TrustLine } from './trust-line.tsx'

// Opened by few: the dialog and what is in it come when they are wanted.
const PackageDetails = lazy(() => import('./package-details.tsx'))

type SbomTabProps = {
  readonly subject: ImageSubject
  readonly image: ImageDto | undefined
}

/** What is in the image, and by whose word. */
export default function SbomTab({ subject, image }: SbomTabProps) {
  const sbom = useQuery(sbomQuery(subject))
  if (sbom.data !== undefined) return <ReadSbom subject={subject} sbom={sbom.data} />
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

function ReadSbom({ subject, sbom }: { readonly subject: ImageSubject; readonly sbom: SbomDto }) {
  const url = useUrlParams()
  const [found, setFound] = useState(() => hasSecrets(JSON.stringify(sbom)))
  const [isShown, setShown] = useState(false)
  const opened = url.get('package')
  return (
    <SecretsShown value={isShown}>
      <div className="grid gap-5">
        <TrustLine subject={subject} sbom={sbom} />
        <PackagePanel
          subject={subject}
          sbom={sbom}
          onSecrets={setFound}
          note={found && <SecretsNote isShown={isShown} onToggle={() => setShown(!isShown)} />}
        />
        <div className="grid items-start gap-5 lg:grid-cols-2">
          <DocumentFacts sbom={sbom} />
          <div className="grid gap-5">
            <DocumentQuality sbom={sbom} />
            <OtherSboms sbom={sbom} />
          </div>
        </div>
      </div>
      {opened !== null && opened !== '' && (
        <Suspense>
          <PackageDetails key={opened} subject={subject} id={opened} onClose={() => url.replace({ package: null })} />
        </Suspense>
      )}
    </SecretsShown>
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
