import { readFile, stat } from 'node:fs/promises'
import { limits } from '#lib/config/limits.ts'
import { isAppError } from '#lib/errors/app-error.ts'
import type { Check } from '#lib/evidence/check.ts'
import { checkTitle } from '#lib/format/check-title.ts'
import { isRemark } from '#lib/format/evidence.ts'
import { listEvidence } from '#lib/format/graph/graph-input.ts'
import { evidenceTitle } from '#lib/format/graph/graph-signer.ts'
import { formatSigner } from '#lib/format/sentence.ts'
import { visibleText } from '#lib/format/visible-text.ts'
import { type Recheck, recheckBundle } from '#lib/inspection/bundle/recheck-bundle.ts'
import { createDocumentPool } from '#lib/inspection/documents/document-pool.ts'
import type { Verdict } from '#lib/trust/verdict.ts'

// npm run recheck -- FILE: judges an evidence bundle again, offline. Ends with 0 when the verdict is the same, 1 when it is
// another, 2 when the file cannot be judged.

const marks = { passed: '✓', failed: '✗', inconclusive: '?', skipped: '–', remark: 'i' } as const

function describeCheck(check: Check): string {
  const reason = check.status === 'passed' ? '' : `: ${visibleText(check.reason)}`
  return `    ${marks[isRemark(check) ? 'remark' : check.status]} ${checkTitle(check.id)}${reason}`
}

function describeVerdict(verdict: Verdict): string[] {
  const { sentence, reference, digest, platform, checkedAt } = verdict
  const items = listEvidence(verdict).flatMap((evidence) => [
    '',
    `  ${visibleText(evidenceTitle(evidence))}: ${evidence.state}${evidence.inherited ? ', inherited from the index' : ''}`,
    `    ${evidence.digest}${evidence.signer === null ? '' : ` by ${visibleText(formatSigner(evidence.signer))}`}`,
    ...evidence.checks.map(describeCheck),
  ])
  const head = [
    visibleText(sentence),
    '',
    `  ${visibleText(reference)}${platform === null ? '' : `, ${visibleText(platform)}`}`,
  ]
  return [...head, `  ${digest}`, `  judged as of ${visibleText(checkedAt)}`, ...items, '']
}

function describeOutcome({ differences }: Recheck): string[] {
  if (differences.length === 0) return ['The same as in the bundle: every check came out as it did then.']
  const lines = differences.map((difference) => `  ${visibleText(difference)}`)
  return ['NOT the same as in the bundle:', ...lines]
}

async function readBundle(path: string): Promise<Uint8Array> {
  const { size } = await stat(path)
  if (size > limits.maxBundleBytes) throw new RangeError(`${path} has more than ${limits.maxBundleBytes} bytes.`)
  return readFile(path)
}

async function main(path: string | undefined): Promise<number> {
  if (path === undefined) {
    console.error('npm run recheck -- FILE: an evidence bundle that was downloaded from Touchstone')
    return 2
  }
  const documents = createDocumentPool()
  try {
    const recheck = await recheckBundle(await readBundle(path), documents)
    console.log([...describeVerdict(recheck.verdict), ...describeOutcome(recheck)].join('\n'))
    return recheck.differences.length === 0 ? 0 : 1
  } catch (error) {
    console.error(
      `${isAppError(error) ? `${error.code}: ` : ''}${error instanceof Error ? visibleText(error.message) : 'It failed.'}`,
    )
    return 2
  } finally {
    await documents.close()
  }
}

process.exitCode = await main(process.argv[2])
