import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { KeyView } from '#components/trust/key-view.tsx'
import { shortenFingerprint } from '#lib/format/digest.ts'

type KeyPageProps = { readonly params: Promise<{ readonly fingerprint: string }> }

export async function generateMetadata({ params }: KeyPageProps): Promise<Metadata> {
  return { title: `Key ${shortenFingerprint((await params).fingerprint)}` }
}

export default async function KeyPage({ params }: KeyPageProps) {
  const { fingerprint } = await params
  if (!/^[0-9a-f]{64}$/.test(fingerprint)) notFound()
  return (
    <div className="page">
      <KeyView fingerprint={fingerprint} />
    </div>
  )
}
