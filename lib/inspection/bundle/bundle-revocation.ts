import { hash } from 'node:crypto'
import { z } from 'zod'
import { judgeRevocation } from '#lib/notation/revocation/judge-revocation.ts'
import { type RevocationAnswer, toQuestionKey } from '#lib/notation/revocation/revocation.ts'
import type { AskRevocation } from '../revocation/ask-revocation.ts'
import { type BundleFiles, invalidBundle, readJsonFile, toJsonFile } from './bundle-files.ts'

/** What was answered about certificates, by `toQuestionKey`. */
export type RevocationRecord = Map<string, readonly RevocationAnswer[]>

const fileName = 'revocation.json'
const toDerName = (sha256: string): string => `revocation/${sha256}.der`

const answerSchema = z.strictObject({
  method: z.enum(['ocsp', 'crl']),
  url: z.url({ protocol: /^https?$/ }),
  askedAt: z.string(),
  problem: z.string().nullable(),
  sha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .nullable(),
})
const recordSchema = z.strictObject({ questions: z.array(z.tuple([z.string(), z.array(answerSchema)])) })

/** Asks, and writes down what was answered. */
export function recordRevocation(ask: AskRevocation, record: RevocationRecord): AskRevocation {
  return async (questions) => {
    const asked = await ask(questions)
    for (const [key, answers] of asked.answers) record.set(key, answers)
    return asked
  }
}

/** The answers as files, each as it came; none where nobody was asked. */
export function writeRevocation(record: RevocationRecord): Map<string, Uint8Array> {
  const files = new Map<string, Uint8Array>()
  if (record.size === 0) return files
  const sorted = [...record].toSorted(([a], [b]) => (a < b ? -1 : 1))
  const questions = sorted.map(([key, answers]): [string, z.input<typeof answerSchema>[]] => [
    key,
    answers.map(({ bytes, ...answer }) => ({ ...answer, sha256: bytes === null ? null : hash('sha256', bytes) })),
  ])
  files.set(fileName, toJsonFile({ questions }))
  for (const bytes of sorted.flatMap(([, answers]) => answers.flatMap((one) => one.bytes ?? []))) {
    files.set(toDerName(hash('sha256', bytes)), bytes)
  }
  return files
}

/** Answers what was answered then, judged anew at the time of the judgement. Throws `EVIDENCE_BUNDLE_INVALID`. */
export function replayRevocation(files: BundleFiles, nowMs: number): AskRevocation {
  const { questions: recorded } = files.has(fileName)
    ? readJsonFile(files, fileName, recordSchema)
    : { questions: [] as z.infer<typeof recordSchema>['questions'] }
  const answers = new Map(
    recorded.map(([key, all]) => [
      key,
      all.map(({ sha256, ...answer }): RevocationAnswer => ({ ...answer, bytes: readAnswer(files, sha256) })),
    ]),
  )
  return async (questions) => {
    const statuses = questions.flatMap((question) => {
      const held = answers.get(toQuestionKey(question))
      return held === undefined ? [] : [[toQuestionKey(question), judgeRevocation(question, held, nowMs)] as const]
    })
    return { statuses: new Map(statuses), answers, until: Number.POSITIVE_INFINITY }
  }
}

function readAnswer(files: BundleFiles, sha256: string | null): Uint8Array | null {
  if (sha256 === null) return null
  const bytes = files.get(toDerName(sha256))
  if (bytes !== undefined && hash('sha256', bytes) === sha256) return bytes
  throw invalidBundle('an answer about revocation is not the one that revocation.json names')
}
