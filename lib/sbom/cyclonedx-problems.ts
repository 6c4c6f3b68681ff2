import type { JsonObject } from './claimed-values.ts'
import { toList, toObject, toText, toTime } from './claimed-values.ts'
import { listComponentProblems, listPropertyProblems } from './cyclonedx-component-problems.ts'
import { listLicenseProblems } from './cyclonedx-license-problems.ts'
import { maxProblems } from './sbom-document.ts'

const serialNumberPattern = /^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/
const metadataMembers = new Set([
  'timestamp',
  'lifecycles',
  'tools',
  'authors',
  'component',
  'manufacture',
  'manufacturer',
  'supplier',
  'licenses',
  'properties',
  'distributionConstraints',
])
const flows = new Set(['inbound', 'outbound', 'bi-directional', 'unknown'])

/** A component and where it stands in the document. */
export type Placed = { readonly component: JsonObject; readonly place: string }

/**
 * Where a CycloneDX document breaks its specification without being unreadable, the first `maxProblems`: what tells
 * a reader that its tool is faulty. Not a schema validation.
 */
export function listCyclonedxProblems(document: JsonObject, components: readonly Placed[]): readonly string[] {
  const found: string[] = []
  for (const problem of problems(document, components)) if (found.push(problem) === maxProblems) break
  return found
}

function* problems(document: JsonObject, components: readonly Placed[]): Generator<string> {
  const version = toText(document.specVersion) ?? ''
  const serialNumber = document.serialNumber
  if (serialNumber !== undefined && !(typeof serialNumber === 'string' && serialNumberPattern.test(serialNumber)))
    yield 'serialNumber is no urn:uuid.'
  yield* metadataProblems(toObject(document.metadata), version)
  for (const { component, place } of components) yield* listComponentProblems(component, place, version)
  yield* repeatedReferences(components)
  for (const [index, dependency] of toList(document.dependencies).entries())
    if (toText(toObject(dependency)?.ref) === null) yield `dependencies[${index}] has no ref.`
  for (const [index, service] of toList(document.services).entries())
    yield* serviceProblems(toObject(service), `services[${index}]`)
  for (const [index, citation] of toList(document.citations).entries())
    yield* citationProblems(toObject(citation), `citations[${index}]`)
}

function* metadataProblems(metadata: JsonObject | null, version: string): Generator<string> {
  if (metadata === null) return
  if (metadata.timestamp !== undefined && toTime(metadata.timestamp) === null)
    yield 'metadata.timestamp is no date and time.'
  for (const member of Object.keys(metadata))
    if (!metadataMembers.has(member)) yield `metadata has the unknown member ${JSON.stringify(member.slice(0, 60))}.`
  yield* listLicenseProblems(metadata.licenses, 'metadata.licenses', version)
  yield* listPropertyProblems(metadata.properties, 'metadata.properties')
}

function* repeatedReferences(components: readonly Placed[]): Generator<string> {
  const seen = new Set<string>()
  for (const { component, place } of components) {
    const reference = component['bom-ref']
    if (typeof reference !== 'string') continue
    if (seen.has(reference)) yield `${place} has the bom-ref of another component.`
    seen.add(reference)
  }
}

function* serviceProblems(service: JsonObject | null, place: string): Generator<string> {
  for (const [index, data] of toList(service?.data).entries()) {
    const flow = toObject(data)?.flow
    if (typeof flow !== 'string' || !flows.has(flow)) yield `${place}.data[${index}].flow is none of the known ones.`
  }
}

function* citationProblems(citation: JsonObject | null, place: string): Generator<string> {
  if (citation?.attributedTo === undefined && citation?.process === undefined)
    yield `${place} is neither attributed nor from a process.`
  if (citation?.pointers !== undefined && citation.expressions !== undefined)
    yield `${place} has both pointers and expressions.`
}
