import type { ReactNode } from 'react'
import { Digest } from '#components/ui/digest.tsx'
import { Panel } from '#components/ui/panel.tsx'
import { Time } from '#components/ui/time.tsx'
import type { ImageDto } from '#lib/api/contract/registries.ts'
import { countOf, formatSize } from '#lib/format/size.ts'
import { visibleText } from '#lib/format/visible-text.ts'

export function ImageFacts({ image }: { readonly image: ImageDto }) {
  const { config, image: claimed } = image
  return (
    <Panel title={image.kind === 'index' ? 'Index' : 'Image'}>
      <dl className="grid grid-cols-[6.5rem_minmax(0,1fr)] gap-x-3 gap-y-1.5 px-4 py-3.5">
        <Fact name="Digest">
          <Digest digest={image.digest} />
        </Fact>
        {image.indexDigest !== null && (
          <Fact name="In index">
            <Digest digest={image.indexDigest} label="digest of the index" />
          </Fact>
        )}
        {config !== null && (
          <Fact name="Config">
            <Digest digest={config.digest} label="digest of the configuration" />
          </Fact>
        )}
        {image.totalSizeBytes !== null && (
          <Fact name="Size">
            {formatSize(image.totalSizeBytes)} in {countOf(image.layers.length, 'layer')}
          </Fact>
        )}
        <Fact name="Media type">
          <code className="text-xs">{visibleText(image.mediaType)}</code>
        </Fact>
        {image.artifactType !== null && (
          <Fact name="Artifact type">
            <code className="text-xs">{visibleText(image.artifactType)}</code>
          </Fact>
        )}
        {claimed !== null && (
          <>
            <Fact name="Platform">{visibleText(platformOf(claimed))}</Fact>
            <Fact name="Created">
              {claimed.createdAt === null ? 'Not stated' : <Time at={claimed.createdAt} />}{' '}
              <span className="text-soft">(claimed)</span>
            </Fact>
            {claimed.author !== null && claimed.author !== '' && (
              <Fact name="Author">{visibleText(claimed.author)}</Fact>
            )}
          </>
        )}
        {image.buildkitEntries > 0 && (
          <Fact name="BuildKit">{countOf(image.buildkitEntries, 'attestation manifest')} in the index</Fact>
        )}
      </dl>
    </Panel>
  )
}

function platformOf({ os, architecture, variant }: NonNullable<ImageDto['image']>): string {
  const parts = [os, architecture, variant].filter((part) => part !== null && part !== '')
  return parts.length === 0 ? 'Not stated' : parts.join('/')
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <>
      <dt className="text-soft">{name}</dt>
      <dd className="min-w-0 [overflow-wrap:anywhere]">{children}</dd>
    </>
  )
}
