import type { Claim, Listed } from './claim.ts'
import type { ClaimedValue } from './claimed-value.ts'

/** Something that a predicate points to: a source, a tool, a file (in-toto ResourceDescriptor, resource_descriptor.md). */
export type Resource = {
  readonly name: Claim
  readonly uri: Claim
  /** `algorithm:value`, as stated. */
  readonly digests: readonly string[]
  readonly mediaType: Claim
}

const maxDigests = 16

/** Digests of a set `{algorithm: value}` as `algorithm:value`; what is no text is left out. */
export function readDigests(value: ClaimedValue): readonly string[] {
  return value
    .members(maxDigests, (algorithm, digest) => {
      const text = digest.text(300)
      return typeof text === 'string' ? [`${algorithm}:${text}`] : []
    })
    .items.flat()
}

export function readResource(value: ClaimedValue): Resource {
  const uri = value.firstOf('uri', 'downloadLocation')
  return {
    name: value.at('name').text(),
    uri: uri.text(),
    digests: readDigests(value.at('digest')),
    mediaType: value.at('mediaType').text(),
  }
}

/** A list of descriptors; entries that are no objects are counted as unreadable. */
export function readResources(value: ClaimedValue, max: number): Listed<Resource> {
  return value.list(max, (element) =>
    typeof element.raw === 'object' && element.raw !== null ? readResource(element) : null,
  )
}

/** Files with their digests, as an in-toto link of old lists them: `{ path: { algorithm: value } }`. */
export function readResourceMap(value: ClaimedValue, max: number): Listed<Resource> {
  return value.members(max, (name, digests) => ({
    name,
    uri: null,
    digests: readDigests(digests),
    mediaType: null,
  }))
}

/** Either shape. */
export function readResourceSet(value: ClaimedValue, max: number): Listed<Resource> {
  return Array.isArray(value.raw) ? readResources(value, max) : readResourceMap(value, max)
}
