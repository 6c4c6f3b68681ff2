import { Digest } from '#components/ui/digest.tsx'
import { Pill } from '#components/ui/pill.tsx'
import { useDocumentText } from '#components/ui/secrets.tsx'
import type { AttestationDto } from '#lib/api/contract/verdict.ts'
import { formatCount } from '#lib/format/size.ts'
import { ShowMore } from './show-more.tsx'

type StatementSubjectsProps = {
  readonly subjects: AttestationDto['statementSubjects']
  /** How many there are in all, where that is known to be more. */
  readonly total?: number
  /** Of the image that is looked at. */
  readonly digest: string
  /** Of the index that holds it, when the statement was found there; else null. */
  readonly indexDigest: string | null
}

const step = 10

/** What the statement says that it is about, and which of it is this image. Others are shown and do not count. */
export function StatementSubjects({ subjects, total, digest, indexDigest }: StatementSubjectsProps) {
  const show = useDocumentText()
  if (subjects.length === 0) return <span className="text-soft">None</span>
  const isOurs = (subject: { readonly digest: string }) => subject.digest === digest || subject.digest === indexDigest
  // The one that counts first, however many others there are.
  const sorted = [...subjects.filter(isOurs), ...subjects.filter((subject) => !isOurs(subject))]
  const others = sorted.length - subjects.filter(isOurs).length
  return (
    <>
      <ShowMore items={sorted} step={step} label="Statement subjects" className="grid gap-1">
        {(subject) => (
          <span
            data-subject={subject.digest === digest ? 'this' : subject.digest === indexDigest ? 'index' : 'other'}
            className="flex flex-wrap items-center gap-x-2.5"
          >
            {subject.name !== '' && <span className="min-w-0 [overflow-wrap:anywhere]">{show(subject.name)}</span>}
            <Digest digest={show(subject.digest)} label="digest of the statement subject" />
            <Pill>{describe(subject.digest, digest, indexDigest)}</Pill>
          </span>
        )}
      </ShowMore>
      {(total ?? 0) > subjects.length && (
        <p className="text-sm text-soft">
          {formatCount(subjects.length)} of {formatCount(total ?? 0)}; all of them are in the raw JSON.
        </p>
      )}
      {others > 0 && (
        <p className="mt-1 text-sm text-soft">
          {others === sorted.length ? 'None of them is this image' : 'Only this image’s own digest counts here'}; the
          others are what else the statement was made for.
        </p>
      )}
    </>
  )
}

function describe(subject: string, digest: string, indexDigest: string | null): string {
  if (subject === digest) return 'this image'
  return subject === indexDigest ? 'the index that holds it' : 'another artifact'
}
