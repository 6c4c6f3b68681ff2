import { AppError } from '#lib/errors/app-error.ts'
import type { RootEntry } from '#lib/inspection/roots/root-entry.ts'
import type { TrustRule } from '#lib/trust/trust-rule.ts'
import { describeRoot } from '#lib/trust-root/describe-root.ts'
import { openRoot } from '#lib/trust-root/open-root.ts'
import type { TrustedRootDto } from './contract/trusted-roots.ts'
import { toProblem } from './problem.ts'

const nobody = { authorities: [], logs: [], notes: [] }

/** A trusted root as the API shows it, with the ids of the rules that name it. */
export function toTrustedRootDto(entry: RootEntry, rules: readonly TrustRule[], now: Date): TrustedRootDto {
  const { id, name, origin, source, document, snapshotAt, fetchedAt, addedAt, vouchedUntil, problem, obstacle } = entry
  const takenAt = fetchedAt ?? snapshotAt ?? addedAt
  const isReadable = document !== null && (obstacle === null || obstacle.code === 'TRUST_ROOT_EXPIRED')
  const held = isReadable ? describeRoot(openRoot({ id, name, text: document }).root) : nobody
  const renewing =
    problem === null ? [] : [new AppError(problem.code, problem.message, { context: { at: problem.at } })]
  return {
    id,
    name,
    origin,
    readOnly: origin !== 'added',
    inUse: obstacle === null,
    mirror: source?.mirror ?? null,
    snapshotAt,
    fetchedAt,
    addedAt,
    triedAt: problem?.at ?? fetchedAt,
    ageSeconds: takenAt === null ? null : Math.max(0, Math.round((now.getTime() - Date.parse(takenAt)) / 1000)),
    vouchedUntil,
    authorities: [...held.authorities].map((one) => ({ ...one, certificates: [...one.certificates] })),
    logs: [...held.logs],
    notes: [...held.notes],
    problems: [...(obstacle === null ? [] : [obstacle]), ...renewing].map((one) =>
      toProblem(one, `/api/v1/trusted-roots/${encodeURIComponent(id)}`),
    ),
    rules: rules.filter(({ signer }) => signer.kind === 'identity' && signer.trustedRoot === id).map((rule) => rule.id),
  }
}
