import type { Metadata } from 'next'
import type { ReactNode } from 'react'
import { PageHeader } from '#components/layout/page-header.tsx'
import { CodeBlock } from '#components/ui/code-block.tsx'
import { Link } from '#components/ui/link.tsx'
import { Panel } from '#components/ui/panel.tsx'
import type { ErrorCode } from '#lib/errors/codes.ts'

export const metadata: Metadata = { title: 'Trusted roots' }

const configuration = `trustedRoots:
  - { name: Our signing, file: trusted_root.json }
  - name: Their signing
    tuf: { mirror: https://tuf.example.com, root: root.json, caFile: ca.pem }
refreshTrustedRoots: true     # false: no mirror is asked but by the button`

const addRequest = `curl -s http://127.0.0.1:3000/api/v1/trusted-roots -H 'content-type: application/json' \\
  --data "$(jq -n --slurpfile root trusted_root.json '{name: "Our signing", document: $root[0]}')" | jq '.id, .inUse'`

const refusals = [
  { code: 'TRUST_ROOT_EMPTY', when: 'The file is empty, or names nobody.' },
  { code: 'TRUST_ROOT_WRONG_TYPE', when: 'It is a bundle, a signing configuration, TUF metadata or a certificate.' },
  { code: 'TRUST_ROOT_INVALID', when: 'It is damaged, a window ends before it begins, or a log has no beginning.' },
  { code: 'TRUST_ROOT_EXPIRED', when: 'The windows of all its authorities are over, or the mirror’s metadata is.' },
  { code: 'TRUST_ROOT_ROLLBACK', when: 'The mirror serves something older than it did before.' },
  { code: 'TRUST_ROOT_FOREIGN', when: 'The keys of the pinned root have not signed what the mirror serves.' },
  { code: 'TRUST_ROOT_METADATA_INVALID', when: 'A file of the mirror is cut off, changed, too large or malformed.' },
  { code: 'TRUST_ROOT_UNREACHABLE', when: 'The mirror does not answer, or has no repository.' },
] as const satisfies readonly { code: ErrorCode; when: string }[]

export default function TrustedRootsDocs() {
  return (
    <>
      <PageHeader
        title="Trusted roots"
        lead="A signature by identity is believed because somebody vouches for it: an authority for the certificate, a log for the entry, another for the time. A trusted root lists who may, and when."
      />
      <div className="max-w-4xl space-y-6">
        <div className="prose">
          <p>
            A root trusts nobody by itself. It says who can prove an identity; a rule says which identities are trusted,
            and may say which root has to prove them. A rule made from an observed signer names its root. Without one,
            any root that is in use will do. Nothing that comes with an image, and nothing that a log or registry
            offers, is ever taken for a root.
          </p>
          <h2>Those that are there</h2>
          <ul>
            <li>
              <strong>Sigstore public good</strong> comes with Touchstone as a snapshot, and works offline from the
              first start. When the network allows, it is renewed every few hours, and so is the next.
            </li>
            <li>
              <strong>GitHub</strong> proves attestations of private repositories, and comes with Touchstone as well. It
              has no transparency log, so a rule for it must not ask for an entry.
            </li>
            <li>
              <strong>Your own</strong>, such as a Red Hat Trusted Artifact Signer:{' '}
              <Link href="/settings/trusted-roots?add=file" className="link">
                add its trusted_root.json
              </Link>
              , or{' '}
              <Link href="/settings/trusted-roots?add=mirror" className="link">
                its TUF mirror
              </Link>{' '}
              with the root.json that whoever runs it gives you.
            </li>
          </ul>
        </div>
        <div className="max-w-2xl space-y-3">
          <CodeBlock code={addRequest} label="Copy the request" />
          <CodeBlock code={configuration} label="Copy the settings" />
        </div>
        <div className="prose">
          <h2>How old one may be</h2>
          <p>
            The screen and <code>GET /api/v1/trusted-roots</code> say where the copy in use comes from and how old it
            is. A copy from a mirror, or from the package, is used until the TUF root that vouches for it ends: nobody
            can say whether it still holds after that, so nothing is verified with it until it is renewed, or until a
            later version of Touchstone brings another. A file that you gave is used for as long as you leave it there.
          </p>
          <h2>How one is renewed</h2>
          <p>
            By The Update Framework: the metadata that was verified last, or the pinned root at first, verifies what the
            mirror serves now. No verdict waits for that, and whatever goes wrong, the copy at hand stays. Mirrors are
            asked by the same rules as registries: public addresses over TLS, or what you have named here; what a mirror
            leads to is never on a private network.
          </p>
          <h2>What is refused</h2>
        </div>
        <Panel>
          <ul className="divide-y divide-line">
            {refusals.map(({ code, when }) => (
              <Refusal key={code} code={code}>
                {when}
              </Refusal>
            ))}
          </ul>
        </Panel>
      </div>
    </>
  )
}

function Refusal({ code, children }: { readonly code: ErrorCode; readonly children: ReactNode }) {
  return (
    <li className="grid gap-x-5 gap-y-0.5 px-4 py-2.5 sm:grid-cols-[17rem_minmax(0,1fr)]">
      <Link href={`/docs/errors/${code}`} className="link">
        <code>{code}</code>
      </Link>
      <span>{children}</span>
    </li>
  )
}
