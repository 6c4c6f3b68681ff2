import type { Metadata } from 'next'
import { TagsView } from '#components/repository/tags-view.tsx'
import { UnreadableAddress } from '#components/url/unreadable-address.tsx'
import { toProblem } from '#lib/api/problem.ts'
import { fromPathSegments } from '#lib/format/page-path.ts'
import { formatRepository, parseRepository, type Repository } from '#lib/oci/reference.ts'

type Props = { readonly params: Promise<{ readonly path: readonly string[] }> }

const readRepository = async ({ params }: Props): Promise<Repository> =>
  parseRepository(fromPathSegments((await params).path) ?? '')

export async function generateMetadata(props: Props): Promise<Metadata> {
  const repository = await readRepository(props).catch(() => null)
  return { title: repository?.repository ?? 'No such repository' }
}

export default async function TagsPage(props: Props) {
  let repository: string
  try {
    repository = formatRepository(await readRepository(props))
  } catch (error) {
    return (
      <div className="page">
        <UnreadableAddress problem={toProblem(error, '/repositories')} />
      </div>
    )
  }
  return (
    <div className="page page-wide">
      <TagsView repository={repository} />
    </div>
  )
}
