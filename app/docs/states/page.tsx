import type { Metadata } from 'next'
import { PageHeader } from '#components/layout/page-header.tsx'
import { stateLook } from '#components/state/state-look.ts'
import { StateMark } from '#components/state/state-mark.tsx'
import { StatePill } from '#components/state/state-pill.tsx'
import { Panel } from '#components/ui/panel.tsx'
import { type State, states } from '#lib/evidence/state.ts'

export const metadata: Metadata = { title: 'States' }

type StateText = { readonly means: string; readonly next: string }

const texts: Readonly<Record<State, StateText>> = {
  verified: {
    means:
      'At least one signature passed every required check, and a rule of yours trusts its signer for this repository. Other signatures, bad ones included, stay listed.',
    next: 'Nothing to do. The same check can be repeated with the cosign command shown on the image’s page.',
  },
  untrusted: {
    means:
      'There are signatures, but none by a signer that a rule of yours names. When no key of yours verifies a signature, a foreign key and a changed payload cannot be told apart.',
    next: 'If you know the signer, add their public key and say for which repositories you trust it. If not, do not.',
  },
  invalid: {
    means:
      'A check failed that no other key could repair: signed for another digest, a malformed payload, an unknown version, a false proof.',
    next: 'Treat the image with suspicion, and look at the check that failed: it names the values that were compared.',
  },
  unsigned: {
    means: 'Every store was asked, every store answered, and none of them holds a signature.',
    next: 'Ask the publisher to sign it, or sign it yourself. A signed SBOM alone does not make the image signed.',
  },
  undetermined: {
    means:
      'The image is there, but something needed for an answer was not: a store refused, timed out or passed a limit, or the evidence is of a kind that is not read. This is never the same as “not signed”.',
    next: 'Look at the discovery report for the store that failed, mend the cause, and check again.',
  },
}

export default function StatesPage() {
  return (
    <>
      <PageHeader
        title="States"
        lead="Each image, each signature and each attestation has one of five states. Every state has its own silhouette and word; colour only underlines them."
      />
      <div className="max-w-3xl space-y-4">
        {states.map((state) => (
          <Panel key={state} id={state} className={`border-l-4 ${stateLook[state].border}`}>
            <div className="flex gap-4 p-4">
              <StateMark state={state} size={34} />
              <div className="min-w-0">
                <h2 className="text-lg font-semibold">{stateLook[state].sentence}</h2>
                <p className="text-xs text-soft">
                  In lists “{stateLook[state].word}”, in the API <code>{state}</code>
                </p>
                <p className="mt-2">{texts[state].means}</p>
                <p className="mt-2 text-soft">{texts[state].next}</p>
              </div>
            </div>
          </Panel>
        ))}
      </div>
      <div className="prose">
        <h2>Which state the image gets</h2>
        <p>
          Any signature that is trusted makes the image trusted. Otherwise anything that could not be checked makes it
          “could not be checked”; otherwise a broken signature makes it broken; otherwise a signature by a stranger
          makes it “signed, but not by anyone you trust”. Only when every store answered and none has a signature is it
          “not signed”.
        </p>
        <h2>Inherited</h2>
        <p>
          An image for several platforms is an index that points to one manifest for each. A signature of the index is
          shown on the manifest of a platform as inherited, in outline. That is weaker than a signature of its own, and
          it never counts in the platform’s state.
        </p>
        <ul className="not-prose flex list-none! flex-wrap gap-x-6 gap-y-2 pl-0!">
          {states.map((state) => (
            <li key={state} className="mt-0!">
              <StatePill state={state} inherited />
            </li>
          ))}
        </ul>
        <h2>While it is checked</h2>
        <p className="flex flex-wrap items-center gap-x-1.5">
          <StatePill state="checking" /> is shown only until an answer is there.
        </p>
      </div>
    </>
  )
}
