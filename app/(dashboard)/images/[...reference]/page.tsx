import { HydrationBoundary } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { prefetchImage, prefetchVerdict } from '#app/(dashboard)/prefetch-image.ts'
import { prefetchPackages, prefetchSbom } from '#app/(dashboard)/prefetch-sbom.ts'
import { ImageView } from '#components/image/image-view.tsx'
import { UnreadableAddress } from '#components/url/unreadable-address.tsx'
import { toProblem } from '#lib/api/problem.ts'
import { fromPathSegments } from '#lib/format/page-path.ts'
import { formatReference, formatRepository, parseReference, type Reference } from '#lib/oci/reference.ts'
import { createQueryClient } from '#lib/queries/client.ts'
import { prefetchWithin } from '#lib/queries/prefetch-within.ts'
import { toPackagesFilter } from '#lib/queries/sbom.ts'

type Props = {
  readonly params: Promise<{ readonly reference: readonly string[] }>
  readonly searchParams: Promise<Readonly<Record<string, string | string[] | undefined>>>
}

const readReference = async ({ params }: Props): Promise<Reference> =>
  parseReference(fromPathSegments((await params).reference) ?? '')

export async function generateMetadata(props: Props): Promise<Metadata> {
  const reference = await readReference(props).catch(() => null)
  if (reference === null) return { title: 'No such image' }
  return { title: `${reference.repository}${reference.tag === null ? '' : `:${reference.tag}`}` }
}

export default async function ImagePage(props: Props) {
  const reference = await readReference(props).catch((error: unknown) => toProblem(error, '/images'))
  if ('code' in reference) {
    return (
      <div className="page">
        <UnreadableAddress problem={reference} />
      </div>
    )
  }
  const search = await props.searchParams
  const get = (name: string): string | null => {
    const value = search[name]
    return typeof value === 'string' ? value : null
  }
  const target = { reference: formatReference(reference), platform: get('platform') }
  const state = await prefetchWithin(createQueryClient(), (client) => [
    prefetchVerdict(client, target),
    prefetchImage(client, target),
    ...(get('tab') === 'sbom'
      ? [prefetchSbom(client, target), prefetchPackages(client, target, toPackagesFilter(get))]
      : []),
  ])
  return (
    <div className="page">
      <HydrationBoundary state={state}>
        <ImageView
          reference={target.reference}
          repository={formatRepository(reference)}
          host={reference.registry}
          tag={reference.tag}
        />
      </HydrationBoundary>
    </div>
  )
}
