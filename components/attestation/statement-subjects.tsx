import { Digest } from '#components/ui/digest.tsx'
import { Pill } from '#components/ui/pill.tsx'
import type { AttestationDto } from '#lib/api/contract/verdict.ts'
import { visibleText } from '#lib/format/visible-text.ts'

type StatementSubjectsProps = {
  readonly subjects: AttestationDto['statementSubjects']
  /** Of the image that is looked at. */
  readonly digest: string
}

const shown = 10

/** What the statement says that it is about, and which of it is this image. */
export function StatementSubjects({ subjects, digest }: StatementSubjectsProps) {
  if (subjects.length === 0) return <span className="text-soft">None</span>
  return (
    <ul className="grid gap-1">
      {subjects.slice(0, shown).map((subject, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a statement may name the same subject twice.
        <li key={index} className="flex flex-wrap items-center gap-x-2.5">
          {subject.name !== '' && <span className="min-w-0 [overflow-wrap:anywhere]">{visibleText(subject.name)}</span>}
          <Digest digest={subject.digest} label="digest of the statement subject" />
          <Pill>{subject.digest === digest ? 'this image' : 'another artifact'}</Pill>
        </li>
      ))}
      {subjects.length > shown && <li className="text-soft">and {subjects.length - shown} more, in the raw JSON</li>}
    </ul>
  )
}
