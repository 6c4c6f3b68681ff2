import type { Metadata } from 'next'
import type { ReactNode } from 'react'
import {
  type CosignMajor,
  exampleImage,
  type GuideImage,
  toGuideCommands,
  toGuideImage,
} from '#components/docs/guide-commands.ts'
import { PageHeader } from '#components/layout/page-header.tsx'
import { stateLook } from '#components/state/state-look.ts'
import { StateMark } from '#components/state/state-mark.tsx'
import { Button } from '#components/ui/button.tsx'
import { CodeBlock } from '#components/ui/code-block.tsx'
import { Field } from '#components/ui/field.tsx'
import { Input } from '#components/ui/input.tsx'
import { Link } from '#components/ui/link.tsx'
import { TabLinks } from '#components/ui/tabs.tsx'
import type { State } from '#lib/evidence/state.ts'
import { imagePath } from '#lib/format/page-path.ts'

export const metadata: Metadata = { title: 'Guide' }

type GuidePageProps = {
  readonly searchParams: Promise<{ readonly image?: string | string[]; readonly cosign?: string | string[] }>
}

export default async function GuidePage({ searchParams }: GuidePageProps) {
  const parameters = await searchParams
  const asked = typeof parameters.image === 'string' ? parameters.image : undefined
  const cosign: CosignMajor = parameters.cosign === '2' ? '2' : '3'
  const image = toGuideImage(asked)
  const commands = toGuideCommands(image, cosign)
  return (
    <>
      <PageHeader
        title="From a key pair to the verdict"
        lead="Sign an image on your own registry, say in a signed SBOM what is in it, and read here what came of it. Ten minutes, with docker, cosign, syft and jq."
      />
      <ImageForm asked={asked} image={image} cosign={cosign} />
      <TabLinks label="Version of cosign" tabs={[cosignTab('3', cosign, asked), cosignTab('2', cosign, asked)]} />
      <ol className="space-y-9">
        <Step number={1} title="Push an image and take its digest">
          <p>
            A tag can be moved to another image at any time; a digest cannot. So the digest is what is signed. Without a
            registry at hand, <code>docker run -d -p 5000:5000 registry:2</code> gives one on your machine.
          </p>
          <CodeBlock code={commands.push} label="Copy the commands that push an image" />
          <CodeBlock code={commands.digest} label="Copy the command that takes the digest" />
        </Step>
        <Step number={2} title="Make a key pair">
          <p>
            It asks for a password and writes two files: <code>cosign.key</code>, which stays with you, and{' '}
            <code>cosign.pub</code>, which you give to everybody.
          </p>
          <CodeBlock code={commands.keys} label="Copy the command that makes a key pair" />
        </Step>
        <Step number={3} title="Sign the image">
          <p>
            The signature is stored beside the image in the same repository. It is not entered in a public transparency
            log here, as is usual for a private registry; a rule may ask for that later.
          </p>
          <CodeBlock code={commands.sign} label="Copy the command that signs" />
        </Step>
        <Step number={4} title="Attest its SBOM">
          <p>syft lists the packages; the second command counts them, to be compared with what you will see here.</p>
          <CodeBlock code={commands.sbom} label="Copy the commands that make the SBOM" />
          <p>cosign puts the list into a signed statement about the image’s digest:</p>
          <CodeBlock code={commands.attest} label="Copy the command that attests" />
        </Step>
        <Step number={5} title="Show Touchstone the registry">
          <p>
            Public registries, and a registry on this machine, are read without an entry. For credentials, an own
            certificate authority or a private address,{' '}
            <Link href={`/settings/registries?add=registry&host=${encodeURIComponent(image.host)}`} className="link">
              add {image.host}
            </Link>
            .
          </p>
        </Step>
        <Step number={6} title="Read the verdict">
          <p>
            Open{' '}
            <Link href={imagePath(image.reference)} className="link [overflow-wrap:anywhere]">
              {image.reference}
            </Link>
            . You never told Touchstone about the key, so it says:
          </p>
          <Sentence state="untrusted" />
          <p>
            Drop <code>cosign.pub</code> on that page and choose for which repositories you trust it. The same page then
            says:
          </p>
          <Sentence state="verified" />
          <p>
            Under the sentence stand the checks one by one, with the values that were compared. The tab SBOM has the
            packages, and the same number of them as you counted. Dropping <code>cosign.key</code> instead is refused
            before it leaves the browser.
          </p>
        </Step>
        <Step number={7} title="Do not take our word for it">
          <p>The same two checks with cosign itself. Every image’s page shows them ready to copy.</p>
          <CodeBlock code={commands.verify} label="Copy the command that verifies the signature" />
          <CodeBlock code={commands.verifyAttestation} label="Copy the command that verifies the attestation" />
          <p>
            Without the registry: “Download evidence” on the image’s page gives one file with the evidence and the keys,
            roots and rules that judged it. In Touchstone’s folder this judges it again, and fails when anything comes
            out otherwise:
          </p>
          <CodeBlock code="npm run recheck -- FILE" label="Copy the command that checks the file again" />
        </Step>
      </ol>
      <div className="prose">
        <h2>When it says something else</h2>
        <ul>
          <li>
            <Link href="/docs/states#unsigned" className="link">
              Not signed
            </Link>
            : the tag points to another digest than the one that you signed. Compare the digest on the image’s page.
          </li>
          <li>
            <Link href="/docs/states#untrusted" className="link">
              Signed, but not by anyone you trust
            </Link>
            , with your key on the shelf: its rule does not cover this repository. The check “rule” says which.
          </li>
          <li>
            <Link href="/docs/states#undetermined" className="link">
              Could not be checked
            </Link>
            : a store did not answer. The discovery report on the image’s page names it.
          </li>
        </ul>
      </div>
    </>
  )
}

type ImageFormProps = { readonly asked: string | undefined; readonly image: GuideImage; readonly cosign: CosignMajor }

function ImageForm({ asked, image, cosign }: ImageFormProps) {
  return (
    <form className="mb-5 flex max-w-2xl flex-wrap items-end gap-2">
      <Field label="Your image, for the commands below" error={image.problem} className="flex-1 basis-72">
        {(control) => (
          <Input
            {...control}
            name="image"
            defaultValue={asked ?? ''}
            placeholder={exampleImage}
            spellCheck={false}
            autoCapitalize="off"
          />
        )}
      </Field>
      {cosign === '2' && <input type="hidden" name="cosign" value="2" />}
      <Button type="submit" className="h-9!">
        Fill in
      </Button>
    </form>
  )
}

function cosignTab(major: CosignMajor, current: CosignMajor, asked: string | undefined) {
  const query = new URLSearchParams({ ...(asked === undefined ? {} : { image: asked }), cosign: major })
  return { href: `/docs/guide?${query}`, label: `cosign ${major}`, current: major === current }
}

type StepProps = { readonly number: number; readonly title: string; readonly children: ReactNode }

function Step({ number, title, children }: StepProps) {
  return (
    <li className="grid grid-cols-[2rem_minmax(0,46rem)] gap-x-3">
      <span
        aria-hidden="true"
        className="num grid size-7 place-items-center rounded-full border border-edge text-sm font-semibold"
      >
        {number}
      </span>
      <div className="min-w-0 space-y-3">
        <h2 className="text-lg leading-7 font-semibold">{title}</h2>
        {children}
      </div>
    </li>
  )
}

function Sentence({ state }: { readonly state: State }) {
  return (
    <p
      className={`flex items-center gap-3 rounded-panel border border-l-4 border-line bg-surface px-4 py-3 ${stateLook[state].border}`}
    >
      <StateMark state={state} size={26} />
      <span className="text-lg font-semibold">
        {state === 'verified' ? 'Signed by cosign.pub, whom you trust' : stateLook[state].sentence}
      </span>
    </p>
  )
}
