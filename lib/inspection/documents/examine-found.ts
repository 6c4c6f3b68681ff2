import type { FoundItem } from '#lib/evidence/discovery.ts'
import { identifySbom, unwrapSbom } from '#lib/sbom/identify-sbom.ts'
import type { ExamineContext } from '#lib/trust/examine-context.ts'
import { type Examined, examineDiscovery } from '#lib/trust/examine-discovery.ts'
import type { DocumentShelf } from './document-shelf.ts'
import type { Wrapping } from './sbom-source.ts'

const wrappings: Readonly<Partial<Record<FoundItem['format'], Wrapping>>> = {
  'cosign-dsse': 'dsse',
  'sigstore-bundle': 'bundle',
  'in-toto-unsigned': 'statement',
}

/**
 * Examines items and keeps the SBOMs among their statements open: they were decoded for it already, and the next
 * question is about them. What they are worth is for the answer to say, not for the shelf.
 */
export function examineFound(shelf: DocumentShelf, items: readonly FoundItem[], context: ExamineContext): Examined {
  return examineDiscovery({ items }, context, ({ format, layer, bytes }, { predicate }) => {
    const wrapping = wrappings[format]
    if (wrapping === undefined || bytes === null) return
    const key = toDocumentKey(wrapping, layer.digest)
    if (shelf.has(key) || identifySbom(unwrapSbom(predicate)) === null) return
    shelf.adopt(key, predicate, { bytes, wrapping })
  })
}

/** What a document is kept under: one blob can be read in several ways. */
export const toDocumentKey = (wrapping: Wrapping, digest: string): string => `${wrapping} ${digest}`
