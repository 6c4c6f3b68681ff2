import type { EvidenceDto } from '#lib/api/contract/verdict.ts'
import { isRemark } from '#lib/format/evidence.ts'
import { countOf } from '#lib/format/size.ts'

/** “8 of 9 checks passed · 1 not needed or not done”. */
export function summariseChecks(checks: EvidenceDto['checks']): string {
  const remarks = checks.filter(isRemark).length
  const count = (status: string) => checks.filter((check) => check.status === status && !isRemark(check)).length
  const parts = [
    `${count('passed')} of ${checks.length - remarks} checks passed`,
    count('failed') > 0 ? `${count('failed')} failed` : null,
    count('inconclusive') > 0 ? `${count('inconclusive')} could not be decided` : null,
    count('skipped') > 0 ? `${count('skipped')} not needed or not done` : null,
    remarks > 0 ? countOf(remarks, 'remark') : null,
  ]
  return parts.filter((part) => part !== null).join('\u00a0· ')
}
