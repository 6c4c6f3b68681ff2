import type { Metadata } from 'next'
import { PageHeader } from '#components/layout/page-header.tsx'
import { Link } from '#components/ui/link.tsx'

export const metadata: Metadata = { title: 'Docs' }

const pages = [
  {
    href: '/docs/guide',
    title: 'Guide',
    text: 'From a key pair to the verdict, command by command: sign an image on your own registry, attest its SBOM, and read here what came of it.',
  },
  {
    href: '/docs/states',
    title: 'States',
    text: 'The five answers that an image can get, what each means for trust, and what to do next.',
  },
  {
    href: '/docs/signatures',
    title: 'Kinds of signatures',
    text: 'What is looked for and what it is verified by: keys, identities, Notary Project, authorities of your own; and what is only named.',
  },
  {
    href: '/docs/conformance',
    title: 'Conformance',
    text: 'How the verifier does on the bundles that the Sigstore project publishes for every verifier, with the last score.',
  },
  {
    href: '/docs/errors',
    title: 'Codes',
    text: 'Every problem and every reason why a check did not pass, with its cause and remedy.',
  },
  {
    href: '/docs/api',
    title: 'API',
    text: 'Everything on these pages is also answered to scripts and CI jobs.',
  },
] as const

export default function DocsPage() {
  return (
    <>
      <PageHeader
        title="Documentation"
        lead="Touchstone asks three questions about an image and never merges the answers: is it signed, is the signature valid, do you trust the signer?"
      />
      <ul className="grid gap-4 sm:grid-cols-2">
        {pages.map(({ href, title, text }) => (
          <li key={href} className="relative rounded-panel border border-line bg-surface p-5 hover:border-edge">
            <h2 className="text-lg font-semibold">
              <Link href={href} className="after:absolute after:inset-0">
                {title}
              </Link>
            </h2>
            <p className="mt-1 text-soft">{text}</p>
          </li>
        ))}
      </ul>
      <div className="prose">
        <h2>What it does not do</h2>
        <ul>
          <li>It never needs a private key, and refuses one by name when somebody gives it one.</li>
          <li>
            It does not say that an image is free of faults: it says who vouches for it, and whether you trust them.
          </li>
          <li>It changes nothing at a registry: it only reads.</li>
        </ul>
      </div>
    </>
  )
}
