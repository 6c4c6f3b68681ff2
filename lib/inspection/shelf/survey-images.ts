import { limits } from '#lib/config/limits.ts'
import { isAppError } from '#lib/errors/app-error.ts'
import { inspectImage } from '#lib/inspection/inspect-image.ts'
import { inspectMany } from '#lib/inspection/inspect-many.ts'
import type { InspectionContext } from '#lib/inspection/inspection-context.ts'
import type { ReadOptions } from '#lib/registry/image-source.ts'
import type { Verdict } from '#lib/trust/verdict.ts'
import { loadShelfTrust, type TrustSources } from './shelf-trust.ts'

/** How many images there is a verdict for; why there is none for the others. */
export type Survey = { readonly checked: number; readonly errors: readonly unknown[] }

/** Judges images by the trust shelf, several at a time, and hands over each verdict. One that fails is told, not hidden. */
export async function surveyImages(
  context: InspectionContext & TrustSources,
  references: readonly string[],
  onVerdict: (verdict: Verdict) => void,
  options: ReadOptions,
): Promise<Survey> {
  const trust = await loadShelfTrust(context, context.now())
  const inspect = (reference: string) => inspectImage(context, { reference, platform: null, trust }, options)
  const errors: unknown[] = []
  let checked = 0
  for await (const outcome of inspectMany(references, inspect, {
    atOnce: limits.maxImagesAtOnce,
    signal: options.signal,
  })) {
    if ('error' in outcome) {
      if (!isAppError(outcome.error)) throw outcome.error
      errors.push(outcome.error)
      continue
    }
    checked += 1
    onVerdict(outcome.result.verdict)
  }
  return { checked, errors }
}
