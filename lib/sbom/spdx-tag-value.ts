import { invalidSbom } from './claimed-values.ts'
import type { SbomDocument } from './sbom-document.ts'
import { parseSpdxJson } from './spdx-json.ts'

type Members = { [name: string]: unknown }

/**
 * Reads SPDX tag-value text (SPDX 2.3, clause 4.4 and annex of formats) into the members that the JSON form has, and
 * those by the same reader. Throws `SBOM_INVALID` with the line.
 */
export function parseSpdxTagValue(text: string): SbomDocument {
  const reader = createReader()
  for (const field of readFields(text)) reader.read(field)
  const parsed = parseSpdxJson(reader.document)
  return { ...parsed, facts: { ...parsed.facts, format: 'spdx-tag-value', fileCount: reader.files.length } }
}

type Field = { readonly tag: string; readonly value: string; readonly line: number }

/** One `Tag: value` after the other; linear in the text. A value in `<text>` goes on to `</text>`. */
function* readFields(text: string): Generator<Field> {
  let line = 0
  for (let start = 0; start < text.length; ) {
    line += 1
    let end = endOfLine(text, start)
    const content = text.slice(start, end).trim()
    const colon = content.startsWith('#') ? -1 : content.indexOf(':')
    const tag = content.slice(0, Math.max(colon, 0)).trimEnd()
    let value = content.slice(colon + 1).trimStart()
    const first = line
    if (colon !== -1 && value.startsWith('<text>')) {
      const open = text.indexOf('<text>', start) + '<text>'.length
      const close = text.indexOf('</text>', open)
      if (close === -1) throw invalidSbom(`Line ${line} opens a <text> that is never closed.`, `line ${line}`)
      value = text.slice(open, close).trim()
      line += countLines(text, end, close)
      end = endOfLine(text, close)
    }
    if (tag !== '') yield { tag, value, line: first }
    start = end + 1
  }
}

function endOfLine(text: string, from: number): number {
  const end = text.indexOf('\n', from)
  return end === -1 ? text.length : end
}

function countLines(text: string, from: number, to: number): number {
  let count = 0
  for (let at = text.indexOf('\n', from); at !== -1 && at < to; at = text.indexOf('\n', at + 1)) count += 1
  return count
}

const documentTags: Readonly<Record<string, string>> = {
  SPDXVersion: 'spdxVersion',
  DataLicense: 'dataLicense',
  DocumentName: 'name',
  DocumentNamespace: 'documentNamespace',
}
const packageTags: Readonly<Record<string, string>> = {
  SPDXID: 'SPDXID',
  PackageVersion: 'versionInfo',
  PackageSupplier: 'supplier',
  PackageLicenseConcluded: 'licenseConcluded',
  PackageLicenseDeclared: 'licenseDeclared',
  PrimaryPackagePurpose: 'primaryPackagePurpose',
}

function createReader() {
  const creators: string[] = []
  const creationInfo: Members = { creators }
  const packages: Members[] = []
  const relationships: Members[] = []
  const files: Members[] = []
  const document: Members = { creationInfo, packages, relationships, files }
  let file: Members | null = null
  let current: Members | null = document
  const open = (value: string) => {
    current = { name: value, externalRefs: [], checksums: [] }
    packages.push(current)
  }
  const read = ({ tag, value, line }: Field): void => {
    if (tag === 'FileName') {
      file = { fileName: value }
      files.push(file)
    } else if (tag === 'PackageName' || tag === 'SnippetSPDXID') file = null
    if (tag === 'SPDXID' && file !== null) file.SPDXID ??= value
    if (tag === 'PackageName') open(value)
    else if (tag === 'FileName' || tag === 'SnippetSPDXID' || tag === 'LicenseID' || tag === 'Annotator') current = null
    else if (tag === 'Creator') creators.push(value)
    else if (tag === 'Created') creationInfo.created = value
    else if (tag === 'Relationship') relationships.push(readRelationship(value, line))
    else if (current === document && Object.hasOwn(documentTags, tag)) document[String(documentTags[tag])] = value
    else if (current !== null && current !== document) readPackageField(current, tag, value)
  }
  return { read, document, files }
}

function readPackageField(entry: Members, tag: string, value: string): void {
  if (tag === 'ExternalRef') {
    const [referenceCategory, referenceType, referenceLocator] = value.split(/\s+/, 3)
    ;(entry.externalRefs as Members[]).push({ referenceCategory, referenceType, referenceLocator })
  } else if (tag === 'PackageChecksum') {
    const [algorithm, checksumValue] = value.split(/:\s*/, 2)
    ;(entry.checksums as Members[]).push({ algorithm, checksumValue })
  } else if (Object.hasOwn(packageTags, tag)) {
    const member = String(packageTags[tag])
    if (!Object.hasOwn(entry, member)) entry[member] = value
  }
}

function readRelationship(value: string, line: number): Members {
  const [spdxElementId, relationshipType, relatedSpdxElement] = value.split(/\s+/, 3)
  if (relatedSpdxElement === undefined)
    throw invalidSbom(`Line ${line} is no relationship of two elements.`, `line ${line}`)
  return { spdxElementId, relationshipType, relatedSpdxElement }
}
