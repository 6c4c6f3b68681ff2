import type { Metadata } from 'next'
import { RegistriesView } from '#components/registry/registries-view.tsx'

export const metadata: Metadata = { title: 'Registries' }

export default function RegistriesPage() {
  return (
    <div className="page">
      <RegistriesView />
    </div>
  )
}
