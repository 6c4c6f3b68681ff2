import { expect } from 'vitest'
import type { Api } from '#e2e/api-client.ts'
import type { ProgramResult } from '#e2e/run-program.ts'
import type { VerdictDto } from '#lib/api/contract/verdict.ts'
import { findDeviation } from './deviations.ts'

const tally = { compared: 0, deviated: 0 }
export const comparisons: Readonly<typeof tally> = tally

/** Holds Touchstone's answer against cosign's exit code: equal, or different as the written list says. */
export function compare(combination: string, touchstone: boolean, cosign: ProgramResult): void {
  tally.compared += 1
  const deviation = findDeviation(combination)
  const seen = { touchstone, cosign: cosign.code === 0 }
  if (deviation === undefined) {
    expect(seen, `${combination}: cosign exit ${cosign.code}\n${cosign.stderr.slice(-600)}`).toEqual({
      touchstone: seen.cosign,
      cosign: seen.cosign,
    })
    return
  }
  tally.deviated += 1
  expect(seen, deviation.reason).toEqual({ touchstone: deviation.touchstone, cosign: deviation.cosign })
}

export async function fetchVerdict(api: Api, reference: string, pem: string): Promise<VerdictDto> {
  const answer = await api.verify({ reference, keys: [{ pem }] })
  if (answer.status !== 200) throw new Error(`${reference}: ${answer.status} ${answer.body.code} ${answer.body.detail}`)
  return answer.body
}

export const isSigned = (verdict: VerdictDto): boolean => verdict.state === 'verified'

export const isAttested = (verdict: VerdictDto, predicateType: string): boolean =>
  verdict.attestations.some((item) => item.state === 'verified' && item.predicateType === predicateType)
