import { useDocumentText } from '#components/ui/secrets.tsx'
import type { Listed } from '#lib/attestation/predicates/claim.ts'
import type { TestResultView as View } from '#lib/attestation/predicates/parse-test-result.ts'
import { countOf } from '#lib/format/size.ts'
import { ClaimFact, Facts } from '../facts.tsx'
import { ListedNote } from '../listed-note.tsx'
import { UnfoldResources } from '../resource-list.tsx'
import { ShowMore } from '../show-more.tsx'
import { Unfold } from '../unfold.tsx'
import { Outcome } from './outcome.tsx'

const sentences = {
  passed: 'The tests passed, as the author says',
  warned: 'The tests passed with warnings, as the author says',
  failed: 'The tests failed, as the author says',
} as const

/** What a run of tests came to. */
export default function TestResultView({ view }: { readonly view: View }) {
  const { outcome, failed } = view
  const contradicts = outcome === 'passed' && failed.total > 0
  return (
    <div className="grid gap-3">
      <Outcome outcome={outcome}>
        {outcome === null ? 'The result is none of PASSED, WARNED and FAILED' : sentences[outcome]}
      </Outcome>
      {contradicts && <p>Yet it lists {countOf(failed.total, 'test')} that failed.</p>}
      <Facts>
        <ClaimFact name="Result" claim={view.result} />
        <ClaimFact name="Run" claim={view.url} />
      </Facts>
      <div className="grid gap-1">
        <Tests label="Failed" tests={failed} open />
        <Tests label="Passed with warnings" tests={view.warned} open />
        <Tests label="Passed" tests={view.passed} />
        <UnfoldResources label="Configuration" resources={view.configuration} />
      </div>
    </div>
  )
}

type TestsProps = { readonly label: string; readonly tests: Listed<string>; readonly open?: boolean }

function Tests({ label, tests, open = false }: TestsProps) {
  const show = useDocumentText()
  if (tests.total === 0 && tests.unreadable === null) return null
  return (
    <Unfold label={label} count={tests.total} open={open}>
      <ShowMore items={tests.items} step={50} label={label} className="grid gap-0.5 text-sm">
        {(test) => show(test, 500)}
      </ShowMore>
      <ListedNote listed={tests} />
    </Unfold>
  )
}
