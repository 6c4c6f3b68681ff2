import type { Metadata } from 'next'
import { PageHeader } from '#components/layout/page-header.tsx'
import { CodeBlock } from '#components/ui/code-block.tsx'
import { Link } from '#components/ui/link.tsx'
import { Panel } from '#components/ui/panel.tsx'
import { imagePath } from '#lib/format/page-path.ts'

export const metadata: Metadata = { title: 'Kinds of signatures' }

const kinds = [
  {
    name: 'cosign, with a key',
    found: 'tag sha256-….sig, or a referrer',
    verified: 'Yes, with a public key on the shelf.',
  },
  {
    name: 'cosign, with an identity',
    found: 'tag sha256-….sig, or a referrer',
    verified: 'Yes, through a trusted root: certificate, its log, the transparency log or a time stamp.',
  },
  {
    name: 'cosign, with a certificate of your own authority',
    found: 'the same',
    verified: 'Yes, with the certificate of the authority on the shelf.',
  },
  {
    name: 'Notary Project (notation), JWS and COSE',
    found: 'a referrer of the type application/vnd.cncf.notary.signature',
    verified: 'Yes, with the certificate of the authority on the shelf.',
  },
  {
    name: 'GPG (simple signing of podman, skopeo and OpenShift)',
    found: 'only where the registry announces the signature extension',
    verified: 'No. It is listed, and the image could not be checked by it.',
  },
  {
    name: 'Docker Content Trust',
    found: 'never: it is kept outside of the registry',
    verified: 'No. It has been retired.',
  },
] as const

const verifyRequest = `curl -s http://127.0.0.1:3000/api/v1/verify -H 'content-type: application/json' \\
  --data "$(jq -n --arg pem "$(cat authority.pem)" '{
    reference: "registry.example.com/workshop/demo:v1",
    certificates: [{ pem: $pem, subject: "C=US, ST=WA, O=Workshop" }]
  }')" | jq '.state, .sentence'`

export default function SignaturesPage() {
  return (
    <>
      <PageHeader
        title="Kinds of signatures"
        lead="What is looked for, what is verified and by what, and what is only named. Every image’s page lists each place that was asked, and its answer."
      />
      <div className="max-w-4xl">
        <Panel title="What is found, and what is verified">
          <ul className="divide-y divide-line">
            {kinds.map(({ name, found, verified }) => (
              <li key={name} className="grid gap-x-5 gap-y-0.5 px-4 py-2.5 sm:grid-cols-[15rem_minmax(0,1fr)]">
                <span className="font-semibold">{name}</span>
                <span>
                  {verified} <span className="text-soft">Found as: {found}.</span>
                </span>
              </li>
            ))}
          </ul>
        </Panel>
      </div>
      <div className="prose">
        <h2 id="notary">Notary Project signatures</h2>
        <p>
          <code>notation</code> signs with a certificate that an authority issued to the signer. So what you trust is an
          authority, and some of those to whom it issues certificates:
        </p>
        <ol>
          <li>
            Take the authority’s certificate from where its owner publishes it. The one that comes with the signature
            proves nothing: anybody can make an authority of any name.
          </li>
          <li>
            Drop it on{' '}
            <Link href="/keys#certificates" className="link">
              Keys
            </Link>
            . It counts for signers, for a signing service, or for time stamps: the trust stores <code>ca</code>,{' '}
            <code>signingAuthority</code> and <code>tsa</code> of the Notary Project.
          </li>
          <li>
            Say whom of its signers you trust for which repositories, by attributes of their certificate’s subject, such
            as <code>C=US, ST=WA, O=Workshop</code>. Each attribute must be there exactly so, once; others may be
            anything. Without attributes, everybody is trusted whom the authority certifies for signing, and the verdict
            says so.
          </li>
        </ol>
        <p>
          To try it, drop <code>public/samples/notary-authority.pem</code> on Keys. In the sample,{' '}
          <Link href={imagePath('sample.layout/workshop/notary:jws')} className="link">
            workshop/notary
          </Link>{' '}
          has images that <code>notation</code> signed: <code>jws</code> and <code>cose</code> under that authority,{' '}
          <code>stranger</code> under another one, and <code>expired</code> with a signature whose own time is over.
        </p>
        <p>The same for one image and once, without keeping anything:</p>
        <CodeBlock code={verifyRequest} label="Copy the request" />
        <h3>When must the certificates be valid?</h3>
        <ul>
          <li>
            With a time stamp by an authority that is on the shelf for time stamps: when it was stamped, with the
            accuracy that the stamp states. Such a signature outlives its certificate.
          </li>
          <li>By a signing service: at the time that the service states, which is not in the future.</li>
          <li>Otherwise: now. The certificate check says so, and until when it holds.</li>
        </ul>
        <p>
          A signature’s own expiry has its own check. An authority can be marked compromised here, whatever it says
          itself.
        </p>
        <h3 id="revocation">Was a certificate revoked?</h3>
        <p>
          The authorities are asked about the certificates of the signature and of its time stamp that are below yours:
          by OCSP where a certificate names a responder, else by the list that it names. Passed means that each of them
          is good. A certificate that was revoked makes the signature invalid, unless a time stamp proves that it is
          older than the date since which the authority says that the key was lost. A responder that does not answer,
          answers nothing that holds, or is not named at all leaves the check skipped and the verdict as it is: the
          check says which, and nothing of that counts as passed.
        </p>
        <p>
          Answers are kept until they end, a day at most. With <code>TOUCHSTONE_REVOCATION=off</code> nobody is asked.
          Responders of your own on a private network are asked once they are named in{' '}
          <code>TOUCHSTONE_REVOCATION_HOSTS</code>. An evidence bundle brings the answers along.
        </p>
        <h3>Where this differs from notation</h3>
        <ul>
          <li>
            There is one level, strict, but for revocation that nobody can say anything about: notation refuses such a
            signature, and here the check is skipped. Nothing is only logged.
          </li>
          <li>
            A trusted authority is not asked about itself, nor anything above it. Lists of changes only, and lists by
            another authority than the issuer, are not read; a responder’s own certificate must say that it need not be
            asked about.
          </li>
          <li>
            Authorities that are limited to some names, or have a critical extension that is not known, are refused
            instead of taken as if they were not limited.
          </li>
          <li>The size and media type of the image must be the signed ones, as well as the digest.</li>
          <li>
            A time stamp by an unknown authority is neither believed nor held against a certificate that is valid now. A
            false one by a known authority makes the signature invalid, needed or not.
          </li>
          <li>Subjects need not name country, state and organisation.</li>
          <li>
            A signature that asks for a verification plugin cannot be checked here: plugins are programs, and none is
            run.
          </li>
        </ul>
        <h2 id="own-authority">cosign with an authority of your own</h2>
        <p>
          Signed with <code>cosign sign --key … --certificate … --certificate-chain …</code>, or by a private key
          infrastructure without a trusted root. Add the authority’s certificate as above, for signers. There is no
          certificate log then, and often no proven time, so that the certificate must be valid now; it must be one for
          code signing. Intermediate certificates beside the signature help to find the way to the authority and are not
          believed for being there.
        </p>
        <h2 id="gpg">GPG signatures</h2>
        <p>
          The older signatures of podman, skopeo and OpenShift (type <code>atomic container signature</code>) live in
          one of two places. OpenShift’s registry keeps them itself and says so in each answer (
          <code>X-Registry-Supports-Signatures</code>): only then <code>/extensions/v2/…/signatures/…</code> is asked,
          and what is there is listed as a signature that could not be checked. Others, Red Hat’s own images among them,
          have them on a web server of their own (a <em>lookaside</em>, named in{' '}
          <code>/etc/containers/registries.d</code>
          ), which no registry tells of: those are not looked for. Verify them with{' '}
          <code>skopeo standalone-verify</code> or a policy of podman.
        </p>
        <h2 id="docker-content-trust">Docker Content Trust</h2>
        <p>
          Signatures of <code>docker trust sign</code> and <code>DOCKER_CONTENT_TRUST=1</code> are kept by a Notary v1
          server beside the registry, not in it. It has been retired in favour of what is listed above, so it is not
          asked for. An image that has nothing else is “not signed” here.
        </p>
      </div>
    </>
  )
}
