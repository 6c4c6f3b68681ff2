'use client'

import { useQuery, useQueryClient } from '@tanstack/react-query'
import { lazy, Suspense, useEffect } from 'react'
import { ButtonLink, buttonClass } from '#components/ui/button.tsx'
import { Panel } from '#components/ui/panel.tsx'
import { SkeletonRows } from '#components/ui/skeleton.tsx'
import { UrlLink } from '#components/url/url-link.tsx'
import { useUrlParams } from '#components/url/use-url-params.ts'
import { repositoryPath } from '#lib/format/page-path.ts'
import { toShownProblem } from '#lib/queries/client.ts'
import { imageQuery } from '#lib/queries/image.ts'
import { recordLook } from '#lib/queries/looks.ts'
import { verdictQuery } from '#lib/queries/verdict.ts'
import { ImageHeader } from './image-header.tsx'
import { ImageTabs } from './image-tabs.tsx'
import { type ImageSubject, identifyTab } from './image-target.ts'
import { TrustTab } from './trust-tab.tsx'
import { CheckingBand, FailedBand, VerdictBand } from './verdict-band.tsx'

// React's own lazy: Next's would have the browser load what the tabs in turn load later.
const SbomTab = lazy(() => import('../sbom/sbom-tab.tsx'))
const AttestationsTab = lazy(() => import('../attestation/attestations-tab.tsx'))
const ContentsTab = lazy(() => import('./contents-tab.tsx'))

const loading = (
  <Panel>
    <SkeletonRows rows={6} label="Loading" />
  </Panel>
)

type ImageViewProps = Omit<ImageSubject, 'platform'>

/** One image: whether to trust it, what is in it, what was said about it, what it is made of. */
export function ImageView(props: ImageViewProps) {
  const url = useUrlParams()
  const subject: ImageSubject = { ...props, platform: url.get('platform') }
  const tab = identifyTab(url.get('tab'))
  const image = useQuery(imageQuery(subject))
  const verdict = useQuery(verdictQuery(subject))
  const check = () => void verdict.refetch()
  useLook(subject, verdict.data === undefined ? null : `${verdict.data.digest} ${verdict.data.state}`)

  return (
    <>
      <ImageHeader
        subject={subject}
        digest={verdict.data?.digest ?? image.data?.digest ?? (verdict.isError ? undefined : null)}
        platforms={image.data?.platforms ?? []}
      />
      {verdict.data !== undefined ? (
        <VerdictBand subject={subject} verdict={verdict.data} onRefresh={check} refreshing={verdict.isFetching} />
      ) : verdict.isError ? (
        <FailedBand
          reference={subject.reference}
          error={verdict.error}
          onRetry={check}
          retrying={verdict.isFetching}
          action={
            <>
              {subject.platform !== null && (
                <UrlLink changes={{ platform: null }} step className={buttonClass({ size: 's' })}>
                  Without the platform
                </UrlLink>
              )}
              {toShownProblem(verdict.error).code.startsWith('REGISTRY_') ? (
                <ButtonLink size="s" href="/settings/registries">
                  Registries and credentials
                </ButtonLink>
              ) : (
                <ButtonLink size="s" href={repositoryPath(subject.repository)}>
                  Tags of this repository
                </ButtonLink>
              )}
            </>
          }
        />
      ) : (
        <CheckingBand reference={subject.reference} />
      )}
      <ImageTabs
        selected={tab}
        counts={{
          sbom: verdict.data?.sbom?.packageCount ?? null,
          attestations: verdict.data?.attestations.length ?? null,
        }}
      />
      <Suspense fallback={loading}>
        {tab === 'trust' && (
          <TrustTab subject={subject} verdict={verdict.data} image={image.data} failed={verdict.isError} />
        )}
        {tab === 'sbom' && <SbomTab subject={subject} image={image.data} />}
        {tab === 'attestations' && (
          <AttestationsTab subject={subject} verdict={verdict.data} failed={verdict.isError} />
        )}
        {tab === 'contents' && <ContentsTab subject={subject} image={image} />}
      </Suspense>
    </>
  )
}

/** Puts the image among those that were looked at last, once it is known what it is, and again when that changes. */
function useLook({ reference, platform }: ImageSubject, found: string | null) {
  const client = useQueryClient()
  useEffect(() => {
    if (found === null) return
    // Whether the look was recorded changes nothing on this page.
    recordLook(reference, platform).then(
      () => client.invalidateQueries({ queryKey: ['looks'] }),
      () => undefined,
    )
  }, [client, reference, platform, found])
}
