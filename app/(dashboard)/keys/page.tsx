import type { Metadata } from 'next'
import { KeysView } from '#components/trust/keys-view.tsx'

export const metadata: Metadata = { title: 'Keys' }

export default function KeysPage() {
  return (
    <div className="page">
      <KeysView />
    </div>
  )
}
