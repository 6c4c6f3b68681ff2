import type { Metadata } from 'next'
import { RepositoriesView } from '#components/repository/repositories-view.tsx'

export const metadata: Metadata = { title: 'Repositories' }

export default function RepositoriesPage() {
  return (
    <div className="page">
      <RepositoriesView />
    </div>
  )
}
