import type { JsonObject } from './claimed-values.ts'
import { toObject } from './claimed-values.ts'
import type { SbomFormat } from './sbom.ts'

/** What a document is by its content. `version` as stated; `spdx-3-json` and `cyclonedx-xml` are named to be refused. */
export type IdentifiedSbom = { readonly format: SbomFormat | 'spdx-3-json'; readonly version: string | null }

// The header of a tag-value document stands at its beginning, after comments at most.
const maxHeaderLength = 65_536
const tagValuePattern = /(?:^|\n)[ \t]*SPDXVersion:[ \t]*(SPDX-\d{1,3}\.\d{1,3})[ \t]*(?:\r?\n|$)/
const cyclonedxNamespacePattern = /https?:\/\/cyclonedx\.org\/schema\/bom\/(\d{1,3}\.\d{1,3})/

/** Says what kind of SBOM a decoded JSON value is, by its content only; null when it is none. Never throws. */
export function identifySbom(value: unknown): IdentifiedSbom | null {
  if (typeof value === 'string') return identifySbomText(value)
  const object = toObject(value)
  if (object === null) return null
  if (object.bomFormat === 'CycloneDX') return { format: 'cyclonedx-json', version: textOrNull(object.specVersion) }
  if (typeof object.spdxVersion === 'string') return { format: 'spdx-json', version: object.spdxVersion }
  if (isSpdx3(object)) return { format: 'spdx-3-json', version: null }
  return isSyft(object) ? { format: 'syft-json', version: textOrNull(toObject(object.schema)?.version) } : null
}

/** The same for text that is no JSON: SPDX tag-value or CycloneDX XML. */
export function identifySbomText(text: string): IdentifiedSbom | null {
  const head = text.slice(0, maxHeaderLength)
  if (/^\s*</.test(head)) {
    const version = cyclonedxNamespacePattern.exec(head)?.[1]
    return version === undefined ? null : { format: 'cyclonedx-xml', version }
  }
  const version = tagValuePattern.exec(head)?.[1]
  return version === undefined ? null : { format: 'spdx-tag-value', version }
}

/**
 * cosign's `custom` predicate (and old `spdx` ones) hold the document as text or object in `Data`. Returns it, or the
 * value itself when it is no such wrapping.
 */
export function unwrapSbom(value: unknown): unknown {
  const object = toObject(value)
  if (object === null || !Object.hasOwn(object, 'Data') || identifySbom(object) !== null) return value
  return object.Data
}

const textOrNull = (value: unknown): string | null => (typeof value === 'string' ? value : null)

function isSpdx3(object: JsonObject): boolean {
  const context = object['@context']
  const contexts = Array.isArray(context) ? context : [context]
  return contexts.some((entry) => typeof entry === 'string' && entry.startsWith('https://spdx.org/rdf/3.'))
}

function isSyft(object: JsonObject): boolean {
  const url = toObject(object.schema)?.url
  return Array.isArray(object.artifacts) && typeof url === 'string' && url.includes('/syft/')
}
