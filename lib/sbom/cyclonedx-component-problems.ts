import type { JsonObject } from './claimed-values.ts'
import { toList, toObject, toText } from './claimed-values.ts'
import { listLicenseProblems } from './cyclonedx-license-problems.ts'

const types = new Set([
  'application',
  'container',
  'cryptographic-asset',
  'data',
  'device',
  'device-driver',
  'file',
  'firmware',
  'framework',
  'library',
  'machine-learning-model',
  'operating-system',
  'platform',
])
const scopes = new Set(['required', 'optional', 'excluded'])
const patchTypes = new Set(['unofficial', 'monkey', 'backport', 'cherry-pick'])
const issueTypes = new Set(['defect', 'enhancement', 'security'])
/** Hexadecimal digits of each hash. */
const hashLengths: Readonly<Record<string, number>> = {
  MD5: 32,
  'SHA-1': 40,
  'SHA-256': 64,
  'SHA-384': 96,
  'SHA-512': 128,
  'SHA3-256': 64,
  'SHA3-384': 96,
  'SHA3-512': 128,
  'BLAKE2b-256': 64,
  'BLAKE2b-384': 96,
  'BLAKE2b-512': 128,
  'Streebog-256': 64,
  'Streebog-512': 128,
}

/** Where a component breaks the specification (CycloneDX 1.7 schema, `component`). */
export function* listComponentProblems(component: JsonObject, place: string, version: string): Generator<string> {
  if (!isOneOf(component.type, types)) yield `${place}.type is none of the known ones.`
  if (component.scope !== undefined && !isOneOf(component.scope, scopes))
    yield `${place}.scope is none of the known ones.`
  if (component['bom-ref'] === '') yield `${place} has an empty bom-ref.`
  const swid = toObject(component.swid)
  if (swid !== null && toText(swid.tagId) === null) yield `${place}.swid has no tagId.`
  if (component.versionRange !== undefined) yield* versionRangeProblems(component, place)
  yield* hashProblems(component.hashes, `${place}.hashes`)
  yield* listLicenseProblems(component.licenses, `${place}.licenses`, version)
  yield* listPropertyProblems(component.properties, `${place}.properties`)
  yield* patchProblems(toObject(component.pedigree)?.patches, `${place}.pedigree.patches`)
}

const isOneOf = (value: unknown, known: ReadonlySet<string>): boolean => typeof value === 'string' && known.has(value)

function* versionRangeProblems(component: JsonObject, place: string): Generator<string> {
  if (component.version !== undefined) yield `${place} has both a version and a range of versions.`
  if (component.isExternal !== true) yield `${place} has a range of versions but is not external.`
}

function* hashProblems(value: unknown, place: string): Generator<string> {
  for (const [index, item] of toList(value).entries()) {
    const hash = toObject(item)
    const length = typeof hash?.alg === 'string' && Object.hasOwn(hashLengths, hash.alg) ? hashLengths[hash.alg] : null
    if (length === null && hash?.alg !== 'BLAKE3') yield `${place}[${index}].alg is none of the known ones.`
    else if (typeof hash?.content !== 'string' || !isHexadecimal(hash.content, length ?? hash.content.length))
      yield `${place}[${index}].content is no hash of that kind.`
  }
}

const isHexadecimal = (text: string, length: number | undefined): boolean =>
  text.length === length && text.length <= 1024 && /^[0-9a-fA-F]+$/.test(text)

function* patchProblems(value: unknown, place: string): Generator<string> {
  for (const [index, item] of toList(value).entries()) {
    const patch = toObject(item)
    if (!isOneOf(patch?.type, patchTypes)) yield `${place}[${index}].type is none of the known ones.`
    for (const [number, issue] of toList(patch?.resolves).entries())
      if (!isOneOf(toObject(issue)?.type, issueTypes))
        yield `${place}[${index}].resolves[${number}].type is none of the known ones.`
  }
}

/** Properties without a name. */
export function* listPropertyProblems(value: unknown, place: string): Generator<string> {
  for (const [index, property] of toList(value).entries())
    if (typeof toObject(property)?.name !== 'string') yield `${place}[${index}] has no name.`
}
