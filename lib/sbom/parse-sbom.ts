import { AppError } from '#lib/errors/app-error.ts'
import { toObject } from './claimed-values.ts'
import { parseCyclonedxJson } from './cyclonedx-json.ts'
import { type IdentifiedSbom, identifySbom, identifySbomText, unwrapSbom } from './identify-sbom.ts'
import type { SbomDocument } from './sbom-document.ts'
import { parseSpdxJson } from './spdx-json.ts'
import { parseSpdxTagValue } from './spdx-tag-value.ts'
import { parseSyftJson } from './syft-json.ts'

/**
 * Reads an SBOM from a decoded JSON value (a predicate): an object, or tag-value text as a string, either of them also
 * in cosign's `Data`. `parseJson` decodes JSON inside of text. Throws `SBOM_INVALID` or `SBOM_UNSUPPORTED`.
 */
export function parseSbom(value: unknown, parseJson: (text: string) => unknown = JSON.parse): SbomDocument {
  const document = unwrapSbom(value)
  if (typeof document === 'string') return parseSbomText(document, parseJson)
  return parseIdentified(identifySbom(document), document)
}

/** Reads an SBOM from the text of a file. Throws `SBOM_INVALID` or `SBOM_UNSUPPORTED`. */
export function parseSbomText(text: string, parseJson: (text: string) => unknown = JSON.parse): SbomDocument {
  const content = text.charCodeAt(0) === 0xfeff ? text.slice(1) : text
  if (!/^\s*[{[]/.test(content.slice(0, 1000))) return parseIdentified(identifySbomText(content), content)
  const document = unwrapSbom(decode(content, parseJson))
  return parseIdentified(identifySbom(document), document)
}

function decode(text: string, parseJson: (text: string) => unknown): unknown {
  try {
    return parseJson(text)
  } catch (cause) {
    if (cause instanceof AppError) throw cause
    throw new AppError('SBOM_INVALID', 'The document is not valid JSON.', { cause })
  }
}

function parseIdentified(identified: IdentifiedSbom | null, document: unknown): SbomDocument {
  if (identified === null) throw notAnSbom(document)
  switch (identified.format) {
    case 'spdx-json':
      assertVersion('SPDX', identified.version, /^SPDX-2\.[0-3]$/)
      return parseSpdxJson(toObject(document) ?? {})
    case 'spdx-tag-value':
      assertVersion('SPDX', identified.version, /^SPDX-2\.[0-3]$/)
      return parseSpdxTagValue(String(document))
    case 'cyclonedx-json':
      assertVersion('CycloneDX', identified.version, /^1\.[2-7]$/)
      return parseCyclonedxJson(toObject(document) ?? {})
    case 'syft-json':
      return parseSyftJson(toObject(document) ?? {})
    // External entities and entity bombs need an XML parser to hurt: there is none.
    case 'cyclonedx-xml':
      throw new AppError('SBOM_UNSUPPORTED', 'This is CycloneDX as XML; CycloneDX is read as JSON only.', {
        context: { format: 'cyclonedx-xml', version: identified.version },
      })
    case 'spdx-3-json':
      throw new AppError('SBOM_UNSUPPORTED', 'This is SPDX 3; SPDX is read in the versions 2.2 and 2.3.', {
        context: { format: 'spdx-3-json' },
      })
  }
}

function assertVersion(name: string, version: string | null, pattern: RegExp): void {
  if (version !== null && pattern.test(version)) return
  const stated = version === null ? 'states no version' : `states version ${version.slice(0, 40)}`
  throw new AppError('SBOM_UNSUPPORTED', `The ${name} document ${stated}, which is not read.`, {
    context: { version: version?.slice(0, 40) ?? null },
  })
}

function notAnSbom(document: unknown): AppError {
  const isText = typeof document === 'string'
  if (isText && /^\s*<(?:!doctype\s+html|html)/i.test(document.slice(0, 1000)))
    return new AppError('SBOM_INVALID', 'The document is an HTML page, not an SBOM.')
  if (isText && document.trim() === '') return new AppError('SBOM_INVALID', 'The document is empty.')
  return new AppError('SBOM_INVALID', 'The document is neither SPDX nor CycloneDX.')
}
