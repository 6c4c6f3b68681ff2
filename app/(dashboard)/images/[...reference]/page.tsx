import type { Metadata } from 'next'
import { ImageView } from '#components/image/image-view.tsx'
import { UnreadableAddress } from '#components/url/unreadable-address.tsx'
import { toProblem } from '#lib/api/problem.ts'
import { fromPathSegments } from '#lib/format/page-path.ts'
import { formatReference, formatRepository, parseReference, type Reference } from '#lib/oci/reference.ts'

type Props = { readonly params: Promise<{ readonly reference: readonly string[] }> }

const readReference = async ({ params }: Props): Promise<Reference> =>
  parseReference(fromPathSegments((await params).reference) ?? '')

export async function generateMetadata(props: Props): Promise<Metadata> {
  const reference = await readReference(props).catch(() => null)
  if (reference === null) return { title: 'No such image' }
  return { title: `${reference.repository}${reference.tag === null ? '' : `:${reference.tag}`}` }
}

export default async function ImagePage(props: Props) {
  let reference: Reference
  try {
    reference = await readReference(props)
  } catch (error) {
    return (
      <div className="page">
        <UnreadableAddress problem={toProblem(error, '/images')} />
      </div>
    )
  }
  return (
    <div className="page">
      <ImageView
        reference={formatReference(reference)}
        repository={formatRepository(reference)}
        host={reference.registry}
        tag={reference.tag}
      />
    </div>
  )
}
