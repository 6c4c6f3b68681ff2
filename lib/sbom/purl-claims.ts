/** The image digest that a package URL of type `oci` or `docker` names as its version; none for other types. */
export function toPurlDigests(purl: string | null): readonly string[] {
  if (purl === null) return []
  const match = /^pkg:(?:oci|docker)\/[^?#]*@(?:sha(256|512)(?::|%3A)([0-9a-f]{64,128}))(?:[?#]|$)/i.exec(purl)
  return match === null ? [] : [`sha${match[1]}:${String(match[2]).toLowerCase()}`]
}

/** The architecture that a package URL claims in its `arch` qualifier; null when it names none. */
export function toPurlArchitecture(purl: string | null): string | null {
  const query = purl === null ? -1 : purl.indexOf('?')
  if (purl === null || query === -1) return null
  const end = purl.indexOf('#', query)
  const qualifiers = purl.slice(query + 1, end === -1 ? undefined : end)
  const arch = qualifiers.split('&').find((qualifier) => qualifier.startsWith('arch='))
  return arch === undefined || arch.length > 60 ? null : arch.slice('arch='.length)
}
