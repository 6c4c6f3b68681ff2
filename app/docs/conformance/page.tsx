import type { Metadata } from 'next'
import { PageHeader } from '#components/layout/page-header.tsx'
import { Panel } from '#components/ui/panel.tsx'
import result from './result.json'

export const metadata: Metadata = { title: 'Conformance' }

type Result = {
  readonly score: number
  readonly cases: number
  readonly version: string
  readonly date: string
  readonly deviations: readonly { readonly name: string; readonly text: string }[]
}
const { score, cases, version, date, deviations }: Result = result

export default function ConformancePage() {
  return (
    <>
      <PageHeader
        title="Conformance"
        lead="The Sigstore project publishes bundles that every verifier must accept, and many that none may. They are run through the verifier that gives the verdicts here."
      />
      <Panel className="max-w-3xl">
        <div className="p-4">
          <p className="text-lg font-semibold">
            {score} of {cases} cases have the required outcome
          </p>
          <p className="text-soft">
            Version {version}, run on <time dateTime={date}>{date}</time>
          </p>
        </div>
      </Panel>
      <div className="prose">
        <h2>What is run</h2>
        <p>
          All 70 cases of <a href="https://github.com/sigstore/sigstore-conformance">sigstore-conformance</a> for
          bundles, with identities and with keys, and one attestation of a real image from cosign’s own tests. A case
          counts when a bundle that is good is accepted, and one that is not is refused.
        </p>
        <h2>Deviations</h2>
        {deviations.length === 0 ? (
          <p>None.</p>
        ) : (
          <ul>
            {deviations.map(({ name, text }) => (
              <li key={name}>
                <code>{name}</code> was {text}
              </li>
            ))}
          </ul>
        )}
        <h2>Run it yourself</h2>
        <p>
          <code>npm run test:conformance</code> prints every case with the reason why it was refused, and writes down
          the score that is shown here. It needs the published vectors beside the checkout, and says so when they are
          not there.
        </p>
      </div>
    </>
  )
}
