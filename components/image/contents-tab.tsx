'use client'

import type { UseQueryResult } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { RawJson } from '#components/attestation/raw-json.tsx'
import { ErrorPanel } from '#components/ui/error-panel.tsx'
import { LateSecretsNote } from '#components/ui/late-secrets-note.tsx'
import { Panel } from '#components/ui/panel.tsx'
import { SecretsShown } from '#components/ui/secrets.tsx'
import { SkeletonRows } from '#components/ui/skeleton.tsx'
import type { ImageDto } from '#lib/api/contract/registries.ts'
import { hasSecrets } from '#lib/format/mask-secrets.ts'
import { rawImageQuery } from '#lib/queries/image.ts'
import { BuildHistory } from './build-history.tsx'
import { Coverage } from './coverage.tsx'
import { ImageConfiguration, NamedTexts } from './image-configuration.tsx'
import { ImageFacts } from './image-facts.tsx'
import type { ImageSubject } from './image-target.ts'
import { Layers } from './layers.tsx'
import { PullCommands } from './pull-commands.tsx'

type ContentsTabProps = {
  readonly subject: ImageSubject
  readonly image: UseQueryResult<ImageDto>
}

/** What the image is made of. Digests and sizes were checked; everything else is what the image says of itself. */
export default function ContentsTab({ subject, image }: ContentsTabProps) {
  const { data } = image
  if (data === undefined) {
    return (
      <Panel>
        {image.isError ? (
          <ErrorPanel error={image.error} onRetry={() => void image.refetch()} retrying={image.isFetching} />
        ) : (
          <SkeletonRows rows={6} label="Reading the image" />
        )}
      </Panel>
    )
  }
  return <Contents subject={subject} data={data} />
}

/** Credentials in a build step or a variable are masked unless the reader asks for them. */
function Contents({ subject, data }: { readonly subject: ImageSubject; readonly data: ImageDto }) {
  const [isShown, setShown] = useState(false)
  const found = useMemo(() => hasSecrets(JSON.stringify(data)), [data])
  return (
    <SecretsShown value={isShown}>
      {found && (
        <div className="mb-5">
          <LateSecretsNote isShown={isShown} onToggle={() => setShown(!isShown)} />
        </div>
      )}
      <div className="grid items-start gap-5 lg:grid-cols-[minmax(0,1fr)_minmax(0,23rem)]">
        <div className="grid min-w-0 gap-5">
          {data.platforms.length > 0 && <Coverage subject={subject} image={data} />}
          {data.layers.length > 0 && <Layers image={data} />}
          {data.history.length > 0 && <BuildHistory history={data.history} />}
          <Raw subject={subject} image={data} />
        </div>
        <div className="grid min-w-0 gap-5">
          <ImageFacts image={data} />
          <PullCommands subject={subject} digest={data.digest} />
          {data.image !== null && <ImageConfiguration image={data.image} />}
          <NamedTexts title="Annotations" aside="claimed" texts={data.annotations} />
        </div>
      </div>
    </SecretsShown>
  )
}

function Raw({ subject, image }: { readonly subject: ImageSubject; readonly image: ImageDto }) {
  return (
    <Panel title="Raw" aside="exactly as stored">
      <div className="grid gap-2 px-4 py-3.5">
        <RawJson
          label={image.kind === 'index' ? 'Index' : 'Manifest'}
          options={rawImageQuery(subject, 'manifest', image.digest)}
        />
        {image.config !== null && (
          <RawJson label="Configuration" options={rawImageQuery(subject, 'config', image.config.digest)} />
        )}
      </div>
    </Panel>
  )
}
