import type { CheckList } from '#lib/evidence/check-list.ts'
import { EvidenceError } from '#lib/evidence/evidence-error.ts'
import type { OpenProof, Proofs } from '#lib/sigstore/check-proofs.ts'
import type { ExamineContext } from './examine-context.ts'
import { findRule } from './find-rule.ts'
import type { ProvenSigner } from './proven-signer.ts'
import type { TrustRule } from './trust-rule.ts'

/** Whether a rule trusts the signer for this repository, and whether what the rule asks for is proven. */
export function checkRule(list: CheckList, signer: ProvenSigner | null, proofs: Proofs, context: ExamineContext): void {
  const rule = signer === null ? null : checkSignerRule(list, signer, proofs, context)
  if (signer === null) list.skip('rule', 'No known signer, so no rule can name it.', 'CHECK_SKIPPED')
  checkProof(list, 'transparency-log', proofs, rule?.requireTransparencyLog ?? false)
  checkProof(list, 'timestamp', proofs, rule?.requireTimestamp ?? false)
}

function checkSignerRule(
  list: CheckList,
  signer: ProvenSigner,
  proofs: Proofs,
  context: ExamineContext,
): TrustRule | null {
  return list.attempt(
    'rule',
    () => findRule(signer, proofs, context),
    (rule) => ({
      rule: rule.name,
      ruleId: rule.id,
      repositories: rule.repositories.join(', '),
      ...(signer.kind === 'key' ? { keyState: signer.key.state } : {}),
      ...(rule.signer.kind === 'certificate' && rule.signer.subject === undefined
        ? { warning: 'any signer to whom this authority issued a certificate is trusted' }
        : {}),
    }),
  )
}

const missing = {
  'transparency-log': new EvidenceError(
    'LOG_ENTRY_MISSING',
    'The rule asks for an entry in a transparency log; there is none.',
  ),
  timestamp: new EvidenceError('TIMESTAMP_MISSING', 'The rule asks for a time stamp; there is none that counts.'),
}

/** What is proven is recorded already. What says nothing never counts as passed, and is not needed unless a rule asks. */
function checkProof(list: CheckList, id: OpenProof['id'], proofs: Proofs, isAsked: boolean): void {
  const isNeeded = isAsked && !isProven(id, proofs)
  const open = proofs.open.filter((one) => one.id === id)
  for (const { code, reason, detail } of open) {
    if (isNeeded) list.leaveOpen(id, code, reason, detail)
    else list.skip(id, `${reason} The verdict does not rest on it.`, code, detail)
  }
  if (open.length > 0 || list.has(id, 'failed')) return
  // One that was skipped is there, and proves nothing.
  if (isNeeded) list.fail(id, missing[id])
  else if (id === 'transparency-log' && !list.has(id)) list.skip(id, 'No entry, and none is asked for.')
}

function isProven(id: OpenProof['id'], { logs, times }: Proofs): boolean {
  return id === 'transparency-log' ? logs.length > 0 : times.some(({ source }) => source === 'timestamp-authority')
}
