import type { Claim, Listed } from './claim.ts'

/** Whether vulnerabilities matter for products, as an author says (OpenVEX, or the vulnerabilities of a CycloneDX document). */
export type VexView = {
  readonly kind: 'vex'
  readonly format: 'OpenVEX' | 'CycloneDX'
  readonly specVersion: Claim
  readonly id: Claim
  readonly author: Claim
  readonly role: Claim
  readonly createdAt: Claim
  readonly updatedAt: Claim
  readonly version: Claim
  readonly tool: Claim
  readonly statements: Listed<VexStatement>
  /** Of all statements, by what they say; `null` counts those that state none of the known ones. */
  readonly counts: readonly { readonly status: VexStatus | null; readonly count: number }[]
}

/** OpenVEX's statuses; CycloneDX's states are told in its own words beside the one they come to. */
export const vexStatuses = ['affected', 'under_investigation', 'not_affected', 'fixed'] as const
export type VexStatus = (typeof vexStatuses)[number]

export type VexStatement = {
  readonly vulnerability: string | null
  readonly aliases: readonly string[]
  readonly status: VexStatus | null
  /** As written. */
  readonly statedStatus: Claim
  readonly justification: Claim
  /** Why it does not matter, or what to do, or what else the author says: OpenVEX's impact_statement, action_statement, status_notes. */
  readonly impact: Claim
  readonly action: Claim
  readonly notes: Claim
  readonly statedAt: Claim
  readonly products: Listed<VexProduct>
  readonly link: string | null
}

export type VexProduct = {
  readonly id: string
  /** `algorithm:value`, as stated. */
  readonly digests: readonly string[]
  readonly parts: Listed<string>
}

export const maxVexStatements = 1000

/** How often each status is stated. */
export function countStatuses(statuses: Iterable<VexStatus | null>): VexView['counts'] {
  const counts = new Map<VexStatus | null, number>()
  for (const status of statuses) counts.set(status, (counts.get(status) ?? 0) + 1)
  return [...vexStatuses, null].flatMap((status) => {
    const count = counts.get(status)
    return count === undefined ? [] : [{ status, count }]
  })
}
