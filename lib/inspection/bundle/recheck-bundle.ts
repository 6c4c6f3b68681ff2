import { z } from 'zod'
import { parseReference } from '#lib/oci/reference.ts'
import type { TrustInput } from '#lib/trust/trust-rule.ts'
import type { Verdict } from '#lib/trust/verdict.ts'
import type { DocumentPool } from '../documents/document-pool.ts'
import { inspectImage } from '../inspect-image.ts'
import type { InspectionContext } from '../inspection-context.ts'
import { createVerdictMemo } from '../verdict-memo.ts'
import { invalidBundle, readJsonFile } from './bundle-files.ts'
import { replaySource } from './bundle-layout.ts'
import { replayRevocation } from './bundle-revocation.ts'
import { readTrust } from './bundle-trust.ts'
import { readZip } from './bundle-zip.ts'
import { compareVerdicts } from './compare-verdicts.ts'

/** What came out, what the bundle says had come out, and where the two differ: nowhere when it holds. */
export type Recheck = {
  readonly verdict: Verdict
  readonly claimed: { readonly sentence: string }
  readonly differences: readonly string[]
  /** What is in the bundle beside the evidence. */
  readonly trust: TrustInput
}

// Loose: what it says beside is compared with what comes out, member by member.
const claimedSchema = z.looseObject({
  reference: z.string(),
  platform: z.string().nullable(),
  checkedAt: z.string(),
  sentence: z.string(),
})

/**
 * Judges the evidence in a bundle anew: the same verifier, the rules and the time that are in it, and nothing else. Throws
 * `EVIDENCE_BUNDLE_INVALID` when it cannot be read, or what is in it cannot be judged.
 */
export async function recheckBundle(bytes: Uint8Array, documents: DocumentPool): Promise<Recheck> {
  const files = await readZip(bytes)
  const claimed = readJsonFile(files, 'verdict.json', claimedSchema)
  const trust = readTrust(files)
  if (trust.now !== claimed.checkedAt) throw invalidBundle('its verdict was made at another time than its rules say')
  const source = replaySource(files, parseReference(claimed.reference).registry)
  const context: InspectionContext = {
    sources: { open: async () => source } as Partial<InspectionContext['sources']> as InspectionContext['sources'],
    documents,
    memo: createVerdictMemo(),
    askRevocation: replayRevocation(files, Date.parse(trust.now)),
    now: () => new Date(trust.now),
    countVerdict: () => undefined,
  }
  const request = { reference: claimed.reference, platform: claimed.platform, trust }
  const { verdict } = await inspectImage(context, request)
  return { verdict, claimed, differences: compareVerdicts(claimed, verdict), trust }
}
